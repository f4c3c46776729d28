package onlookers.redis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.stream.IntStream;
import onlookers.config.Deployment;
import onlookers.config.RedisUri;
import onlookers.config.Settings;
import onlookers.config.SettingsLoader;
import onlookers.config.Sources;
import onlookers.fixture.LogCapture;
import onlookers.fixture.RedisProcess;
import onlookers.presence.Counts;
import onlookers.presence.DayViews;
import onlookers.presence.HistoryReader;
import onlookers.presence.Post;
import onlookers.presence.PostViews;
import onlookers.presence.PresenceRepository;
import onlookers.presence.PresenceRepository.Kind;
import onlookers.presence.PresenceRepository.WriteFailure;
import onlookers.presence.PresenceRepositoryContract;
import onlookers.presence.SiteDay;
import onlookers.presence.UnavailableException;
import onlookers.presence.Viewing;
import onlookers.presence.ViewsEditor.Edited;
import onlookers.redis.collect.JedisCollectorStore;
import onlookers.redis.schema.ErrorReplies;
import onlookers.redis.schema.Keys;
import onlookers.redis.schema.ScriptCalls;
import onlookers.redis.schema.SessionReply;
import onlookers.runtime.NodeMetrics;
import onlookers.runtime.SchedulerThread;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import redis.clients.jedis.AbstractPipeline;
import redis.clients.jedis.Jedis;
import redis.clients.jedis.Response;

/** The contract on real servers, however they are arranged. */
abstract class RedisRepositoryContract extends PresenceRepositoryContract {
  private final List<Runnable> endings = new ArrayList<>();
  private final List<RedisContext> nodes = new ArrayList<>();
  private final List<PresenceRepository> repositories = new ArrayList<>();
  private final NodeMetrics up = new NodeMetrics();

  /** As {@code redis.uri} says it. */
  abstract String uri();

  /** Every server that takes writes. */
  abstract List<RedisProcess> masters();

  @Override
  protected List<PresenceRepository> twoNodes() throws Exception {
    for (RedisProcess master : masters()) {
      try (Jedis jedis = master.connect()) {
        jedis.flushAll();
      }
    }
    return List.of(node("one"), node("two"));
  }

  @Override
  protected void rank(List<Post> posts) {
    nodes.get(0).collectorStore().rank(posts);
  }

  private static final Post POST = new Post("7-13");
  private static final Post OTHER = new Post("14");
  private static final Instant NOON = Instant.parse("2026-11-26T12:00:30Z");

  private LocalDate today() {
    return LocalDate.now(ZoneOffset.UTC);
  }

  private HistoryReader history() {
    return new JedisHistoryReader(nodes.get(1), up.state(), InstantSource.system());
  }

  private JedisViewsEditor editor() {
    return new JedisViewsEditor(nodes.get(1), up.state(), InstantSource.system());
  }

  private <T> T redis(Function<AbstractPipeline, Response<T>> command) {
    return nodes.get(0).api().use(masters -> masters.call(command));
  }

  private Map<String, String> hash(String key) {
    return redis(pipeline -> pipeline.hgetAll(key));
  }

  private long ttl(String key) {
    return redis(pipeline -> pipeline.ttl(key));
  }

  private boolean exists(String key) {
    return redis(pipeline -> pipeline.exists(key));
  }

  private String text(String key) {
    return redis(pipeline -> pipeline.get(key));
  }

  private void awaitViewers(long number) {
    String viewers = nodes.get(0).keys().viewers();
    await().until(() -> redis(pipeline -> pipeline.hlen(viewers)) == number);
  }

  private void view(int node, String session, Post post, String visit) {
    repositories
        .get(node)
        .view(
            new Viewing(session, post, visit, null),
            Kind.ARRIVAL,
            failure -> {
              throw new AssertionError("not written: " + failure);
            });
  }

  /** Views of the last two days, as of {@link #history}: a test may run at midnight. */
  private long lately(Post post) {
    List<DayViews> days = history().history(post);
    assertThat(days).hasSize(30);
    return days.subList(28, 30).stream().mapToLong(DayViews::views).sum();
  }

  @Test
  void ofAParkedSessionNothingIsLeftButWhoseItIs() {
    Keys keys = nodes.get(0).keys();
    view(0, "a", POST, null);
    repositories.get(0).park(new Viewing("a", POST, null, null), () -> {});

    awaitViewers(0);
    assertThat(exists(keys.session("a"))).isFalse();
    assertThat(exists(keys.viewers(POST))).isFalse();
    assertThat(text(keys.owner("a"))).isEqualTo("parked:7-13:" + nodes.get(0).calls().owner());
    assertThat(ttl(keys.owner("a"))).isBetween(650L, 660L);

    repositories.get(0).leave("a", POST, false, () -> {});
    await().until(() -> !exists(keys.owner("a")));
  }

