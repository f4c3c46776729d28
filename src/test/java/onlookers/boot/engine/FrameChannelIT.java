package onlookers.boot.engine;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import jakarta.websocket.OnOpen;
import jakarta.websocket.Session;
import jakarta.websocket.server.ServerEndpoint;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.nio.ByteBuffer;
import java.nio.channels.WritePendingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.function.Supplier;
import onlookers.websocket.EndpointConfigurator;
import org.apache.catalina.Context;
import org.apache.catalina.servlets.DefaultServlet;
import org.apache.catalina.startup.Tomcat;
import org.apache.tomcat.websocket.server.WsSci;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FrameChannelIT {
  /** A socket, and the way out that was offered with it. */
  private record Opened(Session socket, FrameChannel frames) {}

  private static volatile CompletableFuture<Opened> opened = new CompletableFuture<>();

  /** Takes the way out that is offered. */
  @ServerEndpoint("/frames")
  public static class Taker {
    @OnOpen
    public void open(Session socket) {
      Supplier<?> offer =
          (Supplier<?>) socket.getUserProperties().remove(EndpointConfigurator.FRAMES);
      opened.complete(new Opened(socket, (FrameChannel) offer.get()));
    }
  }

  /** Reads a message each time that the test asks for one. */
  private static final class Client implements WebSocket.Listener {
    final BlockingQueue<String> heard = new LinkedBlockingQueue<>();
    private final StringBuilder part = new StringBuilder();
    final CompletableFuture<Integer> closed = new CompletableFuture<>();

    @Override
    public void onOpen(WebSocket socket) {}

    @Override
    public CompletionStage<?> onText(WebSocket socket, CharSequence text, boolean last) {
      part.append(text);
      if (last) {
        heard.add(part.toString());
        part.setLength(0);
      } else {
        socket.request(1);
      }
      return null;
    }

    @Override
    public CompletionStage<?> onClose(WebSocket socket, int code, String reason) {
      closed.complete(code);
      return null;
    }
  }

  @TempDir Path folder;
  private final Tomcat tomcat = new Tomcat();
  private final Client client = new Client();
  private WebSocket socket;
  private FrameChannel frames;

  @BeforeEach
  void start() throws Exception {
    opened = new CompletableFuture<>();
    tomcat.setBaseDir(folder.toString());
    tomcat.setPort(0);
    tomcat.getConnector().setProperty("address", "127.0.0.1");
    Context context = tomcat.addContext("", folder.toString());
    UpgradeFilter.install(context);
    context.addServletContainerInitializer(new WsSci(), Set.of(Taker.class));
    Tomcat.addServlet(context, "default", new DefaultServlet()).addMapping("/");
    tomcat.start();
    URI uri = URI.create("ws://127.0.0.1:" + tomcat.getConnector().getLocalPort() + "/frames");
    socket =
        HttpClient.newHttpClient().newWebSocketBuilder().buildAsync(uri, client).get(10, SECONDS);
    frames = opened.get(10, SECONDS).frames();
  }

  @AfterEach
  void stop() throws Exception {
    socket.abort();
    tomcat.stop();
    tomcat.destroy();
  }

  @Test
  void aFrameThatTheNetworkTakesIsOutAtOnce() throws Exception {
    assertThat(frames.test(frame("hello"), done -> {})).isTrue();

    socket.request(1);
    assertThat(client.heard.poll(10, SECONDS)).isEqualTo("hello");
  }

  @Test
  void aReaderWhoDoesNotReadHoldsUpNobodyAndMissesNoByte() throws Exception {
    CompletableFuture<Boolean> done = new CompletableFuture<>();
    String text = "x".repeat(100);
    int sent = 1;
    while (frames.test(frame(text), done::complete)) {
      sent++;
    }

    assertThat(done).isNotDone();
    assertThatThrownBy(() -> frames.test(frame(text), ok -> {}))
        .isInstanceOf(WritePendingException.class);
    for (int i = 0; i < sent; i++) {
      socket.request(1);
      assertThat(client.heard.poll(10, SECONDS)).as("message %d", i).isEqualTo(text);
    }
    assertThat(done.get(10, SECONDS)).isTrue();
    assertThat(frames.test(frame("again"), ok -> {})).isTrue();
    socket.request(1);
    assertThat(client.heard.poll(10, SECONDS)).isEqualTo("again");
  }

  @Test
  void aReaderWhoHasBeenPingedMayStopReadingForLonger() throws Exception {
    Session opener = opened.join().socket();
    opener.getUserProperties().put("org.apache.tomcat.websocket.BLOCKING_SEND_TIMEOUT", 100L);
    opener.getBasicRemote().sendPing(ByteBuffer.allocate(0));
    CompletableFuture<Boolean> done = new CompletableFuture<>();
    int sent = 1;
    while (frames.test(frame("x".repeat(100)), done::complete)) {
      sent++;
    }

    // Tomcat looks for writes that are late once a second.
    await().during(3, SECONDS).atMost(5, SECONDS).until(() -> !done.isDone());
    for (int i = 0; i < sent; i++) {
      socket.request(1);
      assertThat(client.heard.poll(10, SECONDS)).as("message %d", i).isEqualTo("x".repeat(100));
    }
    assertThat(done.get(10, SECONDS)).isTrue();
  }

  @Test
  void nothingFollowsACloseFrame() throws Exception {
    CompletableFuture<Boolean> done = new CompletableFuture<>();
    opened.join().socket().close();

    assertThat(frames.test(frame("late"), done::complete)).isFalse();
    assertThat(done.get(10, SECONDS)).isFalse();
    socket.request(1);
    assertThat(client.closed.get(10, SECONDS)).isEqualTo(1000);
    assertThat(client.heard).isEmpty();
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
