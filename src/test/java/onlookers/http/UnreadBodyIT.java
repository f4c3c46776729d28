package onlookers.http;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import onlookers.fixture.NoCounts;
import onlookers.runtime.NodeMetrics;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * On a Tomcat that nobody has configured: whoever withholds a body gets an answer, and no thread.
 */
@Timeout(60)
class UnreadBodyIT {
  /** More than the server has threads. */
  private static final int MANY = 30;

  private static final String CHUNK = "Transfer-Encoding: chunked\r\n\r\n5";

  private static final String UPGRADE =
      "Upgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Version: 13\r\n"
          .concat("Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n");

  @TempDir private Path folder;
  private TestServer server;
  private final List<Socket> sockets = new ArrayList<>();

  @BeforeEach
  void start() throws Exception {
    server =
        new TestServer(
            folder, Map.of("admin.token", "sesame"), new NodeMetrics(), new NoCounts(), 10);
  }

  @AfterEach
  void stop() throws Exception {
    for (Socket socket : sockets) {
      socket.close();
    }
    server.close();
  }

  private Socket sent(String text) throws IOException {
    Socket socket = new Socket(InetAddress.getLoopbackAddress(), server.port());
    sockets.add(socket);
    socket.setSoTimeout(20_000);
    socket.getOutputStream().write(text.getBytes(US_ASCII));
    return socket;
  }

  private static String statusLine(Socket socket) throws IOException {
    return String.valueOf(
        new BufferedReader(new InputStreamReader(socket.getInputStream(), US_ASCII)).readLine());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "GET /health/live",
        "GET /metrics",
        "GET /api/posts/1",
        "POST /api/posts/1",
        "GET /nothing/there",
        "POST /api/admin/views",
        "POST /presence"
      })
  void aBodyThatDoesNotComeHoldsNoThread(String request) throws Exception {
    List<Socket> withholding = new ArrayList<>();
    for (int i = 0; i < MANY; i++) {
      String length = i % 2 == 0 ? "Content-Length: 1000000\r\n\r\nx" : CHUNK;
      withholding.add(sent(request + " HTTP/1.1\r\nHost: a\r\n" + length));
    }
    for (Socket socket : withholding) {
      assertThat(statusLine(socket)).startsWith("HTTP/1.1 ");
    }
    assertThat(server.get("/health/live").statusCode()).isEqualTo(200);
  }

  @Test
  void aHandshakeThatAnnouncesABodyIsRefused() throws Exception {
    for (int i = 0; i < MANY; i++) {
      String head = "GET /presence HTTP/1.1\r\nHost: a\r\n" + UPGRADE;
      assertThat(statusLine(sent(head + "Content-Length: 9\r\n\r\nx"))).contains(" 400");
    }
  }

  @Test
  void whoIsRefusedWhileSendingReadsWhy() throws Exception {
    Socket socket =
        sent("POST /api/admin/views HTTP/1.1\r\nHost: a\r\nContent-Length: 300000\r\n\r\n");
    OutputStream output = socket.getOutputStream();
    for (int i = 0; i < 30; i++) {
      output.write(new byte[10_000]);
    }
    assertThat(statusLine(socket)).contains(" 401");
  }

  @Test
  void anImportIsReadAsEver() throws Exception {
    assertThat(
            server
                .post(
                    "/api/admin/views",
                    "{\"views\":{\"13\":5}}",
                    "Authorization",
                    "Bearer sesame",
                    "Content-Type",
                    "application/json")
                .statusCode())
        .isEqualTo(200);
  }
}
