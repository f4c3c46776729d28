package onlookers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import onlookers.fixture.ForeignWriter;
import onlookers.fixture.HeadlessProcess;
import onlookers.fixture.Invariant;
import onlookers.fixture.NodeLogs;
import onlookers.fixture.Reader;
import onlookers.fixture.RedisServers;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import redis.clients.jedis.Jedis;

/**
 * Random histories of pages that join, move, park, leave, are lost, resume, on nodes that crash and
 * sweep, beside a foreign writer, while masters change where there are several servers. At rest the
 * invariant holds, and everyone shows what is true. A seed repeats the choices: {@code
 * -Donlookers.seed=…}; {@code -Donlookers.history=…} is how many seconds it goes on.
 */
@ExtendWith(NodeLogs.class)
abstract class Histories<R extends RedisServers> {

  /** Twice the lease, the grace, a sweep, and five seconds. */
  private static final Duration REST = Duration.ofSeconds(4 + 1 + 1 + 5);

  private static final List<String> POSTS = List.of("a", "b", "c", "d");
  private static final int PAGES = 10;
  private static final int STEPS = 8;

  private final long seed = Long.getLong("onlookers.seed", System.nanoTime());
  private final Random random = new Random(seed);
  private final Set<String> counted = ConcurrentHashMap.newKeySet();
  private final HeadlessProcess[] nodes = new HeadlessProcess[2];
  R redis;
  private Invariant invariant;

  abstract R startServers();

  /** How long it goes on, unless it is told. */
  abstract Duration time();

  /** Something that servers suffer while pages live; keeps all that was written a second ago. */
  abstract void disturb(Random choices);

  /** What was killed is there again. */
  abstract void repair();

  /**
   * Whether another server may become the master, and lack for a moment what a node is about to
   * send it again: till then views are shown that are too few.
   */
  abstract boolean mayForget();

  @BeforeEach
  void start() {
    redis = startServers();
    invariant = new Invariant(redis, "");
    nodes[0] = launch(0);
    nodes[1] = launch(1);
    nodes[0].presence();
    nodes[1].presence();
  }

  private HeadlessProcess launch(int index) {
    return HeadlessProcess.launch(
        "redis.uri=" + redis.uri(),
        "node.id=node-" + index,
        "node.lease=2",
        "session.grace=1",
        "sweep.interval=1",
        "limit.messages=0");
  }

  @AfterEach
  void stop() {
    nodes[0].close();
    nodes[1].close();
    redis.close();
  }

  @Test
  void afterAnyHistoryTheInvariantHoldsAndEveryoneShowsTheTruth() throws Exception {
    List<Page> pages =
        IntStream.range(0, PAGES).mapToObj(i -> new Page(random.nextLong())).toList();
    ExecutorService threads = Executors.newFixedThreadPool(PAGES + 1);
    long seconds = Long.getLong("onlookers.history", time().toSeconds());
    try (Stranger stranger = new Stranger(random.nextLong())) {
      int round = 0;
      for (long end = System.nanoTime() + seconds * 1_000_000_000L;
          System.nanoTime() < end;
          round++) {
        String name = "seed " + seed + ", round " + round;
        List<Future<?>> histories = new ArrayList<>();
        pages.forEach(page -> histories.add(threads.submit(page::live)));
        if (round % 3 == 2) {
          disturb(random); // what the stranger writes meanwhile, nobody would keep for it
        } else {
          histories.add(threads.submit(stranger::live));
        }
        if (round % 3 == 1) {
          crash(random.nextInt(2));
        }
        for (Future<?> history : histories) {
          history.get(60, TimeUnit.SECONDS);
        }
        pages.forEach(Page::reconnectIfLost);
        await(name).atMost(REST).untilAsserted(() -> assertTruth(name, pages, stranger));
        repair();
        stranger.reconnect();
      }
      assertThat(round).as("rounds").isGreaterThan(2);
    } finally {
      threads.shutdownNow();
      pages.forEach(Page::leave);
    }
  }