  @Test
  void theCollectorLeavesAParkedSessionToItsNode() {
    Keys keys = nodes.get(0).keys();
    view(0, "a", POST, null);
    repositories.get(0).park(new Viewing("a", POST, null, null), () -> {});
    awaitViewers(0);
    redis(pipeline -> pipeline.hset(keys.viewers(), "a", POST.id())); // as if that came later

    nodes.get(1).collectorStore().reconcile(List.of("a"));

    awaitViewers(0);
    assertThat(text(keys.owner("a"))).startsWith("parked:");
  }

  @Test
  void aParkedSessionEndsWithItsNode() throws Exception {
    Keys keys = nodes.get(0).keys();
    redis(pipeline -> pipeline.set(keys.owner("a"), "parked:7-13:dead:0123"));
    CompletableFuture<Boolean> alive = new CompletableFuture<>();
    repositories.get(1).resume(new Viewing("a", POST, null, null), alive::complete);

    assertThat(alive.get(10, TimeUnit.SECONDS)).isFalse();
    assertThat(exists(keys.session("a"))).isFalse();
  }

  @Test
  void aSessionOfANodeThatIsCalledEndedGoesOnOnAnother() throws Exception {
    Keys keys = nodes.get(0).keys();
    String owner = "ended:0123456789abcdef0123";
    for (String recorded : List.of(owner, "parked:7-13:" + owner)) {
      redis(pipeline -> pipeline.zadd(keys.nodes(), 1e15, owner));
      redis(pipeline -> pipeline.set(keys.owner("a"), recorded));
      if (recorded.equals(owner)) {
        redis(pipeline -> pipeline.set(keys.session("a"), POST.id()));
      }
      CompletableFuture<Boolean> alive = new CompletableFuture<>();
      repositories.get(1).resume(new Viewing("a", POST, null, null), alive::complete);

      assertThat(alive.get(10, TimeUnit.SECONDS)).as(recorded).isTrue();
      assertThat(text(keys.owner("a"))).isEqualTo(nodes.get(1).calls().owner());
      redis(pipeline -> pipeline.del(keys.session("a")));
    }
  }

  @Test
  void aSessionThatANodeCalledEndedHasEndedIsNotRevived() throws Exception {
    Keys keys = nodes.get(0).keys();
    redis(pipeline -> pipeline.set(keys.session("a"), POST.id()));
    redis(pipeline -> pipeline.set(keys.owner("a"), "ended:ended:0123456789abcdef0123"));
    CompletableFuture<Boolean> alive = new CompletableFuture<>();
    repositories.get(1).resume(new Viewing("a", POST, null, null), alive::complete);

    assertThat(alive.get(10, TimeUnit.SECONDS)).isFalse();
  }

  /** The connection may break before the answer: then it is sent again. */
  @Test
  void whoComesToAPostWhoseViewsAreNoNumberHasLeftWhereItWas() throws Exception {
    Keys keys = nodes.get(0).keys();
    view(0, "a", POST, null);
    awaitViewers(1);
    redis(pipeline -> pipeline.set(keys.views(OTHER), "many"));
    CompletableFuture<WriteFailure> refused = new CompletableFuture<>();
    repositories.get(0).view(new Viewing("a", OTHER, null, null), Kind.ARRIVAL, refused::complete);

    assertThat(refused.get(10, TimeUnit.SECONDS)).isEqualTo(WriteFailure.REFUSED);
    assertThat(exists(keys.viewers(POST))).isFalse();

    redis(pipeline -> pipeline.set(keys.views(POST), "many"));
    CompletableFuture<Boolean> alive = new CompletableFuture<>();
    repositories.get(1).resume(new Viewing("a", POST, null, null), alive::complete);

    assertThat(alive.get(10, TimeUnit.SECONDS)).as("it is that node's now").isTrue();
    assertThat(text(keys.owner("a"))).isEqualTo(nodes.get(1).calls().owner());
    assertThat(exists(keys.viewers(OTHER))).isFalse();
  }

