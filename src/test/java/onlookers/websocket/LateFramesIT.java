package onlookers.websocket;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.websocket.OnError;
import jakarta.websocket.OnMessage;
import jakarta.websocket.OnOpen;
import jakarta.websocket.Session;
import jakarta.websocket.server.ServerEndpoint;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import onlookers.fixture.RawClient;
import onlookers.fixture.TomcatSocket;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LateFramesIT {
  private static final String LATE = "late";

  /** Sends its clients away at once, but never gets to closing their sockets. */
  @ServerEndpoint(TomcatSocket.PATH)
  public static class Busy {
    @OnOpen
    public void open(Session socket) {
      socket.getUserProperties().put(LATE, new LateFrames(socket));
      ClosingSockets.ending(socket, ClosingSockets.reason(1009, "too long"));
    }

    @OnMessage
    public void text(String part, boolean last, Session socket) {
      ((LateFrames) socket.getUserProperties().get(LATE)).add();
    }

    @OnError
    public void error(Throwable late) {}
  }

  @Test
  void whoeverSendsOnFasterThanTheSocketIsClosedReceivesTheReasonAllTheSame(@TempDir Path folder)
      throws Exception {
    try (TomcatSocket tomcat = new TomcatSocket(folder, Busy.class, context -> {});
        RawClient client = RawClient.connect(tomcat.address())) {
      for (int i = 0; i <= LateFrames.MAX; i++) {
        client.frame(RawClient.TEXT, true, "[".getBytes(StandardCharsets.UTF_8));
      }

      assertThat(client.readClose()).isEqualTo(1009);
    }
  }
}
