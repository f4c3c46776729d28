package onlookers.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import onlookers.fixture.SocketIoClient;
import onlookers.fixture.SocketIoReader;
import org.junit.jupiter.api.Test;

/**
 * Real clients, each of which encodes text in a way of its own. What is decoded too seldom or too
 * often does not come back as it was, because the server writes everything in ASCII.
 */
class ClientsIT {
  private static final String TEXT = "Zoé, 10 €, 日本, \uD83D\uDE00, \\u2028, \\u0000, <b>";

  @Test
  void textComesBackAsItWas() {
    List<SocketIoReader> clients =
        SocketIoClient.all()
            .map(client -> SocketIoReader.launch(client, TestHost.PATIENT.base()))
            .toList();
    for (SocketIoReader client : clients) {
      client.awaitConnects(1);
      client.awaitTransport();
      client.emit("[\"message\",\"" + TEXT + "\",\"é\"]");
      client.ask("[\"message-with-ack\",\"é\",\"" + TEXT + "\"]");
    }
    String text = TEXT.replace("\\u2028", "\u2028").replace("\\u0000", "\u0000");
    for (SocketIoReader client : clients) {
      assertThat(client.awaitFrame(frame -> frame.is("message-back")).words())
          .containsExactly("message-back", text, "é");
      assertThat(client.awaitFrame(frame -> frame.is("ack")).words())
          .containsExactly("ack", "é", text);
      client.close();
    }
  }
}