  @Test
  void whatIsReleasedTwiceIsReleasedEachTime() {
    ScriptCalls calls = nodes.get(0).calls();
    view(0, "a", POST, null);
    awaitViewers(1);
    for (String remembered : List.of("ended:" + calls.owner(), "")) {
      for (int i = 0; i < 2; i++) {
        boolean remember = !remembered.isEmpty();
        Object reply = redis(pipeline -> calls.sessions().release(pipeline, "a", remember, ""));
        assertThat(SessionReply.of(reply).granted()).as(remembered + ", time " + i).isTrue();
      }
      assertThat(text(calls.keys().owner("a"))).isEqualTo(remembered.isEmpty() ? null : remembered);
    }
  }

  @Test
  void whatAnotherHasEndedIsNotReleased() {
    ScriptCalls calls = nodes.get(0).calls();
    String another = "ended:" + nodes.get(1).calls().owner();
    redis(pipeline -> pipeline.set(calls.keys().owner("a"), another));

    Object reply = redis(pipeline -> calls.sessions().release(pipeline, "a", true, ""));

    assertThat(SessionReply.of(reply).granted()).isFalse();
    assertThat(text(calls.keys().owner("a"))).isEqualTo(another);
  }

  @Test
  void eachCountedViewCountsForItsDayOnWhicheverNode() {
    view(0, "a", POST, "0123456789abcdef");
    view(0, "b", POST, "0123456789abcdef"); // the same page load
    view(1, "c", POST, null);
    view(1, "d", OTHER, null);

    await().untilAsserted(() -> assertThat(lately(POST)).isEqualTo(2));
    await().untilAsserted(() -> assertThat(lately(OTHER)).isEqualTo(1));
    await()
        .untilAsserted(
            () ->
                assertThat(history().mostViewed(2))
                    .containsExactly(new PostViews(POST, 2), new PostViews(OTHER, 1)));
    await()
        .untilAsserted(
            () ->
                assertThat(history().history().subList(28, 30))
                    .extracting(SiteDay::views)
                    .matches(views -> views.get(0) + views.get(1) == 3));
  }

  @Test
  void whatBelongsToADayIsForgottenAfterAMonth() {
    view(0, "a", POST, null);
    await().untilAsserted(() -> assertThat(lately(POST)).isEqualTo(1));
    Keys keys = nodes.get(0).keys();
    LocalDate day =
        redis(pipeline -> pipeline.exists(keys.day(today()))) ? today() : today().minusDays(1);
    nodes.get(0).collectorStore().recordPeak(day.atStartOfDay(ZoneOffset.UTC).toInstant());
    for (String key : List.of(keys.day(day), keys.dayTotal(day), keys.peak(day))) {
      assertThat(ttl(key))
          .as(key)
          .isBetween(Duration.ofDays(29).toSeconds(), Duration.ofDays(31).toSeconds());
    }
    assertThat(ttl(keys.dayBatches(day, nodes.get(0).calls().owner()))).isBetween(1L, 780L);
  }

  @Test
  void viewsThatOthersAddAreNoHistory() {
    Keys keys = nodes.get(0).keys();
    redis(pipeline -> pipeline.incr(keys.views(POST)));
    new JedisViewsImporter(nodes.get(0), up.state()).importOnce(Map.of(POST, 120L));
    editor().set(Map.of(OTHER, 500L));
    view(0, "a", OTHER, null);

    await().untilAsserted(() -> assertThat(lately(OTHER)).isEqualTo(1));
    assertThat(lately(POST)).isZero();
  }

  @Test
  void theRankingOfSeveralDaysIsTheirSum() {
    Keys keys = nodes.get(0).keys();
    for (int i = 0; i < 32; i++) {
      LocalDate day = today().minusDays(i);
      redis(pipeline -> pipeline.zincrby(keys.day(day), 2, "14"));
      redis(pipeline -> pipeline.zincrby(keys.day(day), 1, "7-13"));
    }
    LocalDate longAgo = today().minusDays(20);
    redis(pipeline -> pipeline.zincrby(keys.day(longAgo), 100, "7-13"));

    assertThat(history().mostViewed(1))
        .containsExactly(new PostViews(OTHER, 2), new PostViews(POST, 1));
    assertThat(history().mostViewed(20))
        .containsExactly(new PostViews(OTHER, 40), new PostViews(POST, 20));
    assertThat(history().mostViewed(30))
        .containsExactly(new PostViews(POST, 130), new PostViews(OTHER, 60));
    assertThat(history().history(POST))
        .extracting(DayViews::views)
        .containsExactlyElementsOf(
            IntStream.range(0, 30).mapToObj(i -> i == 9 ? 101L : 1L).toList());
  }

