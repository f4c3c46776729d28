package onlookers.http;

import static onlookers.runtime.Counter.HANDSHAKES_REFUSED;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import java.net.http.WebSocket;
import java.net.http.WebSocketHandshakeException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import onlookers.presence.Counts;
import onlookers.presence.CountsReader;
import onlookers.presence.Post;
import onlookers.presence.RankedPost;
import onlookers.presence.SiteTotal;
import onlookers.runtime.NodeMetrics;
import onlookers.websocket.ClientAddress;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class HandshakeIT {
  @TempDir private Path folder;
  private final NodeMetrics nodeMetrics = new NodeMetrics();
  private TestServer server;

  @AfterEach
  void stop() throws Exception {
    server.close();
  }

  @ParameterizedTest
  @CsvSource({"http://evil.example", "http://localhost", "null", "''"})
  void aPageOfAnotherOriginIsRefusedWith403(String origin) throws Exception {
    start(Map.of());
    Throwable refusal = catchThrowable(() -> address("Origin", origin));
    assertThat(refusal).isInstanceOf(ExecutionException.class);
    assertThat(((WebSocketHandshakeException) refusal.getCause()).getResponse().statusCode())
        .isEqualTo(403);
    assertThat(nodeMetrics.total(HANDSHAKES_REFUSED)).isEqualTo(1);
  }

  @Test
  void aRefusalSaysWhyInJson() throws Exception {
    start(Map.of());
    assertThat(server.get("/presence", "Origin", "http://evil.example").body())
        .startsWith("{\"error\":\"bad-origin\",");
  }

  @Test
  void aPageOnThisHostAndAProgramWithoutOriginAreLetIn() throws Exception {
    start(Map.of());
    assertThat(address("Origin", "https://127.0.0.1:9")).isEqualTo("127.0.0.1");
    assertThat(address()).isEqualTo("127.0.0.1");
    assertThat(nodeMetrics.total(HANDSHAKES_REFUSED)).isZero();
  }

  @Test
  void aPageOnTheHostThatATrustedProxyWasAskedForIsLetIn() throws Exception {
    start(Map.of());
    assertThat(
            address("Origin", "https://www.site.example", "X-Forwarded-Host", "www.site.example"))
        .isEqualTo("127.0.0.1");
  }

  @Test
  void aTrustedProxyNamesTheClientsAddress() throws Exception {
    start(Map.of());
    assertThat(address("X-Forwarded-For", "6.6.6.6, 203.0.113.7")).isEqualTo("203.0.113.7");
    assertThat(address("X-Forwarded-For", "garbage")).isEqualTo("127.0.0.1");
  }

  @Test
  void anybodyElseIsNotBelieved() throws Exception {
    start(Map.of("trusted.proxies", "10.0.0.0/8"));
    assertThat(address("X-Forwarded-For", "203.0.113.7")).isEqualTo("127.0.0.1");
    assertThat(
            catchThrowable(
                () -> address("Origin", "https://a.example", "X-Forwarded-Host", "a.example")))
        .isInstanceOf(ExecutionException.class);
  }

  @Test
  void noClientCanSendOurHeader() throws Exception {
    start(Map.of());
    assertThat(address("x-onlookers-client", "6.6.6.6")).isEqualTo("127.0.0.1");
  }

  @Test
  void tomcatIsShownNoHeaderThatItWouldKeepForNobody() throws Exception {
    start(Map.of());
    assertThat(ask("headers", "Accept-Language", "de", "X-Anything", "else"))
        .isEqualToIgnoringCase(ClientAddress.HEADER);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/presence", "/presence/", "//presence", "/./presence", "/x/../presence", "/presence;a=b",
        "/;a/presence", "/%70resence", "/presence/.", "/presence?x", "/PRESENCE", "/presence%2f"
      })
  void noSpellingOfThePathGoesAroundTheGuard(String path) throws Exception {
    start(Map.of());
    String answer =
        server.statusLine(
            path,
            "Origin: http://evil.example",
            "Upgrade: websocket",
            "Connection: Upgrade",
            "Sec-WebSocket-Version: 13",
            "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==");
    assertThat(answer).matches("HTTP/1.1 40[034] ");
  }

  private void start(Map<String, String> settings) throws Exception {
    server = new TestServer(folder, settings, nodeMetrics, new NoCounts());
  }

  /** Shakes hands with these headers, and answers the address that the endpoint learnt. */
  private String address(String... headers) throws Exception {
    return ask("address", headers);
  }

  private String ask(String question, String... headers) throws Exception {
    WebSocket.Builder builder = server.client().newWebSocketBuilder();
    for (int i = 0; i < headers.length; i += 2) {
      builder.header(headers[i], headers[i + 1]);
    }
    Answers answers = new Answers();
    WebSocket socket =
        builder.buildAsync(server.uri("ws", "/presence"), answers).get(10, TimeUnit.SECONDS);
    try {
      socket.sendText(question, true).get(10, TimeUnit.SECONDS);
      return answers.first.get(10, TimeUnit.SECONDS);
    } finally {
      socket.sendClose(WebSocket.NORMAL_CLOSURE, "").get(10, TimeUnit.SECONDS);
      answers.closed.get(10, TimeUnit.SECONDS);
    }
  }

  /** Keeps the first frame, and how the socket was closed. */
  private static final class Answers implements WebSocket.Listener {
    final CompletableFuture<String> first = new CompletableFuture<>();
    final CompletableFuture<Integer> closed = new CompletableFuture<>();

    @Override
    public CompletionStage<?> onClose(WebSocket socket, int code, String reason) {
      closed.complete(code);
      return CompletableFuture.completedFuture(null);
    }

    @Override
    public CompletionStage<?> onText(WebSocket socket, CharSequence text, boolean last) {
      first.complete(text.toString());
      return WebSocket.Listener.super.onText(socket, text, last);
    }
  }

  /** The handshake reads none. */
  private static final class NoCounts implements CountsReader {
    @Override
    public List<Counts> counts(List<Post> posts) {
      throw new AssertionError("not read");
    }

    @Override
    public List<RankedPost> top(int limit) {
      throw new AssertionError("not read");
    }

    @Override
    public SiteTotal site() {
      throw new AssertionError("not read");
    }
  }
}
