package onlookers.websocket;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import jakarta.websocket.CloseReason;
import jakarta.websocket.OnClose;
import jakarta.websocket.OnError;
import jakarta.websocket.OnMessage;
import jakarta.websocket.OnOpen;
import jakarta.websocket.RemoteEndpoint;
import jakarta.websocket.Session;
import jakarta.websocket.server.ServerEndpoint;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import onlookers.fixture.Reader;
import onlookers.protocol.NativeCodec;
import onlookers.runtime.Gauge;
import onlookers.websocket.ClientAcceptor.ClientContext;
import org.glassfish.tyrus.server.Server;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * Readers who go at the very moment at which others come, on Tyrus, which throws where a socket
 * closes just before it is sent to. That moment is made longer. A seed repeats the choices: {@code
 * -Donlookers.seed=…}.
 */
class TyrusStressIT {
  private static final int LEAVING = 12;
  private static final int STAYING = 6;
  private static final int ROUNDS = 60;

  /** One of ten sends comes so much later; the socket may have closed by then. */
  private static final Duration WINDOW = Duration.ofMillis(2);

  private static final Duration MAX_WAIT = Duration.ofSeconds(20);
  private static InMemoryNode node;
  private static AtomicInteger late;
  private static AtomicInteger thrown;

  private final long seed = Long.getLong("onlookers.seed", System.nanoTime());
  private final ExecutorService clients = Executors.newFixedThreadPool(LEAVING + STAYING);
  private Server server;
  private URI address;

  @BeforeEach
  void start() throws Exception {
    node = new InMemoryNode();
    late = new AtomicInteger();
    thrown = new AtomicInteger();
    server = new Server("127.0.0.1", -1, "", Map.of(), Endpoint.class);
    server.start();
    address = URI.create("ws://127.0.0.1:" + server.getPort() + "/stress");
  }

  @AfterEach
  void stop() {
    clients.shutdownNow();
    server.stop();
    node.close();
  }

  @Test
  void whoeverStaysIsAnsweredHoweverManyLeaveMeanwhile() throws Exception {
    Random random = new Random(seed);
    Reader witness = Reader.connect(address);
    witness.view("d");
    for (int round = 0; round < ROUNDS; round++) {
      comeAndGo(random);
    }
    Reader last = Reader.connect(address);
    last.view("d");

    await("seed " + seed)
        .atMost(MAX_WAIT)
        .untilAsserted(() -> assertThat(shown(witness)).startsWith("2/"));
    await("seed " + seed)
        .atMost(MAX_WAIT)
        .untilAsserted(() -> assertThat(shown(last)).startsWith("2/"));
    assertThat(late).as("sends that came late").hasValueGreaterThan(ROUNDS);
    assertThat(thrown).as("sockets that had closed by then").hasPositiveValue();
    last.close();
    witness.close();
    await("seed " + seed)
        .atMost(MAX_WAIT)
        .untilAsserted(
            () -> {
              assertThat(node.nodeMetrics.value(Gauge.SESSIONS)).isZero();
              assertThat(node.repository.outstanding()).isZero();
              assertThat(node.presence.active()).isEmpty();
            });
  }

  private static String shown(Reader reader) {
    return reader.shown("d");
  }

  private void comeAndGo(Random random) throws Exception {
    List<Reader> readers = new ArrayList<>();
    for (int i = 0; i < LEAVING + STAYING; i++) {
      readers.add(Reader.connect(address));
    }
    CyclicBarrier go = new CyclicBarrier(readers.size());
    List<Future<?>> all = new ArrayList<>();
    for (int i = 0; i < readers.size(); i++) {
      Reader reader = readers.get(i);
      boolean leaves = i < LEAVING;
      boolean orderly = random.nextBoolean();
      all.add(
          clients.submit(
              () -> {
                go.await();
                reader.view("d");
                if (leaves && orderly) {
                  reader.close();
                } else if (leaves) {
                  reader.abort();
                } else {
                  reader.awaitCountsOf("d");
                }
                return null;
              }));
    }
    for (Future<?> one : all) {
      one.get(60, TimeUnit.SECONDS);
    }
    readers.forEach(Reader::abort);
  }

  /** The product's endpoint in small, with sockets that are late. */
  @ServerEndpoint("/stress")
  public static class Endpoint {
    private ClientContext clientContext;

    /** A client has connected. */
    @OnOpen
    public void open(Session socket) {
      clientContext =
          node.acceptor.welcome(
              new WebSocketTransport(late(Session.class, socket)), new NativeCodec(), "");
    }

    /** A client sent text. */
    @OnMessage
    public void text(String text) {
      clientContext.clientSession().frame(text);
    }

    /** The socket has ended. */
    @OnClose
    public void close(CloseReason reason) {
      node.acceptor.ended(clientContext, reason.getCloseCode().getCode() != 1006);
    }

    /** The close follows. */
    @OnError
    public void error(Throwable failure) {}
  }

  /** The same, but that what is got of it is a little late when it sends. */
  private static <T> T late(Class<T> type, T original) {
    return type.cast(
        Proxy.newProxyInstance(
            type.getClassLoader(),
            new Class<?>[] {type},
            (proxy, method, arguments) -> {
              if (method.getName().equals("sendText") && late.incrementAndGet() % 10 == 0) {
                LockSupport.parkNanos(WINDOW.toNanos());
              }
              try {
                Object result = method.invoke(original, arguments);
                return result instanceof RemoteEndpoint.Async remote
                    ? late(RemoteEndpoint.Async.class, remote)
                    : result;
              } catch (InvocationTargetException e) {
                thrown.incrementAndGet();
                throw e.getCause();
              }
            }));
  }
}
