package onlookers.wire;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import onlookers.fixture.RawClient;
import org.junit.jupiter.api.Test;

/** The handshake: whose pages may connect. {@code origins} is at its default, {@code same-host}. */
class HandshakeIT {
  private static final String HOST = Wire.WAR.presence().getHost();

  private static int status(Map<String, String> headers) {
    try (RawClient raw = RawClient.connect(Wire.WAR.presence(), headers)) {
      return raw.status();
    }
  }

  private static int status(String origin) {
    return status(Map.of("Origin", origin));
  }

  @Test
  void aPageOfTheSameHostIsLetInOnAnyPort() {
    assertThat(status("http://" + HOST)).isEqualTo(101);
    assertThat(status("http://" + HOST + ":8888")).isEqualTo(101);
    assertThat(status("https://" + HOST)).isEqualTo(101);
    assertThat(status(Map.of("Host", "blog.example:8080", "Origin", "https://blog.example")))
        .isEqualTo(101);
    assertThat(status(Map.of("Host", "blog.example", "Origin", "https://BLOG.example")))
        .isEqualTo(101);
  }

  @Test
  void aPageOfAnotherHostIsRefusedWith403() {
    assertThat(status("http://evil.example")).isEqualTo(403);
    assertThat(status("http://" + HOST + ".evil.example")).isEqualTo(403);
    assertThat(status("http://evil.example/" + HOST)).isEqualTo(403);
    assertThat(status("null")).isEqualTo(403);
    assertThat(status(HOST)).isEqualTo(403);
  }

  @Test
  void aRequestWithoutAnOriginIsNoBrowserAndIsLetIn() {
    assertThat(status(Map.of())).isEqualTo(101);
  }

  @Test
  void aTrustedProxySaysWhichHostWasAsked() {
    String forwarded = "X-Forwarded-Host";
    assertThat(status(Map.of(forwarded, "blog.example", "Origin", "https://blog.example")))
        .isEqualTo(101);
    assertThat(status(Map.of(forwarded, "blog.example", "Origin", "http://" + HOST)))
        .isEqualTo(403);
  }

  @Test
  void noExtensionIsNegotiated() {
    Map<String, String> offer =
        Map.of("Sec-WebSocket-Extensions", "permessage-deflate; client_max_window_bits");
    try (RawClient raw = RawClient.connect(Wire.WAR.presence(), offer)) {
      assertThat(raw.status()).isEqualTo(101);
      assertThat(raw.answer()).doesNotContainKey("Sec-WebSocket-Extensions");
    }
  }
}