  private void crash(int index) {
    nodes[index].kill();
    nodes[index] = launch(index);
    nodes[index].presence();
  }

  private void assertTruth(String name, List<Page> pages, Stranger stranger) {
    Map<String, Set<String>> expected = new HashMap<>();
    pages.stream()
        .filter(Page::isCounted)
        .forEach(page -> place(expected, page.post, page.session()));
    stranger.sessions.forEach((session, post) -> place(expected, post, session));
    Map<String, Set<String>> actual = invariant.sessions();
    assertThat(actual)
        .as(() -> name + ", owners " + owners(actual) + ", pages " + missing(actual, pages))
        .isEqualTo(expected);
    assertThat(invariant.violations()).as(name).isEmpty();
    for (String post : POSTS) {
      assertPost(name, post, expected.getOrDefault(post, Set.of()).size(), pages, stranger);
    }
  }

  /** Whose they are: of one too many that says which node has forgotten it. */
  private Map<String, String> owners(Map<String, Set<String>> sessions) {
    Map<String, String> owners = new HashMap<>();
    for (String session : sessions.values().stream().flatMap(Set::stream).toList()) {
      owners.put(session, owner(session));
    }
    return owners;
  }

  private String owner(String session) {
    String key = "onlookers:owner:{session:" + session + "}";
    try (Jedis jedis = redis.masterOf(key).connect()) {
      return String.valueOf(jedis.get(key));
    }
  }

  /** What those pages have received whose sessions are not there, and whose those are. */
  private List<String> missing(Map<String, Set<String>> sessions, List<Page> pages) {
    return pages.stream()
        .filter(Page::isCounted)
        .filter(page -> !sessions.getOrDefault(page.post, Set.of()).contains(page.session()))
        .map(page -> page.received() + ", owner " + owner(page.session()))
        .toList();
  }

  private void assertPost(
      String name, String post, int viewers, List<Page> pages, Stranger stranger) {
    long views =
        counted.stream().filter(view -> view.startsWith(post + " ")).count()
            + stranger.views.getOrDefault(post, 0);
    try (Jedis jedis = redis.masterOf("viewers:" + post).connect()) {
      assertThat(jedis.scard("viewers:" + post))
          .as("%s: viewers:%s", name, post)
          .isEqualTo(viewers);
    }
    try (Jedis jedis = redis.masterOf("views:" + post).connect()) {
      String written = jedis.get("views:" + post);
      assertThat(written == null ? 0 : Long.parseLong(written))
          .as("%s: views:%s", name, post)
          .isEqualTo(views);
    }
    for (Page page : pages) {
      if (post.equals(page.post) && page.reader != null) {
        assertThat(page.reader.shown(post))
            .as("%s: shown of %s", name, post)
            .isEqualTo(viewers + "/" + views);
        if (!mayForget()) {
          page.reader.assertViewsNeverFall();
        }
      }
    }
  }

  private static void place(Map<String, Set<String>> sessions, String post, String session) {
    sessions.computeIfAbsent(post, p -> new HashSet<>()).add(session);
  }

  /** One tab of a browser: it knows what it is on, and comes back when its connection is lost. */
  private final class Page {
    private final Random random;
    @Nullable Reader reader;
    String post = "";
    private String visit = "";
    private boolean parked;

    Page(long seed) {
      random = new Random(seed);
    }

    boolean isCounted() {
      return reader != null && !parked;
    }

    String session() {
      return reader == null ? "" : reader.session();
    }

    String received() {
      Reader socket = reader;
      return socket == null
          ? "none"
          : session() + " on " + post + ": " + socket.frames() + ", close " + socket.closeCode();
    }

    void live() {
      for (int i = 0; i < STEPS; i++) {
        step();
      }
    }

    private void step() {
      if (reader == null) {
        join();
        return;
      }
      switch (random.nextInt(9)) {
        case 0, 1 -> show(anyPost());
        case 2 -> show(post);
        case 3, 4 -> park();
        case 5 -> leave();
        case 6 -> vanish();
        case 7 -> lose(true);
        default -> lose(false);
      }
    }

