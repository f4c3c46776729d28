package onlookers.standalone.engine;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;

import jakarta.servlet.ServletException;
import jakarta.websocket.OnOpen;
import jakarta.websocket.Session;
import jakarta.websocket.server.ServerEndpoint;
import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;
import onlookers.fixture.TomcatSocket;
import onlookers.websocket.EndpointConfigurator;
import org.apache.catalina.Engine;
import org.apache.catalina.connector.Request;
import org.apache.catalina.connector.Response;
import org.apache.catalina.valves.ValveBase;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** When the answer to a handshake leaves. */
class HandshakeIT {
  private static final int TIMEOUT_INTERVAL = 200;

  /** Bytes that the engine has for an answer, as in the executable WAR. */
  private static final int BUFFER = 192;

  private static final byte[] HELLO = {(byte) 0x81, 5, 'h', 'e', 'l', 'l', 'o'};

  private static final String REQUEST =
      """
      GET %s HTTP/1.1
      Host: 127.0.0.1
      Connection: Upgrade
      Upgrade: websocket
      Sec-WebSocket-Version: 13
      Sec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA==

      """
          .replace("\n", "\r\n");

  /** What the next one who comes is to be sent, and when it is to be open. */
  private static volatile Greeting greeting = new Greeting(false);

  private static final class Greeting {
    final boolean greets;
    final CompletableFuture<Void> opening = new CompletableFuture<>();
    final CompletableFuture<Void> go = new CompletableFuture<>();

    Greeting(boolean greets) {
      this.greets = greets;
    }
  }

  /** Sends a frame before it is open, or nothing. */
  @ServerEndpoint(TomcatSocket.PATH)
  public static class Greeter {
    @OnOpen
    public void open(Session socket) throws Exception {
      Greeting one = greeting;
      one.opening.complete(null);
      one.go.get(10, SECONDS);
      if (one.greets) {
        Supplier<?> offer =
            (Supplier<?>) socket.getUserProperties().remove(EndpointConfigurator.FRAMES);
        assertThat(((FrameChannel) offer.get()).test(ByteBuffer.wrap(HELLO), done -> {})).isTrue();
      }
    }
  }

  @TempDir Path folder;
  private String padding = "";

  @Test
  void itLeavesWithTheFirstFrame() throws Exception {
    try (TomcatSocket server = server();
        Socket client = connected(server, new Greeting(true))) {
      greeting.opening.get(10, SECONDS);
      assertThat(client.getInputStream().available()).isZero();
      greeting.go.complete(null);

      assertThat(head(client)).startsWith("HTTP/1.1 101 ");
      assertThat(client.getInputStream().readNBytes(HELLO.length)).isEqualTo(HELLO);
    }
  }

  @Test
  void oneThatIsLongerThanTheSocketsBufferLeavesWhole() throws Exception {
    padding = "x".repeat(10 * BUFFER);
    try (TomcatSocket server = server();
        Socket client = connected(server, new Greeting(true))) {
      greeting.go.complete(null);

      assertThat(head(client)).startsWith("HTTP/1.1 101 ").contains(padding);
      assertThat(client.getInputStream().readNBytes(HELLO.length)).isEqualTo(HELLO);
    }
  }

  @Test
  void whoIsSentNothingIsAnsweredOnceTheSocketIsOpen() throws Exception {
    try (TomcatSocket server = server();
        Socket client = connected(server, new Greeting(false))) {
      greeting.go.complete(null);

      assertThat(head(client)).startsWith("HTTP/1.1 101 ");
    }
  }

  /** With the first client, whom nobody greets. */
  private TomcatSocket server() throws Exception {
    greeting = new Greeting(false);
    greeting.go.complete(null);
    EngineProtocol protocol = new EngineProtocol(SocketLimits.usual(), TIMEOUT_INTERVAL);
    protocol.setProperty("socket.appWriteBufSize", String.valueOf(BUFFER));
    return new TomcatSocket(
        folder,
        protocol,
        Greeter.class,
        context -> {
          ((Engine) context.getParent().getParent()).getPipeline().addValve(new RequestValve());
          context.getPipeline().addValve(new Padding(padding));
          UpgradeFilter.install(context, TomcatFields.find());
        });
  }

  /** Adds a header to each answer. */
  private static final class Padding extends ValveBase {
    private final String padding;

    Padding(String padding) {
      super(true);
      this.padding = padding;
    }

    @Override
    public void invoke(Request request, Response response) throws IOException, ServletException {
      response.setHeader("X-Padding", padding);
      getNext().invoke(request, response);
    }
  }

  private static Socket connected(TomcatSocket server, Greeting next) throws IOException {
    greeting = next;
    URI address = server.address();
    Socket client = new Socket(address.getHost(), address.getPort());
    client.setSoTimeout(10_000);
    client.getOutputStream().write(REQUEST.formatted(address.getPath()).getBytes(ISO_8859_1));
    return client;
  }

  private static String head(Socket client) throws IOException {
    InputStream in = client.getInputStream();
    StringBuilder head = new StringBuilder();
    while (head.indexOf("\r\n\r\n") < 0) {
      int next = in.read();
      assertThat(next).as("after %s", head).isNotNegative();
      head.append((char) next);
    }
    return head.toString();
  }
}
