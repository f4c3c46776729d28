package onlookers.redis.collect;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import onlookers.config.Deployment;
import onlookers.config.RedisUri;
import onlookers.config.SettingsLoader;
import onlookers.config.Sources;
import onlookers.fixture.ManualScheduler;
import onlookers.fixture.RedisProcess;
import onlookers.presence.ActiveSession;
import onlookers.presence.Post;
import onlookers.presence.Viewing;
import onlookers.redis.RedisContext;
import onlookers.redis.SilentRepositoryListener;
import onlookers.redis.schema.Keys;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import redis.clients.jedis.Jedis;

/** What keeps this node's sessions in Redis; time passes only when the test says so. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class AuditIT {
  private static final Duration TTL = Duration.ofMinutes(10);
  private static final Post POST = new Post("13");
  private static final Post OTHER = new Post("14");

  private final RedisProcess redis = RedisProcess.start();
  private final Jedis jedis = redis.connect();
  private final Keys keys = new Keys("");
  private ManualScheduler time;
  private RedisContext node;
  private ActivePages pages;
  private Audit audit;

  @BeforeEach
  void start() {
    jedis.flushAll();
    time = new ManualScheduler();
    node =
        new RedisContext(
            RedisUri.parse(redis.uri()),
            SettingsLoader.load(Sources.only(Map.of("node.id", "one"), Deployment.SERVER))
                .settings());
    audit = new Audit(node.collector(), node.calls(), TTL, time);
    pages = new ActivePages();
    audit.start(pages);
  }

  @AfterEach
  void end() {
    node.close();
  }

  @AfterAll
  void stop() {
    jedis.close();
    redis.close();
  }

  @Test
  void whatALateCollectorRemovesIsWrittenAgainWithinFiveSecondsOfTheArrival() {
    pages.arrives("s", POST);
    jedis.hdel(keys.viewers(), "s");
    time.advance(Duration.ofMillis(1_900));
    assertThat(pages.rewritten).isEmpty();
    time.advance(Duration.ofMillis(400));
    assertThat(pages.rewritten).containsExactly("s");
    jedis.srem(keys.viewers(POST), "s");
    time.advance(Duration.ofSeconds(3));
    assertThat(pages.rewritten).containsExactly("s", "s");
    time.advance(Duration.ofSeconds(10));
    assertThat(pages.rewritten).as("all is well").hasSize(2);
  }

  @Test
  void anotherOwnerAnotherPostAndAMissingKeyAreNoticed() {
    for (Runnable harm :
        List.<Runnable>of(
            () -> jedis.set(keys.owner("s"), "two:b"),
            () -> jedis.set(keys.session("s"), OTHER.id()),
            () -> jedis.del(keys.session("s")),
            () -> jedis.hset(keys.viewers(), "s", OTHER.id()))) {
      pages.arrives("s", POST);
      pages.rewritten.clear();
      harm.run();
      time.advance(Duration.ofMillis(2_300));
      assertThat(pages.rewritten).containsExactly("s");
      time.advance(Duration.ofSeconds(10));
    }
  }

  @Test
  void aKeyThatIsNoTextHidesNothingOfTheOtherSessions() {
    for (String key : List.of(keys.session("s"), keys.owner("s"))) {
      pages.arrives("s", POST);
      pages.arrives("t", POST);
      pages.rewritten.clear();
      jedis.del(key, keys.session("t"));
      jedis.rpush(key, "a", "list");
      time.advance(Duration.ofMillis(2_300));
      assertThat(pages.rewritten).containsExactly("t");
      jedis.flushAll();
      time.advance(Duration.ofSeconds(10));
    }
  }

  @Test
  void sittingStillAsksNothingOfRedisButToBeRenewed() {
    for (int i = 0; i < 1_000; i++) {
      pages.arrives("s" + i, POST);
    }
    time.advance(Duration.ofSeconds(6));
    jedis.configResetStat();
    time.advance(Duration.ofSeconds(398)); // less than nine tenths of three quarters
    assertThat(jedis.info("commandstats")).doesNotContain("cmdstat_get:", "cmdstat_smismember:");
    assertThat(pages.rewritten).isEmpty();
    time.advance(Duration.ofSeconds(49));
    assertThat(pages.rewritten).hasSize(1_000);
    time.advance(Duration.ofSeconds(30));
    assertThat(jedis.info("commandstats"))
        .as("a renewal")
        .doesNotContain("cmdstat_get:", "cmdstat_smismember:");
    assertThat(pages.rewritten).hasSize(1_000);
    time.advance(Duration.ofMinutes(20));
    assertThat(pages.rewritten.size()).isBetween(3_000, 3_500);
  }

  @Test
  void whoHasLostTheirSocketIsRenewedAsWell() {
    pages.arrives("s", POST);
    pages.connected = false;
    time.advance(Duration.ofSeconds(453));
    assertThat(pages.rewritten).containsExactly("s");
  }

  @Test
  void whoWasWrittenMeanwhileIsRenewedLater() {
    pages.arrives("s", POST);
    time.advance(Duration.ofMinutes(5));
    pages.arrives("s", POST);
    time.advance(Duration.ofSeconds(404));
    assertThat(pages.rewritten).isEmpty();
    time.advance(Duration.ofSeconds(49));
    assertThat(pages.rewritten).containsExactly("s");
  }

  @Test
  void whoHasGoneIsNotRenewedAndWhoComesBackIs() {
    pages.arrives("s", POST);
    pages.sessions.clear();
    time.advance(Duration.ofSeconds(453));
    assertThat(pages.rewritten).isEmpty();
    pages.arrives("s", POST);
    time.advance(Duration.ofSeconds(453));
    assertThat(pages.rewritten).containsExactly("s");
  }

  @Test
  void theSessionsOfASetThatWasRemovedAreLookedAt() {
    pages.arrives("s1", POST);
    pages.arrives("s2", OTHER);
    time.advance(Duration.ofSeconds(6));
    jedis.del(keys.viewers(POST), keys.viewers(OTHER));
    audit.setRemoved(POST);
    time.advance(Duration.ofMillis(250));
    assertThat(pages.rewritten).containsExactly("s1");
  }

  @Test
  void aSessionOfWhichSomebodySawThatItWasRemovedIsWrittenAgain() {
    pages.arrives("s1", POST);
    time.advance(Duration.ofSeconds(6));
    audit.sessionRemoved("s1");
    audit.sessionRemoved("s1");
    audit.sessionRemoved("not ours");
    time.advance(Duration.ofMillis(250));
    assertThat(pages.rewritten).containsExactly("s1");
  }

  @Test
  void ofASessionThatHasGoneNothingIsKept() {
    pages.arrives("s1", POST);
    time.advance(Duration.ofSeconds(6));
    pages.sessions.clear();
    audit.sessionRemoved("s1");
    time.advance(Duration.ofMillis(250));
    assertThat(pages.rewritten).isEmpty();
  }

  @Test
  void whenRedisWasEmptiedThoseThatAreMissingAreWrittenAgain() {
    pages.arrives("s1", POST);
    pages.arrives("s2", POST);
    time.advance(Duration.ofSeconds(6));
    jedis.flushAll();
    pages.arrives("s1", POST); // somebody was quicker
    pages.rewritten.clear();
    audit.everythingRemoved();
    time.advance(Duration.ofMillis(500));
    assertThat(pages.rewritten).containsExactly("s2");
  }

  @Test
  void aSessionWithoutASocketIsLeftAlone() {
    pages.arrives("s", POST);
    pages.connected = false;
    jedis.flushAll();
    time.advance(Duration.ofSeconds(6));
    assertThat(pages.rewritten).isEmpty();
  }

  /** Pages that view posts, written as the scripts would. */
  private final class ActivePages extends SilentRepositoryListener {
    final Map<String, ActiveSession> sessions = new LinkedHashMap<>();
    final Map<String, Long> written = new LinkedHashMap<>();
    final List<String> rewritten = new ArrayList<>();
    boolean connected = true;

    void arrives(String session, Post post) {
      Viewing viewing = new Viewing(session, post, null, null);
      sessions.put(session, new ActiveSession(viewing, true));
      written.put(session, time.nanoTime());
      jedis.set(keys.session(session), post.id());
      jedis.hset(keys.viewers(), session, post.id());
      jedis.sadd(keys.viewers(post), session);
      jedis.set(keys.owner(session), node.calls().owner());
      audit.written(session);
    }

    @Override
    public void rewrite(String session) {
      if (connected) {
        renew(session);
      }
    }

    @Override
    public void renew(String session) {
      rewritten.add(session);
      arrives(session, sessions.get(session).viewing().post());
    }

    @Override
    public @Nullable ActiveSession active(String session) {
      ActiveSession one = sessions.get(session);
      return one == null ? null : new ActiveSession(one.viewing(), connected);
    }

    @Override
    public List<ActiveSession> active(Set<Post> posts) {
      return sessions.values().stream()
          .filter(one -> posts.contains(one.viewing().post()))
          .toList();
    }

    @Override
    public boolean isAlive(String session) {
      return sessions.containsKey(session);
    }

    @Override
    public boolean isWrittenBefore(String session, long nanos) {
      Long when = written.get(session);
      return when != null && when - nanos < 0;
    }

    @Override
    public int count() {
      return sessions.size();
    }

    @Override
    public Iterator<String> ids() {
      return List.copyOf(sessions.keySet()).iterator();
    }

    @Override
    public boolean has(String session) {
      return sessions.containsKey(session);
    }
  }
}
