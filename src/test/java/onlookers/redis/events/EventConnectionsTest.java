package onlookers.redis.events;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import onlookers.fixture.ManualScheduler;
import onlookers.redis.connect.Layout;
import org.junit.jupiter.api.Test;
import redis.clients.jedis.HostAndPort;
import redis.clients.jedis.Jedis;
import redis.clients.jedis.exceptions.JedisAccessControlException;
import redis.clients.jedis.exceptions.JedisConnectionException;
import redis.clients.jedis.exceptions.JedisException;
import redis.clients.jedis.util.JedisClusterCRC16;

/** Connections to masters that come and go. */
class EventConnectionsTest {
  private static final HostAndPort OLD = new HostAndPort("old", 6379);
  private static final HostAndPort NEW = new HostAndPort("new", 6379);

  private final ManualScheduler time = new ManualScheduler();
  private final CountDownLatch asked = new CountDownLatch(1);
  private final CountDownLatch answers = new CountDownLatch(1);
  private final List<Boolean> receiving = new ArrayList<>();
  private volatile Layout layout = Layout.of(OLD);
  private volatile JedisException refusal = new JedisConnectionException("it is not there");

  private final EventConnections connections =
      new EventConnections(
          new ChangingTopology(() -> layout),
          this::connect,
          new EventNames(
              "__keyspace@0__:",
              "probe",
              new EventNames.Messages("rewrite", "missed"),
              List.of("a*", "b*")),
          new RecordingHandler(receiving),
          time);

  /** The old master's host is gone: what is asked of it is not even refused. */
  private Jedis connect(HostAndPort master, String purpose) {
    if (master.equals(OLD) && purpose.equals("keyspace")) {
      asked.countDown();
      while (answers.getCount() > 0) {
        try {
          answers.await();
        } catch (InterruptedException e) {
          Thread.onSpinWait(); // a socket that connects receives of no interrupt
        }
      }
    }
    throw master.equals(OLD) ? refusal : new JedisConnectionException("it is not there");
  }

  /** There is another master; whoever leaves the old one waits for its listening thread. */
  private Thread leaveWhoIsAsked() throws InterruptedException {
    connections.start();
    time.runDue();
    asked.await();
    layout = Layout.of(NEW);
    Thread adapting = new Thread(() -> time.advance(EventBeat.TICK));
    adapting.start();
    await().until(() -> adapting.getState() == Thread.State.TIMED_WAITING);
    return adapting;
  }

  /** Else its posts would be read every second for good: it is never received again. */
  @Test
  void aMasterThatRefusesUsWhenItIsLeftIsNotWaitedFor() throws InterruptedException {
    refusal = new JedisAccessControlException("NOPERM no permission to subscribe");
    Thread adapting = leaveWhoIsAsked();
    answers.countDown();
    adapting.join();
    time.runDue();

    assertThat(receiving).doesNotContain(false);
    connections.close();
  }

  @Test
  void aMasterThatIsGoneWithoutAWordKeepsNobodyFromViewingAPost() throws InterruptedException {
    Thread adapting = leaveWhoIsAsked();

    connections.follow(List.of("viewers:1"));

    assertThat(adapting.isAlive()).isTrue();
    answers.countDown();
    adapting.join();
    connections.close();
  }

  /**
   * On another master no key of the heartbeat could lie: it would never be heard, and all posts be
   * read every second for good.
   */
  @Test
  void whereAHashTagKeepsAllKeysOnOneMasterOnlyThatOneIsListenedTo() {
    String beat = "{blog7}:probe";
    Set<HostAndPort> reached = ConcurrentHashMap.newKeySet();
    layout = held(beat, OLD);
    EventConnections tagged =
        new EventConnections(
            new ChangingTopology(() -> layout),
            (master, purpose) -> {
              reached.add(master);
              throw new JedisConnectionException("it is not there");
            },
            new EventNames(
                "__keyspace@0__:", beat, new EventNames.Messages("rewrite", "missed"), List.of()),
            new RecordingHandler(receiving),
            time);
    tagged.start();
    time.runDue();
    await().until(() -> reached.contains(OLD));
    assertThat(reached).containsExactly(OLD);

    layout = held(beat, NEW);
    time.advance(EventBeat.TICK);
    await().until(() -> reached.contains(NEW));
    reached.clear();
    time.advance(EventBeat.TICK.multipliedBy(20));
    tagged.close();
    assertThat(reached).doesNotContain(OLD);
  }

  /** A Cluster of two masters, of which that one has the key and the other has all else. */
  private static Layout held(String key, HostAndPort master) {
    short[] masterOfSlot = new short[Layout.SLOTS];
    masterOfSlot[JedisClusterCRC16.getSlot(key)] = 1;
    return Layout.of(List.of(master.equals(OLD) ? NEW : OLD, master), masterOfSlot);
  }
}
