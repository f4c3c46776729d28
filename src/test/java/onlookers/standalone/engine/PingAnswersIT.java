package onlookers.standalone.engine;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;

import jakarta.websocket.CloseReason;
import jakarta.websocket.OnClose;
import jakarta.websocket.OnMessage;
import jakarta.websocket.OnOpen;
import jakarta.websocket.Session;
import jakarta.websocket.server.ServerEndpoint;
import java.net.URI;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import onlookers.fixture.RawClient;
import onlookers.fixture.TomcatSocket;
import onlookers.websocket.ClosingSockets;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PingAnswersIT {
  private static volatile CompletableFuture<String> received;
  private static volatile CompletableFuture<Integer> closed;

  /** Sends more than the network takes to whoever asks for it, and says what it receives. */
  @ServerEndpoint(TomcatSocket.PATH)
  public static class Sender {
    @OnOpen
    public void open(Session socket) {
      socket.setMaxIdleTimeout(0);
      if ("much".equals(socket.getQueryString())) {
        socket.getAsyncRemote().sendText("x".repeat(16 << 20), result -> {});
      }
    }

    @OnMessage
    public void text(String text, Session socket) {
      received.complete(text);
      if (text.equals("end")) {
        ClosingSockets.ending(socket, ClosingSockets.reason(1012, "away"));
      }
    }

    @OnClose
    public void close(CloseReason reason) {
      closed.complete(reason.getCloseCode().getCode());
    }
  }

  @TempDir Path folder;
  private TomcatSocket tomcat;

  @BeforeEach
  void start() throws Exception {
    received = new CompletableFuture<>();
    closed = new CompletableFuture<>();
    tomcat =
        new TomcatSocket(
            folder, Sender.class, context -> UpgradeFilter.install(context, TomcatFields.find()));
  }

  @AfterEach
  void stop() throws Exception {
    tomcat.close();
  }

  @Test
  void aPingIsAnsweredWithWhatItCarries() {
    try (RawClient client = RawClient.connect(tomcat.address())) {
      client.frame(RawClient.PING, true, "hello".getBytes(UTF_8));
      assertThat(client.readPong()).isEqualTo("hello");
      client.frame(RawClient.PING, true, new byte[0]);
      assertThat(client.readPong()).isEmpty();
      client.frame(RawClient.PING, true, "x".repeat(125).getBytes(UTF_8));
      assertThat(client.readPong()).hasSize(125);
    }
  }

  @Test
  void whoPingsAndDoesNotReadHoldsNoThread() throws Exception {
    URI much = URI.create(tomcat.address() + "?much");
    try (RawClient client = RawClient.connect(much, Map.of(), 4_096)) {
      IntStream.range(0, PingAnswers.MAX_PINGS)
          .forEach(i -> client.frame(RawClient.PING, true, new byte[125]));
      client.text("and I am still heard");

      assertThat(received.get(10, SECONDS)).isEqualTo("and I am still heard");
    }
  }

  @Test
  void whoeverIsClosedAndSendsOnIsNotWaitedForAndReceivesTheReasonAllTheSame() throws Exception {
    try (RawClient client = RawClient.connect(tomcat.address())) {
      client.text("end");
      IntStream.rangeClosed(0, FrameLimit.MAX_LATE).forEach(i -> client.text("and"));

      assertThat(client.readClose()).isEqualTo(1012);
      assertThat(closed.get(10, SECONDS)).isEqualTo(1012);
    }
  }

  @Test
  void whoeverIsClosedAndFloodsReceivesTheReasonAllTheSame() throws Exception {
    try (RawClient client = RawClient.connect(tomcat.address())) {
      client.text("end");
      IntStream.rangeClosed(0, FrameLimit.MAX_PONGS)
          .forEach(i -> client.frame(RawClient.PONG, true, new byte[0]));

      assertThat(client.readClose()).isEqualTo(1012);
    }
  }

  @Test
  void aFloodOfPongsEndsItsSocket() throws Exception {
    try (RawClient client = RawClient.connect(tomcat.address())) {
      IntStream.rangeClosed(0, FrameLimit.MAX_PONGS)
          .forEach(i -> client.frame(RawClient.PONG, true, new byte[0]));

      assertThat(client.readClose()).isEqualTo(1008);
      assertThat(closed.get(10, SECONDS)).isEqualTo(1008);
    }
  }

  @Test
  void fragmentsWithoutEndEndTheirSocket() throws Exception {
    try (RawClient client = RawClient.connect(tomcat.address())) {
      client.frame(RawClient.TEXT, false, new byte[0]);
      IntStream.range(0, FrameLimit.MAX_FRAGMENTS)
          .forEach(i -> client.frame(RawClient.CONTINUATION, false, new byte[0]));

      assertThat(client.readClose()).isEqualTo(1009);
      assertThat(closed.get(10, SECONDS)).isEqualTo(1009);
    }
  }

  @Test
  void eachMessageMayHaveAsManyFragmentsAsAnEventHasBytes() throws Exception {
    try (RawClient client = RawClient.connect(tomcat.address())) {
      for (int message = 0; message < 2; message++) {
        received = new CompletableFuture<>();
        client.frame(RawClient.TEXT, false, new byte[] {'a'});
        IntStream.range(2, FrameLimit.MAX_FRAGMENTS)
            .forEach(i -> client.frame(RawClient.CONTINUATION, false, new byte[0]));
        client.frame(RawClient.CONTINUATION, true, new byte[] {'b'});

        assertThat(received.get(10, SECONDS)).isEqualTo("ab");
      }
    }
  }

  @Test
  void aFloodOfPingsEndsItsSocket() throws Exception {
    try (RawClient client = RawClient.connect(tomcat.address())) {
      IntStream.rangeClosed(0, PingAnswers.MAX_PINGS)
          .forEach(i -> client.frame(RawClient.PING, true, new byte[0]));

      assertThat(client.readClose()).isEqualTo(1008);
      assertThat(closed.get(10, SECONDS)).isEqualTo(1008);
    }
  }
}
