package onlookers.standalone.engine;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class EngineSocketIT {
  /** More than the engine has threads. */
  private static final int CROWD = 60;

  private static final Duration LONG = Duration.ofSeconds(30);
  private static final Duration SHORT = Duration.ofMillis(300);

  private static final String HANDSHAKE =
      """
      GET /echo HTTP/1.1\r
      Host: a\r
      Upgrade: websocket\r
      Connection: Upgrade\r
      Sec-WebSocket-Version: 13\r
      Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r
      """;

  @TempDir Path folder;
  private final List<Socket> clients = new ArrayList<>();
  private EngineServer server;

  @BeforeEach
  void start() throws Exception {
    server = new EngineServer(folder, limits(LONG, LONG, SHORT, LONG));
  }

  private void restart(SocketLimits limits) throws Exception {
    server.close();
    server = new EngineServer(folder, limits);
  }

  private static SocketLimits limits(Duration head, Duration body, Duration rest, Duration write) {
    return new SocketLimits(head, body, rest, write, heads(1_000), new WaitingLimit(25, 4));
  }

  private static UnfinishedHeads heads(int most) {
    return new UnfinishedHeads(1_000, most);
  }

  @AfterEach
  void stop() throws Exception {
    for (Socket client : clients) {
      client.close();
    }
    server.close();
  }

  // What the client withholds.

  @ParameterizedTest
  @ValueSource(
      strings = {
        "GET /live HTTP/1.1\r\nHost: a\r\nContent-Length: 1000000\r\n\r\nx",
        "POST /nothing HTTP/1.1\r\nHost: a\r\nContent-Length: 1000000\r\n\r\n",
        "GET /live HTTP/1.0\r\nConnection: keep-alive\r\nContent-Length: 1000000\r\n\r\nx",
        "POST /live HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n5",
        "POST /live HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhel",
        "POST /later HTTP/1.1\r\nHost: a\r\nContent-Length: 1000000\r\n\r\nx",
        HANDSHAKE + "Content-Length: 1000000\r\n\r\nx"
      })
  void aBodyThatNobodyReadsIsNotWaitedFor(String request) throws Exception {
    for (int i = 0; i < CROWD; i++) {
      client().getOutputStream().write(request.getBytes(US_ASCII));
    }
    assertAnswers();
    for (Socket client : clients.subList(0, CROWD)) {
      assertThat(everything(client)).as("answered, and closed").startsWith("HTTP/1.1 ");
    }
  }

  @Test
  void aBodyThatNobodyReadsAndThatIsHereKeepsTheConnection() throws Exception {
    Socket client = client();
    for (int i = 0; i < 3; i++) {
      say(client, "POST /live HTTP/1.1\r\nHost: a\r\nContent-Length: 5\r\n\r\nhello");
      assertThat(answer(client)).endsWith("yes");
    }
  }

  @Test
  void aBodyThatTheApplicationReadsMayTakeItsTime() throws Exception {
    Socket client = client();
    say(client, "POST /body HTTP/1.1\r\nHost: a\r\nContent-Length: 3\r\n\r\n");
    for (String part : List.of("a", "b", "c")) {
      TimeUnit.MILLISECONDS.sleep(SHORT.toMillis());
      say(client, part);
    }
    assertThat(answer(client)).endsWith("\r\n3");
  }

  @Test
  void aBodyThatTheApplicationReadsMayNotTakeForEver() throws Exception {
    restart(limits(LONG, SHORT, SHORT, LONG));
    Socket client = client();
    say(client, "POST /body HTTP/1.1\r\nHost: a\r\nContent-Length: 1000\r\n\r\n");
    assertCutOffWhileItDrips(client);
  }

  @Test
  void aHeadThatComesByteByByteIsCutOff() throws Exception {
    restart(limits(SHORT, LONG, LONG, LONG));
    Socket client = client();
    say(client, "GET /live HTTP/1.1\r\nHost: a\r\nX-Slow: ");
    assertCutOffWhileItDrips(client);
  }

  @ParameterizedTest
  @ValueSource(strings = {"/live", "/later", "/nothing"})
  void theNextHeadIsCutOffLikewise(String path) throws Exception {
    restart(limits(SHORT, LONG, LONG, LONG));
    Socket client = client();
    say(client, "GET " + path + " HTTP/1.1\r\nHost: a\r\n\r\n");
    assertThat(answer(client)).startsWith("HTTP/1.1 ");
    say(client, "GET /live HTTP/1.1\r\nHost: a\r\nX-Slow: ");
    assertCutOffWhileItDrips(client);
  }

  @Test
  void ofTooManyHeadsThatAreNotFinishedTheOldestIsCutOff() throws Exception {
    UnfinishedHeads heads = heads(2);
    restart(new SocketLimits(LONG, LONG, LONG, LONG, heads, new WaitingLimit(25, 4)));
    List<Socket> slow = new ArrayList<>();
    for (int i = 0; i < 3; i++) {
      int before = i;
      await("its turn").until(() -> heads.size() == before);
      slow.add(client());
      say(slow.get(i), "GET /live HTTP/1.1\r\n");
      assertAnswers();
    }
    assertThat(everything(slow.get(0))).isEmpty();
    for (Socket client : slow.subList(1, 3)) {
      say(client, "Host: a\r\n\r\n");
      assertThat(answer(client)).endsWith("yes");
    }
  }

  @Test
  void aConnectionIsClosedAfterARequestThatDidNotWait() throws Exception {
    Socket client = client();
    say(client, "GET /live HTTP/1.1\r\nHost: a\r\n\r\n".repeat(100));
    assertThat(everything(client).split("yes", -1)).as("two answers").hasSize(3);
  }

  @Test
  void timeBetweenRequestsCountsForNone() throws Exception {
    restart(limits(SHORT, SHORT, SHORT, SHORT));
    Socket client = client();
    for (String path : List.of("/live", "/later", "/live", "/live")) {
      say(client, "GET " + path + " HTTP/1.1\r\nHost: a\r\n\r\n");
      assertThat(answer(client)).endsWith("yes");
      TimeUnit.MILLISECONDS.sleep(2 * SHORT.toMillis());
    }
  }

  @Test
  void aWebSocketHasNoHead() throws Exception {
    restart(limits(SHORT, SHORT, SHORT, SHORT));
    Socket client = client();
    say(client, HANDSHAKE + "\r\n");
    assertThat(answer(client)).startsWith("HTTP/1.1 101");
    byte[] frame = {(byte) 0x81, (byte) 0x81, 0, 0, 0, 0, 'x'};
    for (int i = 0; i < 20; i++) {
      TimeUnit.MILLISECONDS.sleep(50);
      client.getOutputStream().write(frame);
      assertThat(client.getInputStream().readNBytes(3))
          .containsExactly((byte) 0x81, (byte) 1, (byte) 'x');
    }
  }

  // What the client does not read.

  @Test
  void whoDoesNotReadIsNotWaitedFor() throws Exception {
    for (int i = 0; i < CROWD; i++) {
      say(client(2_304), "GET /big HTTP/1.1\r\nHost: a\r\n\r\n".repeat(10));
    }
    assertAnswers();
  }

  @Test
  void whoReadsSlowlyGetsItAll() throws Exception {
    Socket client = client(8_192);
    say(client, "GET /big HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n");
    InputStream input = client.getInputStream();
    int read = 0;
    for (int n = 0; n >= 0; n = input.read(new byte[40_000])) {
      read += n;
      TimeUnit.MILLISECONDS.sleep(5);
    }
    assertThat(read).isGreaterThan(EngineServer.BIG);
  }

  @Test
  void whoTakesNothingIsCutOff() throws Exception {
    restart(limits(LONG, LONG, LONG, SHORT));
    Socket client = client(2_304);
    say(client, "GET /big HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n");
    assertThat(client.getInputStream().read()).as("it is being answered").isEqualTo('H');
    await("the end of its connection").until(() -> server.connections() == 0);
    assertThat(everything(client).length()).isLessThan(EngineServer.BIG);
  }

  // What is no request.

  @ParameterizedTest
  @ValueSource(
      strings = {
        "GET\r\n\r\n",
        "\u0000\u0001garbage\r\n\r\n",
        "GET /{ HTTP/1.1\r\nHost: a\r\n\r\n",
        "G<T / HTTP/1.1\r\nHost: a\r\n\r\n",
        "GET / HTTQ\r\n\r\n",
        "GET /live HTTP/1.1\r\n\r\n",
        "GET /live HTTP/1.1\r\nHost: a\r\nContent-Length: x\r\n\r\n",
        "GET /live HTTP/1.1\r\nHost: a\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\n",
        "GET /%zz HTTP/1.1\r\nHost: a\r\n\r\n",
        "GET * HTTP/1.1\r\nHost: a\r\n\r\n"
      })
  void whatIsNoRequestIsRefused(String request) throws Exception {
    Socket client = client();
    say(client, request);
    assertThat(everything(client)).startsWith("HTTP/1.1 400");
  }

  @Test
  void aPathThatIsTooLongIsRefused() throws Exception {
    Socket client = client();
    say(client, "GET /" + "a".repeat(9_000) + " HTTP/1.1\r\nHost: a\r\n\r\n");
    assertThat(everything(client)).startsWith("HTTP/1.1 400");
  }

  // The clients.

  private void assertAnswers() throws IOException {
    Socket honest = client();
    say(honest, "GET /live HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n");
    assertThat(everything(honest)).endsWith("yes");
  }

  /** Sends a byte now and then until that is no longer possible. */
  private static void assertCutOffWhileItDrips(Socket client) {
    await()
        .pollInterval(Duration.ofMillis(50))
        .atMost(Duration.ofSeconds(10))
        .until(
            () -> {
              try {
                client.getOutputStream().write('x');
                return false;
              } catch (IOException gone) {
                return true;
              }
            });
  }

  private Socket client() throws IOException {
    return client(0);
  }

  private Socket client(int receiveBuffer) throws IOException {
    Socket client = new Socket();
    clients.add(client);
    if (receiveBuffer > 0) {
      client.setReceiveBufferSize(receiveBuffer);
    }
    client.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), server.port()), 5_000);
    client.setSoTimeout(10_000);
    return client;
  }

  private static void say(Socket client, String text) throws IOException {
    client.getOutputStream().write(text.getBytes(US_ASCII));
  }

  /** One answer, whose body's length is told. */
  private static String answer(Socket client) throws IOException {
    InputStream input = client.getInputStream();
    StringBuilder text = new StringBuilder();
    while (text.indexOf("\r\n\r\n") < 0) {
      int next = input.read();
      if (next < 0) {
        return text.toString();
      }
      text.append((char) next);
    }
    String length = text.toString().replaceFirst("(?is).*content-length: ([0-9]+).*", "$1");
    int left = length.matches("[0-9]+") ? Integer.parseInt(length) : 0;
    return text + new String(input.readNBytes(left), US_ASCII);
  }

  /** All that comes until the connection ends, be it in order or not. */
  private static String everything(Socket client) throws IOException {
    StringBuilder text = new StringBuilder();
    byte[] part = new byte[16_384];
    try {
      for (int n = 0; n >= 0; n = client.getInputStream().read(part)) {
        text.append(new String(part, 0, n, US_ASCII));
      }
    } catch (SocketException reset) {
      // what was not read of it is lost
    }
    return text.toString();
  }
}
