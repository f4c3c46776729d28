package onlookers.deployment;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.net.http.WebSocket;
import java.net.http.WebSocketHandshakeException;
import java.time.Duration;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Somebody who sees a site from outside, by TLS.
 *
 * @param client that trusts the site
 * @param port where the site listens, on this machine
 */
record Visitor(HttpClient client, int port) {
  private static final Duration MAX_WAIT = Duration.ofSeconds(30);
  private static final Pattern SID = Pattern.compile("\"sid\":\"([^\"]+)\"");

  /** The origin of the site's own pages. */
  String origin() {
    return "https://localhost:" + port;
  }

  HttpResponse<String> get(String path) {
    return send("GET", path, BodyPublishers.noBody());
  }

  int status(String path) {
    return get(path).statusCode();
  }

  private HttpResponse<String> send(String method, String path, BodyPublisher body) {
    HttpRequest request =
        HttpRequest.newBuilder(URI.create(origin() + path))
            .timeout(MAX_WAIT)
            .header("Content-Type", "text/plain;charset=UTF-8")
            .method(method, body)
            .build();
    try {
      return client.send(request, BodyHandlers.ofString());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AssertionError("interrupted", e);
    }
  }

  /**
   * Views a post as a Socket.IO client that only polls does, and ends the session.
   *
   * @return what it was last told: the event {@code viewers}, or what is wrong
   */
  String countByPolling(String post) {
    String engine = "/onlookers/socket.io/?EIO=4&transport=polling";
    String handshake = get(engine).body();
    Matcher sid = SID.matcher(handshake);
    if (!sid.find()) {
      return handshake;
    }
    String session = engine + "&sid=" + sid.group(1);
    String said = post(session, "40");
    if (said.equals("ok")) {
      said = post(session, "42[\"viewing\",\"" + post + "\"]");
    }
    for (int polls = 0; polls < 10 && !said.contains("\"viewers\""); polls++) {
      HttpResponse<String> answer = get(session);
      said = answer.body();
      if (answer.statusCode() != 200) {
        return said;
      }
    }
    post(session, "41");
    return said;
  }

  private String post(String path, String packet) {
    return send("POST", path, BodyPublishers.ofString(packet)).body();
  }

  /** How a handshake is answered to a page of that origin. */
  int handshakeStatus(String origin) {
    try {
      open(origin, new Socket()).abort();
      return 101;
    } catch (CompletionException e) {
      if (e.getCause() instanceof WebSocketHandshakeException refused) {
        return refused.getResponse().statusCode();
      }
      throw e;
    }
  }

  private WebSocket open(String origin, Socket socket) {
    URI presence = URI.create("wss://localhost:" + port + "/onlookers/presence");
    return client
        .newWebSocketBuilder()
        .header("Origin", origin)
        .connectTimeout(MAX_WAIT)
        .buildAsync(presence, socket)
        .join();
  }

  /** A reader's connection, which has been told its session. */
  Socket connect() {
    Socket socket = new Socket();
    socket.socket = open(origin(), socket);
    socket.awaitText("[\"session\",");
    return socket;
  }

  /**
   * Somebody at another address of this machine, who has asked for a WebSocket and been answered.
   */
  Stranger stranger() {
    String handshake =
        """
        GET /onlookers/presence HTTP/1.1
        Host: localhost:%d
        Connection: Upgrade
        Upgrade: websocket
        Sec-WebSocket-Version: 13
        Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==

        """
            .formatted(port);
    try {
      InetAddress elsewhere = InetAddress.getByAddress(new byte[] {127, 0, 0, 2});
      java.net.Socket socket =
          client
              .sslContext()
              .getSocketFactory()
              .createSocket(InetAddress.getLoopbackAddress(), port, elsewhere, 0);
      socket.setSoTimeout((int) MAX_WAIT.toMillis());
      socket.getOutputStream().write(handshake.replace("\n", "\r\n").getBytes(US_ASCII));
      String answer =
          new BufferedReader(new InputStreamReader(socket.getInputStream(), US_ASCII)).readLine();
      return new Stranger(socket, Integer.parseInt(answer, 9, 12, 10));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * A connection that is held.
   *
   * @param socket open
   * @param status how its handshake was answered
   */
  record Stranger(java.net.Socket socket, int status) implements AutoCloseable {
    @Override
    public void close() {
      try {
        socket.close();
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }

  /** The native wire through a proxy. */
  static final class Socket implements WebSocket.Listener, AutoCloseable {
    private final BlockingQueue<String> texts = new LinkedBlockingQueue<>();
    private final StringBuilder part = new StringBuilder();
    private @Nullable WebSocket socket;

    @Override
    public @Nullable CompletionStage<?> onText(WebSocket from, CharSequence data, boolean last) {
      part.append(data);
      if (last) {
        texts.add(part.toString());
        part.setLength(0);
      }
      from.request(1);
      return null;
    }

    void send(String text) {
      socket.sendText(text, true).join();
    }

    /** Waits for a text that begins so. */
    void awaitText(String beginning) {
      String text = "";
      while (!text.startsWith(beginning)) {
        text = next(beginning);
      }
    }

    private String next(String awaited) {
      try {
        String text = texts.poll(MAX_WAIT.toSeconds(), TimeUnit.SECONDS);
        if (text == null) {
          throw new AssertionError("no " + awaited);
        }
        return text;
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new AssertionError("interrupted", e);
      }
    }

    @Override
    public void close() {
      socket.abort();
    }
  }
}
