package onlookers.standalone.engine;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import jakarta.websocket.OnOpen;
import jakarta.websocket.Session;
import jakarta.websocket.server.ServerEndpoint;
import java.nio.ByteBuffer;
import java.nio.channels.WritePendingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;
import onlookers.fixture.TomcatSocket;
import onlookers.websocket.EndpointConfigurator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FrameChannelIT {
  /** A socket, and the way out that was offered with it. */
  private record Opened(Session socket, FrameChannel frames) {}

  private static volatile CompletableFuture<Opened> opened = new CompletableFuture<>();

  /** Takes the way out that is offered. */
  @ServerEndpoint(TomcatSocket.PATH)
  public static class Taker {
    @OnOpen
    public void open(Session socket) {
      Supplier<?> offer =
          (Supplier<?>) socket.getUserProperties().remove(EndpointConfigurator.FRAMES);
      opened.complete(new Opened(socket, (FrameChannel) offer.get()));
    }
  }

  @TempDir Path folder;
  private TomcatSocket client;
  private FrameChannel frames;

  @BeforeEach
  void start() throws Exception {
    opened = new CompletableFuture<>();
    client =
        new TomcatSocket(
            folder, Taker.class, context -> UpgradeFilter.install(context, TomcatFields.find()));
    frames = opened.get(10, SECONDS).frames();
  }

  @AfterEach
  void stop() throws Exception {
    client.close();
  }

  @Test
  void aFrameThatTheNetworkTakesIsOutAtOnce() throws Exception {
    assertThat(frames.test(frame("hello"), done -> {})).isTrue();

    assertThat(client.read()).isEqualTo("hello");
  }

  @Test
  void aReaderWhoDoesNotReadHoldsUpNobodyAndMissesNoByte() throws Exception {
    CompletableFuture<Boolean> done = new CompletableFuture<>();
    String text = "x".repeat(100);
    int sent = sendUntilItWaits(text, done);

    assertThat(done).isNotDone();
    assertThatThrownBy(() -> frames.test(frame(text), ok -> {}))
        .isInstanceOf(WritePendingException.class);
    readAll(sent, text);
    assertThat(done.get(10, SECONDS)).isTrue();
    assertThat(frames.test(frame("again"), ok -> {})).isTrue();
    assertThat(client.read()).isEqualTo("again");
  }

  @Test
  void aReaderWhoHasBeenPingedMayStopReadingForLonger() throws Exception {
    Session opener = opened.join().socket();
    opener.getUserProperties().put("org.apache.tomcat.websocket.BLOCKING_SEND_TIMEOUT", 100L);
    opener.getBasicRemote().sendPing(ByteBuffer.allocate(0));
    CompletableFuture<Boolean> done = new CompletableFuture<>();
    String text = "x".repeat(100);
    int sent = sendUntilItWaits(text, done);

    // Tomcat looks for writes that are late once a second.
    await().during(3, SECONDS).atMost(5, SECONDS).until(() -> !done.isDone());
    readAll(sent, text);
    assertThat(done.get(10, SECONDS)).isTrue();
  }

  @Test
  void nothingFollowsACloseFrame() throws Exception {
    CompletableFuture<Boolean> done = new CompletableFuture<>();
    opened.join().socket().close();

    assertThat(frames.test(frame("late"), done::complete)).isFalse();
    assertThat(done.get(10, SECONDS)).isFalse();
    assertThat(client.readClose()).isEqualTo(1000);
  }

  /** Answers how many were sent, the one that waits included. */
  private int sendUntilItWaits(String text, CompletableFuture<Boolean> done) {
    int sent = 1;
    while (frames.test(frame(text), done::complete)) {
      sent++;
    }
    return sent;
  }

  private void readAll(int sent, String text) throws InterruptedException {
    for (int i = 0; i < sent; i++) {
      assertThat(client.read()).as("message %d", i).isEqualTo(text);
    }
  }

  /** A short text message as a server sends it (RFC 6455, 5.2). */
  private static ByteBuffer frame(String text) {
    byte[] payload = text.getBytes(StandardCharsets.UTF_8);
    return ByteBuffer.allocate(2 + payload.length)
        .put((byte) 0x81)
        .put((byte) payload.length)
        .put(payload)
        .flip();
  }
}
