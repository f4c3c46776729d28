package onlookers.wire;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What the engine of the executable WAR refuses by itself, before the application is asked. */
class EngineRefusalsIT {
  @ParameterizedTest
  @CsvSource({
    "GET, /api/posts/%00, 400, bad-request",
    "GET, /api/posts/%zz, 400, bad-request",
    "GET, /api/posts/%2F, 400, bad-request",
    "TRACE, /api/posts/13, 405, bad-method",
    "TRACE, /, 405, bad-method",
    "GET, /nothing, 404, not-found",
    "GET, /WEB-INF/web.xml, 404, not-found",
    "GET, /presence, 404, not-found",
    "POST, /presence, 405, bad-method",
    "PATCH, /presence, 405, bad-method",
    "FOO, /presence, 405, bad-method",
    "POST, /nothing, 404, not-found",
    "PATCH, /nothing, 404, not-found",
    "FOO, /nothing/there, 404, not-found"
  })
  void areAnsweredAsTheApplicationAnswersItsOwn(
      String method, String path, int status, String error) throws IOException {
    String answer = answer(method, path);
    assertThat(answer).startsWith("HTTP/1.1 " + status);
    assertThat(answer).containsPattern("(?i)\r\nContent-Type: application/json");
    assertThat(answer).contains("\r\n\r\n").contains("{\"error\":\"" + error + "\",\"message\":\"");
    assertThat(answer).doesNotContain("<html", "Tomcat");
  }

  @Test
  void whatIsAllowedAtAHandshakesPathIsSaid() throws IOException {
    assertThat(answer("PATCH", "/presence")).contains("\r\nAllow: GET, HEAD, OPTIONS\r\n");
    assertThat(answer("OPTIONS", "/presence"))
        .startsWith("HTTP/1.1 204")
        .contains("\r\nAllow: GET, HEAD, OPTIONS\r\n");
  }

  @Test
  void whatHttpItselfForbidsIsSaidWithoutALogThatSaysWhy() throws IOException {
    assertThat(send("GET / HTTP/3.7\r\nHost: x\r\n\r\n"))
        .startsWith("HTTP/1.1 505")
        .contains("{\"error\":\"bad-request\"", "HTTP/1.1\"}");
    assertThat(send("POST / HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: x\r\n\r\n"))
        .startsWith("HTTP/1.1 501")
        .contains("{\"error\":\"bad-method\"", "Transfer-Encoding");
  }

  @Test
  void aHeadHasNoBody() throws IOException {
    assertThat(answer("HEAD", "/api/posts/%00")).startsWith("HTTP/1.1 400").endsWith("\r\n\r\n");
  }

  private static String answer(String method, String path) throws IOException {
    return send(method + " " + path + " HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n");
  }

  private static String send(String request) throws IOException {
    URI base = Wire.WAR.base();
    try (Socket socket = new Socket(base.getHost(), base.getPort())) {
      socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
      return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    }
  }
}
