package onlookers.standalone.engine;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import jakarta.websocket.OnMessage;
import jakarta.websocket.OnOpen;
import jakarta.websocket.PongMessage;
import jakarta.websocket.Session;
import jakarta.websocket.server.ServerEndpoint;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import onlookers.fixture.RawClient;
import onlookers.fixture.TomcatSocket;
import onlookers.websocket.EndpointConfigurator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The engine's sockets, with an endpoint that answers, and tells who has received a pong. */
class PongReaderIT {
  private static final Queue<String> READ = new ConcurrentLinkedQueue<>();
  private static final AtomicInteger READ_BY_TOMCAT = new AtomicInteger();

  /** Says what it receives. */
  @ServerEndpoint(TomcatSocket.PATH)
  public static class Listener {
    @OnOpen
    public void open(Session socket) {
      Runnable received = () -> READ.add(Thread.currentThread().getName());
      socket.getUserProperties().put(EndpointConfigurator.PONGS, received);
    }

    @OnMessage
    public void text(String text, Session socket) throws IOException {
      socket.getBasicRemote().sendText(text);
    }

    @OnMessage
    public void pong(PongMessage pong) {
      READ_BY_TOMCAT.incrementAndGet();
    }
  }

  @TempDir Path folder;
  private TomcatSocket tomcat;

  @BeforeEach
  void start() throws Exception {
    READ.clear();
    READ_BY_TOMCAT.set(0);
    tomcat =
        new TomcatSocket(
            folder,
            new EngineProtocol(),
            Listener.class,
            context -> UpgradeFilter.install(context, TomcatFields.find()));
  }

  @AfterEach
  void stop() throws Exception {
    tomcat.close();
  }

  @Test
  void thePollerReadsAPongAndWhatFollowsIsReadToo() {
    try (RawClient client = RawClient.connect(tomcat.address())) {
      pongUntilThePollerReadsIt(client);
      assertThat(READ).allMatch(thread -> thread.endsWith("-Poller"));

      client.text("and I am still heard");
      assertThat(client.readText()).isEqualTo("and I am still heard");
      client.text("again");
      assertThat(client.readText()).isEqualTo("again");
    }
  }

  @Test
  void thePongBehindItIsReadByWhoCountsThem() {
    try (RawClient client = RawClient.connect(tomcat.address())) {
      pongUntilThePollerReadsIt(client);
      int before = READ_BY_TOMCAT.get();
      pong(client);

      await().untilAsserted(() -> assertThat(READ_BY_TOMCAT).hasValue(before + 1));
      assertThat(READ).hasSize(1);
    }
  }

  /** One that comes while a thread is with the socket still is read by that thread. */
  private static void pongUntilThePollerReadsIt(RawClient client) {
    AtomicInteger sent = new AtomicInteger();
    await()
        .until(
            () -> {
              if (READ.size() + READ_BY_TOMCAT.get() == sent.get() && READ.isEmpty()) {
                sent.incrementAndGet();
                pong(client);
              }
              return !READ.isEmpty();
            });
  }

  private static void pong(RawClient client) {
    client.frame(RawClient.PONG, true, new byte[0]);
  }

  @Test
  void aPongInTheMiddleOfAMessageDoesNotHarmIt() {
    try (RawClient client = RawClient.connect(tomcat.address())) {
      client.frame(RawClient.TEXT, false, "one ".getBytes(UTF_8));
      client.frame(RawClient.PONG, true, new byte[0]);
      client.frame(RawClient.CONTINUATION, true, "message".getBytes(UTF_8));

      assertThat(client.readText()).isEqualTo("one message");
      await().untilAsserted(() -> assertThat(READ.size() + READ_BY_TOMCAT.get()).isOne());
    }
  }
}
