package onlookers.websocket;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import jakarta.websocket.OnOpen;
import jakarta.websocket.Session;
import jakarta.websocket.server.ServerEndpoint;
import java.nio.file.Path;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import onlookers.fixture.TomcatSocket;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The way out of a Tomcat that is not ours. */
class WebSocketTransportIT {
  private static volatile CompletableFuture<WebSocketTransport> opened = new CompletableFuture<>();

  /** Makes a wire of its socket. */
  @ServerEndpoint(TomcatSocket.PATH)
  public static class Opener {
    @OnOpen
    public void open(Session socket) {
      opened.complete(new WebSocketTransport(socket));
    }
  }

  @TempDir Path folder;

  @Test
  void aReaderWhoHasBeenPingedMayStopReadingForLonger() throws Exception {
    try (TomcatSocket client = new TomcatSocket(folder, Opener.class, nothing -> {})) {
      WebSocketTransport wire = opened.get(10, SECONDS);
      wire.ping();
      BlockingQueue<Boolean> answers = new LinkedBlockingQueue<>();
      String text = "x".repeat(10_000);
      int sent = 0;
      Boolean answer;
      do {
        wire.send(new Frame(text), answers::add);
        sent++;
        answer = answers.poll(500, TimeUnit.MILLISECONDS);
      } while (answer != null && answer);

      assertThat(answer).as("the last one waits").isNull();
      // Tomcat looks for writes that are late once a second; a ping may wait for one second.
      await().during(4, SECONDS).atMost(6, SECONDS).until(answers::isEmpty);
      for (int i = 0; i < sent; i++) {
        assertThat(client.read()).as("message %d", i).isEqualTo(text);
      }
      assertThat(answers.poll(10, SECONDS)).isTrue();
    }
  }
}