  @Test
  void aDayThatHoldsSomethingElseCountsNothing() {
    Keys keys = nodes.get(0).keys();
    redis(pipeline -> pipeline.set(keys.day(today()), "many"));
    redis(pipeline -> pipeline.set(keys.peak(today()), "many"));
    LocalDate yesterday = today().minusDays(1);
    redis(pipeline -> pipeline.zincrby(keys.day(yesterday), 2, "14"));
    try (LogCapture log = new LogCapture(ErrorReplies.class)) {
      assertThat(history().mostViewed(2)).containsExactly(new PostViews(OTHER, 2));
      assertThat(history().history(OTHER)).hasSize(30);
      assertThat(history().history()).hasSize(30);
      assertThat(log.warnings()).isNotEmpty();
    }
  }

  @Test
  void theMostViewersOfEachMinuteAndHourAreKept() {
    Keys keys = nodes.get(0).keys();
    JedisCollectorStore collector = nodes.get(0).collectorStore();
    String peak = keys.peak(LocalDate.of(2026, 11, 26));
    view(0, "a", POST, null);
    view(0, "b", POST, null);
    awaitViewers(2);
    collector.recordPeak(NOON);
    repositories.get(0).leave("a", POST, false, () -> {});
    awaitViewers(1);
    collector.recordPeak(NOON.plusSeconds(1));
    collector.recordPeak(NOON.plusSeconds(60));
    nodes.get(1).collectorStore().recordPeak(NOON); // takes over, and has not seen the others
    collector.recordPeak(NOON.plusSeconds(3600));

    assertThat(hash(peak))
        .isEqualTo(Map.of("12:00", "2", "12:01", "1", "12", "2", "13:00", "1", "13", "1"));
  }

  @Test
  void minutesAreKeptForADayAndHoursForAMonth() {
    Keys keys = nodes.get(0).keys();
    String before = keys.peak(LocalDate.of(2026, 11, 24));
    String yesterday = keys.peak(LocalDate.of(2026, 11, 25));
    redis(pipeline -> pipeline.hset(before, Map.of("23:59", "1", "23", "1")));
    redis(pipeline -> pipeline.hset(yesterday, Map.of("12:00", "1", "12:01", "1", "12", "1")));
    JedisCollectorStore collector = nodes.get(0).collectorStore();
    collector.recordPeak(NOON);
    assertThat(hash(before)).isEqualTo(Map.of("23", "1"));
    assertThat(hash(yesterday)).isEqualTo(Map.of("12:01", "1", "12", "1"));
    collector.recordPeak(NOON.plusSeconds(60));
    assertThat(hash(yesterday)).isEqualTo(Map.of("12", "1"));
  }

  @Test
  void aSiteWithoutViewersHasNoEntries() {
    nodes.get(0).collectorStore().recordPeak(NOON);
    String peak = nodes.get(0).keys().peak(LocalDate.of(2026, 11, 26));
    assertThat(exists(peak)).isFalse();
  }

  @Test
  void theDayOfTheSiteHasItsMostViewers() {
    Keys keys = nodes.get(0).keys();
    redis(
        pipeline ->
            pipeline.hset(keys.peak(today()), Map.of("09", "12", "10", "7", "10:59", "99")));
    redis(pipeline -> pipeline.set(keys.dayTotal(today()), "345"));
    assertThat(history().history()).contains(new SiteDay(today(), 345, 12));
  }

  @Test
  void viewsAreSetWhateverTheyWere() {
    Keys keys = nodes.get(0).keys();
    redis(pipeline -> pipeline.set(keys.views(POST), "7"));
    redis(pipeline -> pipeline.sadd(keys.views(OTHER), "no number"));
    Map<Post, Long> views = new LinkedHashMap<>();
    views.put(POST, 500L);
    views.put(OTHER, 9007199254740991L);
    assertThat(editor().set(views))
        .containsExactly(new Edited(POST, true, 500), new Edited(OTHER, true, 9007199254740991L));
    assertThat(editor().set(Map.of(POST, 500L))).containsExactly(new Edited(POST, false, 500));
    assertThat(editor().set(Map.of(POST, 0L))).containsExactly(new Edited(POST, true, 0));
    assertThat(repositories.get(0).counts(List.of(POST, OTHER)))
        .containsExactly(new Counts(0, 0), new Counts(0, 9007199254740991L));
  }

