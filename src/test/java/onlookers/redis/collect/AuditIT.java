package onlookers.redis.collect;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import onlookers.config.Deployment;
import onlookers.config.RedisUri;
import onlookers.config.Settings;
import onlookers.config.Sources;
import onlookers.fixture.ManualScheduler;
import onlookers.fixture.RedisProcess;
import onlookers.presence.ActiveSession;
import onlookers.presence.Post;
import onlookers.presence.RepositoryListener;
import onlookers.presence.Viewing;
import onlookers.redis.Keys;
import onlookers.redis.RedisContext;
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
  private Story story;
  private Audit audit;

  @BeforeEach
  void start() {
    jedis.flushAll();
    time = new ManualScheduler();
    node =
        new RedisContext(
            RedisUri.parse(redis.uri()),
            Settings.load(Sources.only(Map.of("node.id", "one"), Deployment.SERVER)).settings());
    audit = new Audit(node, TTL, time);
    story = new Story();
    audit.start(story);
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
    story.arrives("s", POST);
    jedis.hdel(keys.viewers(), "s");
    time.advance(Duration.ofMillis(1_900));
    assertThat(story.rewritten).isEmpty();
    time.advance(Duration.ofMillis(400));
    assertThat(story.rewritten).containsExactly("s");
    jedis.srem(keys.viewers(POST), "s");
    time.advance(Duration.ofSeconds(3));
    assertThat(story.rewritten).containsExactly("s", "s");
    time.advance(Duration.ofSeconds(10));
    assertThat(story.rewritten).as("all is well").hasSize(2);
  }

  @Test
  void anotherOwnerAnotherPostAndAMissingKeyAreNoticed() {
    for (Runnable harm :
        List.<Runnable>of(
            () -> jedis.set(keys.owner("s"), "two:b"),
            () -> jedis.set(keys.session("s"), OTHER.id()),
            () -> jedis.del(keys.session("s")),
            () -> jedis.hset(keys.viewers(), "s", OTHER.id()))) {
      story.arrives("s", POST);
      story.rewritten.clear();
      harm.run();
      time.advance(Duration.ofMillis(2_300));
      assertThat(story.rewritten).containsExactly("s");
      time.advance(Duration.ofSeconds(10));
    }
  }

  @Test
  void sittingStillAsksNothingOfRedisButToBeRenewed() {
    for (int i = 0; i < 1_000; i++) {
      story.arrives("s" + i, POST);
    }
    time.advance(Duration.ofSeconds(6));
    jedis.configResetStat();
    time.advance(Duration.ofSeconds(173)); // less than nine tenths of a third
    assertThat(jedis.info("commandstats")).doesNotContain("cmdstat_get:", "cmdstat_smismember:");
    assertThat(story.rewritten).isEmpty();
    time.advance(Duration.ofSeconds(22));
    assertThat(story.rewritten).hasSize(1_000);
    time.advance(Duration.ofSeconds(30));
    assertThat(jedis.info("commandstats"))
        .as("a renewal")
        .doesNotContain("cmdstat_get:", "cmdstat_smismember:");
    assertThat(story.rewritten).hasSize(1_000);
    time.advance(Duration.ofMinutes(10));
    assertThat(story.rewritten.size()).isBetween(4_000, 4_600);
  }

  @Test
  void whoWasWrittenMeanwhileIsRenewedLater() {
    story.arrives("s", POST);
    time.advance(Duration.ofSeconds(150));
    story.arrives("s", POST);
    time.advance(Duration.ofSeconds(170));
    assertThat(story.rewritten).isEmpty();
    time.advance(Duration.ofSeconds(31));
    assertThat(story.rewritten).containsExactly("s");
  }

  @Test
  void whoHasGoneIsNotRenewedAndWhoComesBackIs() {
    story.arrives("s", POST);
    story.sessions.clear();
    time.advance(Duration.ofSeconds(201));
    assertThat(story.rewritten).isEmpty();
    story.arrives("s", POST);
    time.advance(Duration.ofSeconds(201));
    assertThat(story.rewritten).containsExactly("s");
  }

  @Test
  void theSessionsOfASetThatWasRemovedAreLookedAt() {
    story.arrives("s1", POST);
    story.arrives("s2", OTHER);
    time.advance(Duration.ofSeconds(6));
    jedis.del(keys.viewers(POST), keys.viewers(OTHER));
    audit.setRemoved(POST);
    time.advance(Duration.ofMillis(250));
    assertThat(story.rewritten).containsExactly("s1");
  }

  @Test
  void aSessionOfWhichSomebodySawThatItWasRemovedIsWrittenAgain() {
    story.arrives("s1", POST);
    time.advance(Duration.ofSeconds(6));
    audit.sessionRemoved("s1");
    audit.sessionRemoved("s1");
    audit.sessionRemoved("not ours");
    time.advance(Duration.ofMillis(250));
    assertThat(story.rewritten).containsExactly("s1");
  }

  @Test
  void whenRedisWasEmptiedThoseThatAreMissingAreWrittenAgain() {
    story.arrives("s1", POST);
    story.arrives("s2", POST);
    time.advance(Duration.ofSeconds(6));
    jedis.flushAll();
    story.arrives("s1", POST); // somebody was quicker
    story.rewritten.clear();
    audit.everythingRemoved();
    time.advance(Duration.ofMillis(500));
    assertThat(story.rewritten).containsExactly("s2");
  }

  @Test
  void aSessionWithoutASocketIsLeftAlone() {
    story.arrives("s", POST);
    story.connected = false;
    jedis.flushAll();
    time.advance(Duration.ofSeconds(6));
    assertThat(story.rewritten).isEmpty();
  }

  /** Pages that view posts, written as the scripts would. */
  private final class Story implements RepositoryListener {
    final Map<String, ActiveSession> sessions = new LinkedHashMap<>();
    final List<String> rewritten = new ArrayList<>();
    boolean connected = true;

    void arrives(String session, Post post) {
      Viewing viewing = new Viewing(session, post, null, null);
      sessions.put(session, new ActiveSession(viewing, true, time.nanoTime()));
      jedis.set(keys.session(session), post.id());
      jedis.hset(keys.viewers(), session, post.id());
      jedis.sadd(keys.viewers(post), session);
      jedis.set(keys.owner(session), node.calls().owner());
      audit.written(session);
    }

    @Override
    public void rewrite(String session) {
      rewritten.add(session);
      arrives(session, sessions.get(session).viewing().post());
    }

    @Override
    public @Nullable ActiveSession active(String session) {
      ActiveSession one = sessions.get(session);
      return one == null ? null : new ActiveSession(one.viewing(), connected, one.writtenNanos());
    }

    @Override
    public List<ActiveSession> active(Set<Post> posts) {
      return sessions.values().stream()
          .filter(one -> posts.contains(one.viewing().post()))
          .toList();
    }

    @Override
    public List<ActiveSession> active() {
      return List.copyOf(sessions.values());
    }

    @Override
    public boolean isActive(String session) {
      return sessions.containsKey(session);
    }

    @Override
    public void changed(Post post) {}

    @Override
    public void changedAll() {}

    @Override
    public void announced(boolean announced) {}

    @Override
    public void away() {}

    @Override
    public void back() {}

    @Override
    public void restore() {}
  }
}