    private String anyPost() {
      return POSTS.get(random.nextInt(POSTS.size()));
    }

    private void join() {
      visit = UUID.randomUUID().toString().replace("-", "");
      post = anyPost();
      parked = false;
      reconnect("");
    }

    /** Says what it shows until a node that lives has answered. */
    private void show(String next) {
      boolean same = next.equals(post);
      post = next;
      parked = false;
      Reader socket = reader;
      if (socket == null) {
        return;
      }
      int mark = socket.mark();
      try {
        socket.view(post, Map.of("visit", visit));
      } catch (RuntimeException lost) {
        reconnectIfLost();
        return;
      }
      if (!same) {
        awaitAnswer(socket, mark);
      }
    }

    private void awaitAnswer(Reader socket, int mark) {
      await()
          .atMost(Duration.ofSeconds(30))
          .pollInterval(Duration.ofMillis(5))
          .untilAsserted(
              () ->
                  assertThat(socket.closeCode() != null || heardOf(post, socket, mark))
                      .as(
                          "seed %d: counts of %s after %d frames of %s",
                          seed, post, mark, socket.frames())
                      .isTrue());
      counted.add(post + " " + visit);
      reconnectIfLost();
    }

    private boolean heardOf(String wanted, Reader socket, int mark) {
      return socket.since(mark).stream().anyMatch(frame -> frame.countsOf(wanted));
    }

    private void park() {
      try {
        if (reader != null) {
          reader.park();
          parked = true;
        }
      } catch (RuntimeException lost) {
        reconnectIfLost();
      }
    }

    /** Closes the tab. */
    void leave() {
      if (reader != null) {
        reader.close();
      }
      reader = null;
    }

    /** The network fails, and the tab never comes back. */
    private void vanish() {
      if (reader != null) {
        reader.abort();
      }
      reader = null;
    }

    /** The network fails for a moment; the server may know of it, or not yet. */
    private void lose(boolean noticed) {
      Reader lost = reader;
      String session = session();
      parked = false;
      if (noticed && lost != null) {
        lost.abort();
      }
      reconnect(session);
      if (!noticed && lost != null) {
        lost.abort();
      }
    }

    void reconnectIfLost() {
      if (reader != null && reader.closeCode() != null) {
        parked = false;
        reconnect(session());
      }
    }

    private void reconnect(String session) {
      Reader next =
          await()
              .atMost(Duration.ofSeconds(30))
              .ignoreExceptions()
              .until(() -> Reader.connect(nodes[random.nextInt(2)]), connected -> true);
      reader = next;
      int mark = next.mark();
      try {
        next.view(
            post,
            session.isEmpty()
                ? Map.of("visit", visit)
                : Map.of("visit", visit, "session", session));
      } catch (RuntimeException lost) {
        reconnect(session);
        return;
      }
      awaitAnswer(next, mark);
    }
  }

  /** The foreign writer, at random. */
  private final class Stranger implements AutoCloseable {
    private final Random random;
    private final ForeignWriter writer = new ForeignWriter(redis, "");
    final Map<String, String> sessions = new HashMap<>();
    final Map<String, Integer> views = new HashMap<>();

    Stranger(long seed) {
      random = new Random(seed);
    }

    void live() {
      for (int i = 0; i < STEPS; i++) {
        String session = "stranger-" + random.nextInt(4);
        String post = POSTS.get(random.nextInt(POSTS.size()));
        if (sessions.containsKey(session) && random.nextInt(3) == 0) {
          writer.leave(session);
          sessions.remove(session);
        } else {
          writer.view(session, post);
          sessions.put(session, post);
          views.merge(post, 1, Integer::sum);
        }
      }
    }

    void reconnect() {
      writer.close();
    }

    @Override
    public void close() {
      writer.close();
    }
  }
}
