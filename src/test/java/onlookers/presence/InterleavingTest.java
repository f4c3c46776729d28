package onlookers.presence;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.Consumer;
import onlookers.fixture.ManualScheduler;
import onlookers.runtime.Gauge;
import org.junit.jupiter.api.Test;

/**
 * What two sockets of one node say, what Redis answers and what time does come in every order: all
 * short ones, and many long ones. Each step is atomic in the product, by a monitor; here one thread
 * takes them, so that a history can be repeated: a failure names it.
 */
class InterleavingTest {
  private static final Post A = new Post("a");
  private static final Post B = new Post("b");
  private static final String FOREIGN = "FFFFFFFFFFFFFFFFFFFFFF";
  private static final Duration GRACE = Duration.ofSeconds(10);
  private static final int ALL_UP_TO = 3;
  private static final int LONG = 14;
  private static final int LONG_ONES = 3_000;

  private record Step(String name, Consumer<World> action) {
    @Override
    public String toString() {
      return name;
    }
  }

  private static final List<Step> STEPS =
      List.of(
          new Step("x views a", world -> world.x.view(A, null)),
          new Step("x views b", world -> world.x.view(B, null)),
          new Step("x watches b", world -> world.x.watch(B)),
          new Step("x parks", world -> world.x.park()),
          new Step("x resumes the foreign session", world -> world.x.view(A, FOREIGN)),
          new Step("x leaves", world -> world.x.leave()),
          new Step("x is lost", world -> world.x.lose()),
          new Step("y resumes the foreign session", world -> world.y.view(B, FOREIGN)),
          new Step("y resumes x", world -> world.y.view(A, world.x.listener.session())),
          new Step("y leaves", world -> world.y.leave()),
          new Step("Redis answers", World::answer),
          new Step("a resume takes too long", world -> world.time.advance(SessionResumer.LIMIT)),
          new Step("the grace is over", world -> world.time.advance(GRACE.plusSeconds(1))));

  @Test
  void inEveryShortOrderNothingIsLeftAndNothingIsLost() {
    walk(new ArrayList<>());
  }

  private static void walk(List<Step> before) {
    check(before);
    if (before.size() < ALL_UP_TO) {
      for (Step next : STEPS) {
        List<Step> longer = new ArrayList<>(before);
        longer.add(next);
        walk(longer);
      }
    }
  }

  @Test
  void inManyLongOrdersNothingIsLeftAndNothingIsLost() {
    long seed = Long.getLong("onlookers.seed", System.nanoTime());
    Random random = new Random(seed);
    for (int i = 0; i < LONG_ONES; i++) {
      check(random.ints(LONG, 0, STEPS.size()).mapToObj(STEPS::get).toList());
    }
  }

  private static void check(List<Step> history) {
    World world = new World();
    history.forEach(step -> step.action.accept(world));
    world.rest();
    assertThat(world.writtenHere()).as("at rest, after %s", history).isEqualTo(world.active());
    world.x.assertReceives(history);
    world.y.assertReceives(history);
    world.x.leave();
    world.y.leave();
    world.rest();
    assertThat(world.writtenHere()).as("in the end, after %s", history).isEmpty();
    assertThat(world.active()).as("in the end, after %s", history).isEmpty();
    assertThat(world.node.nodeMetrics.value(Gauge.POSTS)).as("after %s", history).isZero();
  }

  /** One node, two sockets of it, and a session of another node. */
  private static final class World {
    final ManualScheduler time = new ManualScheduler();
    final InMemoryRedis redis = new InMemoryRedis();
    final TestNode node = new TestNode(redis, GRACE, time);
    final Socket x = new Socket(this);
    final Socket y = new Socket(this);

    World() {
      redis.sessions.put(FOREIGN, A);
      redis.owners.put(FOREIGN, "another node");
      node.repository.beLate();
    }

    void answer() {
      if (node.repository.waiting() > 0) {
        node.repository.answerNext();
      }
      time.runDue();
    }

    /** Every answer comes, every limit and grace is over, and what that makes happen as well. */
    void rest() {
      for (int i = 0; i < 3; i++) {
        while (node.repository.waiting() > 0) {
          answer();
        }
        time.advance(GRACE.plus(SessionResumer.LIMIT));
      }
      while (node.repository.waiting() > 0) {
        answer();
      }
    }

    Map<String, Post> writtenHere() {
      Map<String, Post> written = new HashMap<>(redis.sessions);
      written.keySet().removeIf(session -> redis.owners.get(session) != node.repository);
      return written;
    }

    Map<String, Post> active() {
      Map<String, Post> active = new HashMap<>();
      node.presence.active().forEach(one -> active.put(one.id(), one.viewing().post()));
      return active;
    }
  }

  /** One socket, which is silent after its end. */
  private static final class Socket {
    final RecordingSessionListener listener = new RecordingSessionListener();
    private final World world;
    private final Presence presence;
    private final Session session;
    private boolean ended;

    Socket(World world) {
      this.world = world;
      this.presence = world.node.presence;
      this.session = world.node.open(listener);
    }

    void view(Post post, String resumed) {
      if (!ended()) {
        presence.view(session, post, new ViewOptions(null, null, resumed));
      }
    }

    void watch(Post post) {
      if (!ended()) {
        presence.watch(session, List.of(post));
      }
    }

    void park() {
      if (!ended()) {
        presence.park(session);
      }
    }

    void leave() {
      if (!ended()) {
        ended = true;
        presence.leave(session);
      }
    }

    void lose() {
      if (!ended()) {
        ended = true;
        presence.lose(session);
      }
    }

    private boolean ended() {
      return ended || listener.all().contains("superseded");
    }

    /** Whoever still has a socket receives what is true of each post that they are on. */
    void assertReceives(List<Step> history) {
      if (ended()) {
        return;
      }
      for (Post post : List.copyOf(listener.subscriptions)) {
        Counts truth = world.redis.counts(post);
        String last =
            listener.all().stream()
                .filter(line -> line.startsWith(post + " "))
                .reduce("", (before, line) -> line);
        assertThat(last)
            .as("what is received after %s", history)
            .isEqualTo(post + " " + truth.viewers() + "/" + truth.views());
      }
    }
  }
}
