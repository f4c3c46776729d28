package onlookers.jmx;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import java.lang.management.ManagementFactory;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Stream;
import javax.management.Attribute;
import javax.management.JMX;
import javax.management.MBeanAttributeInfo;
import javax.management.MBeanException;
import javax.management.MBeanFeatureInfo;
import javax.management.MBeanInfo;
import javax.management.MBeanOperationInfo;
import javax.management.MBeanParameterInfo;
import javax.management.MBeanServer;
import javax.management.MalformedObjectNameException;
import javax.management.ObjectName;
import javax.management.openmbean.CompositeData;
import onlookers.fixture.Jmx;
import onlookers.fixture.LogCapture;
import onlookers.presence.Counts;
import onlookers.presence.CountsReader;
import onlookers.presence.NodeControl;
import onlookers.presence.Post;
import onlookers.presence.RankedPost;
import onlookers.presence.SiteTotal;
import onlookers.presence.UnavailableException;
import onlookers.runtime.Counter;
import onlookers.runtime.Gauge;
import onlookers.runtime.NodeMetrics;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PresenceMonitorTest {
  private static final MBeanServer SERVER = ManagementFactory.getPlatformMBeanServer();

  private final NodeMetrics nodeMetrics = new NodeMetrics();
  private final FixedCounts reader = new FixedCounts();
  private final AtomicReference<Object> asked = new AtomicReference<>();
  private final PresenceMonitor monitor = monitor("jmx-test");

  private PresenceMonitor monitor(String node) {
    NodeControl control =
        new NodeControl() {
          @Override
          public int drain(int seconds) {
            return ask(seconds, 6);
          }

          @Override
          public long sweep() {
            return 5;
          }
        };
    return new PresenceMonitor(node, nodeMetrics, reader, control, post -> ask(post, 7));
  }

  private int ask(Object argument, int answer) {
    asked.set(argument);
    return answer;
  }

  @AfterEach
  void takeOut() {
    monitor.unregister();
  }

  @Test
  void theBeanIsThereFromRegisterToUnregisterHoweverOftenTheyAreCalled() {
    assertThat(SERVER.isRegistered(name("jmx-test"))).isFalse();
    monitor.unregister();
    monitor.register();
    monitor.register();
    assertThat(SERVER.isRegistered(name("jmx-test"))).isTrue();
    monitor.unregister();
    monitor.unregister();
    assertThat(SERVER.isRegistered(name("jmx-test"))).isFalse();
    monitor.register();
    assertThat(SERVER.isRegistered(name("jmx-test"))).isTrue();
  }

  @Test
  void twoNodesInOneJvmDifferByTheirNames() {
    PresenceMonitor other = monitor("jmx-test-2");
    monitor.register();
    other.register();
    other.unregister();
    assertThat(SERVER.isRegistered(name("jmx-test"))).isTrue();
    assertThat(SERVER.isRegistered(name("jmx-test-2"))).isFalse();
  }

  @Test
  void aNodeWhoseNameIsTakenDoesNotTakeTheOtherOut() {
    monitor.register();
    PresenceMonitor namesake = monitor("jmx-test");
    try (LogCapture log = new LogCapture(PresenceMonitor.class)) {
      namesake.register();
      assertThat(log.warnings())
          .containsExactly(
              name("jmx-test")
                  + " is taken: another node here has the same node.id; right is one of its own for"
                  + " each, or none");
    }
    namesake.unregister();
    assertThat(SERVER.isRegistered(name("jmx-test"))).isTrue();
  }

  @Test
  void aBeanThatSomebodyElseTookOutIsOnlyWorthAWarning() throws Exception {
    monitor.register();
    SERVER.unregisterMBean(name("jmx-test"));
    try (LogCapture log = new LogCapture(PresenceMonitor.class)) {
      monitor.unregister();
      assertThat(log.warnings())
          .containsExactly(name("jmx-test") + " was taken out of JMX by somebody else");
    }
  }

  @Test
  void attributesAndOperationsAreThoseOfTheContract() throws Exception {
    monitor.register();
    MBeanInfo info = SERVER.getMBeanInfo(name("jmx-test"));
    assertThat(names(info.getAttributes())).containsExactlyInAnyOrderElementsOf(Jmx.ATTRIBUTES);
    assertThat(names(info.getOperations()))
        .containsExactlyInAnyOrder("sweep", "viewers", "views", "topPosts", "drain", "disconnect");
  }

  private static Stream<String> names(MBeanFeatureInfo[] features) {
    return Stream.of(features).map(MBeanFeatureInfo::getName);
  }

  @Test
  void everyNumberIsTheOneOfItsInstrument() throws Exception {
    int value = 100;
    for (Counter counter : Counter.values()) {
      nodeMetrics.add(counter, value++);
    }
    for (Gauge gauge : Gauge.values()) {
      nodeMetrics.set(gauge, value++);
    }
    monitor.register();
    assertAttribute("SessionsOpened", nodeMetrics.total(Counter.SESSIONS_OPENED));
    assertAttribute("SessionsClosed", nodeMetrics.total(Counter.SESSIONS_CLOSED));
    assertAttribute("ViewsCounted", nodeMetrics.total(Counter.VIEWS_COUNTED));
    assertAttribute("FramesReceived", nodeMetrics.total(Counter.FRAMES_RECEIVED));
    assertAttribute("FramesRefused", nodeMetrics.total(Counter.FRAMES_REFUSED));
    assertAttribute("PushesSent", nodeMetrics.total(Counter.PUSHES_SENT));
    assertAttribute("PushesSuperseded", nodeMetrics.total(Counter.PUSHES_SUPERSEDED));
    assertAttribute("HandshakesRefused", nodeMetrics.total(Counter.HANDSHAKES_REFUSED));
    assertAttribute("SessionsCollected", nodeMetrics.total(Counter.SESSIONS_COLLECTED));
    assertAttribute("Sessions", nodeMetrics.value(Gauge.SESSIONS));
    assertAttribute("Posts", nodeMetrics.value(Gauge.POSTS));
    assertAttribute("RedisRoundTripMicros", nodeMetrics.value(Gauge.REDIS_ROUND_TRIP_MICROS));
    assertAttribute("LastSweepMillis", nodeMetrics.value(Gauge.LAST_SWEEP_MILLIS));
    assertAttribute("LastSweepAt", nodeMetrics.value(Gauge.LAST_SWEEP_AT));
    assertAttribute("Node", "jmx-test");
  }

  @Test
  void theStateOfTheNodeIsShown() throws Exception {
    monitor.register();
    assertAttribute("RedisUp", false);
    nodeMetrics.state().redisUp(true);
    assertAttribute("RedisUp", true);
    assertAttribute("Draining", false);
    nodeMetrics.state().draining(true);
    assertAttribute("Draining", true);
    assertAttribute("Degraded", false);
    nodeMetrics.state().degraded(true);
    assertAttribute("Degraded", true);
  }

  private static void assertAttribute(String attribute, Object value) throws Exception {
    assertThat(new Attribute(attribute, SERVER.getAttribute(name("jmx-test"), attribute)))
        .isEqualTo(new Attribute(attribute, value));
  }

  @Test
  void theOperationsAreCarriedOut() {
    PresenceMXBean bean = bean();
    assertThat(bean.sweep()).isEqualTo(5);
    assertThat(bean.viewers("13")).isEqualTo(4);
    assertThat(bean.views("13")).isEqualTo(120);
    assertThat(bean.drain(30)).isEqualTo(6);
    assertThat(asked).hasValue(30);
    assertThat(bean.disconnect("13")).isEqualTo(7);
    assertThat(asked).hasValue(new Post("13"));
  }

  @Test
  void theRankingIsReadByAnyClient() throws Exception {
    assertThat(bean().topPosts(1000))
        .extracting(TopPost::getPost, TopPost::getViewers)
        .containsExactly(tuple("b", 9L), tuple("a", 1L));
    CompositeData[] rows =
        (CompositeData[])
            SERVER.invoke(name("jmx-test"), "topPosts", new Object[] {1}, new String[] {"int"});
    assertThat(rows).hasSize(1);
    assertThat(rows[0].get("post")).isEqualTo("b");
    assertThat(rows[0].get("viewers")).isEqualTo(9L);
  }

  @ParameterizedTest
  @ValueSource(ints = {Integer.MIN_VALUE, -1, 0, 1001})
  void aLimitOutOfRangeIsRefused(int limit) {
    assertThatThrownBy(() -> bean().topPosts(limit))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("limit is a whole number from 1 to 1000");
  }

  @ParameterizedTest
  @ValueSource(ints = {-1, 3601})
  void aTimeOutOfRangeIsRefused(int seconds) {
    assertThatThrownBy(() -> bean().drain(seconds))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("seconds is a whole number from 0 to 3600");
    assertThat(asked).hasValue(null);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "a b", "a.b", "123456789012345678901234567890123"})
  void whatIsNoPostIsRefused(String post) {
    PresenceMXBean bean = bean();
    for (Runnable call :
        List.<Runnable>of(
            () -> bean.viewers(post), () -> bean.views(post), () -> bean.disconnect(post))) {
      assertThatThrownBy(call::run)
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("a post is 1 to 32 characters");
    }
    assertThat(asked).hasValue(null);
  }

  @Test
  void aPostThatIsMissingIsRefused() {
    monitor.register();
    assertThatThrownBy(
            () ->
                SERVER.invoke(
                    name("jmx-test"),
                    "views",
                    new Object[] {null},
                    new String[] {String.class.getName()}))
        .isInstanceOf(MBeanException.class)
        .hasCauseInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void aRefusalIsTheOperationsOwnAndSaysWhatWouldBeRight() {
    monitor.register();
    assertThatThrownBy(
            () -> SERVER.invoke(name("jmx-test"), "drain", new Object[] {-1}, new String[] {"int"}))
        .isInstanceOf(MBeanException.class)
        .hasMessage("seconds is a whole number from 0 to 3600")
        .hasCauseInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void whatAnAdministratorDoesIsWrittenDown() {
    try (LogCapture log = new LogCapture(PresenceBean.class)) {
      PresenceMXBean bean = bean();
      bean.sweep();
      bean.drain(30);
      bean.disconnect("13");
      assertThat(log.all())
          .containsExactly(
              "an administrator had this node by JMX sweep: 5 sessions removed",
              "an administrator had this node by JMX drain: 6 clients over 30 s",
              "an administrator had this node by JMX disconnect 13: 7 clients");
    }
  }

  @Test
  void aConsoleShowsWhatEachThingIs() throws Exception {
    monitor.register();
    MBeanInfo info = SERVER.getMBeanInfo(name("jmx-test"));
    assertThat(info.getDescription()).contains("Onlookers");
    assertThat(info.getAttributes())
        .hasSize(18)
        .extracting(MBeanAttributeInfo::getDescription)
        .doesNotHaveDuplicates()
        .allMatch(text -> text.contains(" ") && !text.startsWith("Attribute"));
    assertThat(info.getOperations())
        .extracting(MBeanOperationInfo::getDescription)
        .doesNotHaveDuplicates()
        .allMatch(text -> text.contains(" ") && !text.startsWith("Operation"));
    assertThat(info.getOperations())
        .flatExtracting(operation -> List.of(operation.getSignature()))
        .extracting(MBeanParameterInfo::getName)
        .containsExactlyInAnyOrder("post", "post", "post", "limit", "seconds");
    assertThat(info.getOperations())
        .flatExtracting(operation -> List.of(operation.getSignature()))
        .extracting(MBeanParameterInfo::getDescription)
        .allMatch(text -> text.contains("1 to ") || text.contains("0 to "));
  }

  @Test
  void anAttributeIsDescribedByTheHelpOfItsMetricInItsOwnUnit() throws Exception {
    monitor.register();
    MBeanInfo info = SERVER.getMBeanInfo(name("jmx-test"));
    assertThat(info.getAttributes())
        .extracting(MBeanAttributeInfo::getName, MBeanAttributeInfo::getDescription)
        .contains(
            tuple("Node", "This node's name"),
            tuple("Sessions", "Open sockets"),
            tuple("SessionsOpened", "Sockets that were let in, since the start"),
            tuple("RedisUp", "Whether Redis answers"),
            tuple("LastSweepMillis", "How long this node's last sweep took, in milliseconds"),
            tuple(
                "RedisRoundTripMicros",
                "The last round trip to Redis on the ordered connection, in microseconds"));
  }

  @Test
  void whileRedisIsAwayTheAnswerIsAnExceptionThatEveryClientKnows() {
    reader.away = true;
    assertThatThrownBy(() -> bean().viewers("13"))
        .isExactlyInstanceOf(IllegalStateException.class)
        .hasMessage("Redis is out of reach; try again later")
        .hasNoCause();
    assertThatThrownBy(() -> bean().topPosts(1)).isExactlyInstanceOf(IllegalStateException.class);
  }

  private PresenceMXBean bean() {
    monitor.register();
    return JMX.newMXBeanProxy(SERVER, name("jmx-test"), PresenceMXBean.class);
  }

  private static ObjectName name(String node) {
    try {
      return new ObjectName("onlookers:type=Presence,node=" + node);
    } catch (MalformedObjectNameException e) {
      throw new AssertionError(e);
    }
  }

  /** The same for every post. */
  private static final class FixedCounts implements CountsReader {
    volatile boolean away;

    @Override
    public List<Counts> counts(List<Post> posts) {
      check();
      return posts.stream().map(post -> new Counts(4, 120)).toList();
    }

    @Override
    public List<RankedPost> top(int limit) {
      check();
      return Stream.of(new RankedPost(new Post("b"), 9), new RankedPost(new Post("a"), 1))
          .limit(limit)
          .toList();
    }

    @Override
    public SiteTotal site() {
      check();
      return new SiteTotal(10, 2);
    }

    private void check() {
      if (away) {
        throw new UnavailableException("away");
      }
    }
  }
}