  @Test
  void whatIsRestoredIsRaisedAndNeverLowered() {
    Keys keys = nodes.get(0).keys();
    assertThat(editor().restore(Map.of(POST, 500L))).containsExactly(new Edited(POST, true, 500));
    assertThat(editor().restore(Map.of(POST, 499L))).containsExactly(new Edited(POST, false, 500));
    assertThat(editor().restore(Map.of(POST, 500L))).containsExactly(new Edited(POST, false, 500));
    redis(pipeline -> pipeline.incr(keys.views(POST)));
    assertThat(editor().restore(Map.of(POST, 500L))).containsExactly(new Edited(POST, false, 501));
    for (String noNumber : List.of("many", "99999999999999999999")) {
      redis(pipeline -> pipeline.set(keys.views(OTHER), noNumber));
      assertThatExceptionOfType(UnavailableException.class)
          .isThrownBy(() -> editor().restore(Map.of(OTHER, 1L)));
      assertThat(text(keys.views(OTHER))).isEqualTo(noNumber);
    }
  }

  @Test
  void aForgottenPostIsForgottenOnAllDaysAndImportedOnlyOnce() {
    Keys keys = nodes.get(0).keys();
    JedisViewsImporter importer = new JedisViewsImporter(nodes.get(0), up.state());
    importer.importOnce(Map.of(POST, 120L));
    view(0, "a", POST, null);
    view(0, "b", OTHER, null);
    await().untilAsserted(() -> assertThat(lately(POST) + lately(OTHER)).isEqualTo(2));
    LocalDate first = today().minusDays(29);
    redis(pipeline -> pipeline.zincrby(keys.day(first), 5, POST.id()));

    assertThat(editor().forget(List.of(POST, new Post("none"))))
        .containsExactly(new Edited(POST, true, 0), new Edited(new Post("none"), false, 0));
    assertThat(exists(keys.views(POST))).isFalse();
    assertThat(history().mostViewed(30)).containsExactly(new PostViews(OTHER, 1));
    assertThat(repositories.get(0).counts(List.of(OTHER))).containsExactly(new Counts(1, 1));
    assertThat(importer.importOnce(Map.of(POST, 120L))).isZero();
    assertThat(editor().forget(List.of())).isEmpty();
  }

  @Test
  void aThousandPostsAreChangedInOneRequest() {
    Map<Post, Long> views = new LinkedHashMap<>();
    IntStream.range(0, 1000).forEach(i -> views.put(new Post("p" + i), 10L + i));
    assertThat(editor().set(views)).hasSize(1000).allMatch(Edited::changed);
    assertThat(editor().restore(views)).hasSize(1000).noneMatch(Edited::changed);
    assertThat(editor().forget(views.keySet())).hasSize(1000).allMatch(Edited::changed);
  }

  @Test
  void whileRedisIsAwayNothingIsReadOrChanged() {
    up.state().redisUp(false);
    assertThatExceptionOfType(UnavailableException.class).isThrownBy(() -> history().mostViewed(1));
    assertThatExceptionOfType(UnavailableException.class).isThrownBy(() -> history().history(POST));
    assertThatExceptionOfType(UnavailableException.class).isThrownBy(() -> history().history());
    assertThatExceptionOfType(UnavailableException.class)
        .isThrownBy(() -> editor().set(Map.of(POST, 1L)));
    assertThatExceptionOfType(UnavailableException.class)
        .isThrownBy(() -> editor().forget(List.of(POST)));
  }

  private PresenceRepository node(String name) throws Exception {
    Settings settings =
        SettingsLoader.load(
                Sources.only(
                    Map.of("node.id", name, "redis.prefix", "test:", "views.window", "60"),
                    Deployment.SERVER))
            .settings();
    SchedulerThread notifier = new SchedulerThread("onlookers-notifier");
    RedisContext node = new RedisContext(RedisUri.parse(uri()), settings);
    JedisPresenceRepository repository =
        new JedisPresenceRepository(node, settings, notifier, new NodeMetrics());
    SilentRepositoryListener nobody = new SilentRepositoryListener(); // it is about what is written
    repository.start(nobody, nobody);
    assertThat(repository.awaitFirstArrival(Duration.ofSeconds(10), Duration.ofSeconds(30)))
        .isNull();
    nodes.add(node);
    repositories.add(repository);
    up.state().redisUp(true);
    endings.add(repository::close);
    endings.add(node::close);
    endings.add(notifier::close);
    return repository;
  }

  @AfterEach
  void end() {
    endings.forEach(Runnable::run);
  }
}
