package onlookers.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;
import onlookers.fixture.ForeignWriter;
import onlookers.fixture.Reader;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import redis.clients.jedis.Jedis;

/** {@code session}: a connection is lost and the session goes on, or has ended. */
class ResumeIT {
  private static final Duration GRACE_AND_MORE = Duration.ofSeconds(Wire.GRACE + 2);

  private final String post = Wire.post();
  private final String other = Wire.post();
  private final Jedis redis = Wire.jedis();

  @AfterEach
  void close() {
    redis.close();
  }

  private void awaitResumed(Reader reader, String session) {
    reader.awaitFrame("resumed", f -> f.is("session") && f.words().get(1).equals(session));
    assertThat(reader.received("session")).hasSize(2);
  }

  /** For the grace and more nobody receives a change, and the session stays. */
  private void assertNoDip(Reader watcher, int mark, String session) {
    await()
        .during(GRACE_AND_MORE)
        .atMost(GRACE_AND_MORE.plusSeconds(5))
        .until(() -> post.equals(redis.get("session:" + session)));
    assertThat(watcher.since(mark)).isEmpty();
    assertThat(redis.scard("viewers:" + post)).isEqualTo(1);
    assertThat(redis.get("views:" + post)).isEqualTo("1");
  }

  @Test
  void aSessionThatItsClientHandsOverHasItsGrace() {
    Reader leaves = Wire.viewing(post);
    String session = leaves.session();
    try (Reader watcher = Wire.watching(post)) {
      int mark = watcher.mark();
      leaves.close(4012);
      try (Reader heir = Wire.connect()) {
        heir.resume(post, session);
        awaitResumed(heir, session);
        heir.awaitCounts(post, 1, 1);
        assertNoDip(watcher, mark, session);
        heir.close(4012);
      }
      watcher.awaitCounts(post, 0, 1);
    }
  }

  @Test
  void aSessionResumedWithinTheGraceGoesOnAndNobodySeesADip() {
    Reader lost = Wire.viewing(post);
    String session = lost.session();
    try (Reader watcher = Wire.watching(post)) {
      int mark = watcher.mark();
      lost.abort();
      try (Reader back = Wire.connect()) {
        back.resume(post, session);
        awaitResumed(back, session);
        back.awaitCounts(post, 1, 1);
        assertNoDip(watcher, mark, session);
      }
      watcher.awaitCounts(post, 0, 1);
    }
  }

  @Test
  void anOldSocketThatIsStillOpenIsClosedAndTheSessionStays() {
    try (Reader old = Wire.viewing(post);
        Reader watcher = Wire.watching(post)) {
      int mark = watcher.mark();
      try (Reader back = Wire.connect()) {
        back.resume(post, old.session());
        awaitResumed(back, old.session());
        assertThat(old.awaitClose()).isEqualTo(1000);
        assertNoDip(watcher, mark, old.session());
      }
    }
  }

  @Test
  void resumingWithAnotherPostMovesTheSession() {
    Reader lost = Wire.viewing(post);
    lost.abort();
    try (Reader back = Wire.connect()) {
      back.resume(other, lost.session());
      awaitResumed(back, lost.session());
      back.awaitCounts(other, 1, 1);
      assertThat(redis.exists("viewers:" + post)).isFalse();
      assertThat(redis.get("session:" + lost.session())).isEqualTo(other);
    }
  }

  @Test
  void afterTheGraceTheNewSessionStands() {
    Reader lost = Wire.viewing(post);
    lost.abort();
    await()
        .atMost(GRACE_AND_MORE.plusSeconds(5))
        .until(() -> !redis.exists("session:" + lost.session()));
    assertNotRevived(lost.session(), 1, 2);
  }

  @Test
  void aSessionThatWasClosedIsNotRevived() {
    Reader closed = Wire.viewing(post);
    closed.close();
    await().until(() -> !redis.exists("session:" + closed.session()));
    assertNotRevived(closed.session(), 1, 2);
  }

  @Test
  void anIdThatNeverWasOursIsNotRevived() {
    assertNotRevived("AAAAAAAAAAAAAAAAAAAAAA", 1, 1);
  }

  @Test
  void anIdThatIsNoneIsNotRevived() {
    assertNotRevived("no such thing", 1, 1);
  }

  @Test
  void theSessionOfAForeignWriterIsNotTaken() {
    try (ForeignWriter foreign = new ForeignWriter(Wire.REDIS, "")) {
      foreign.view("BBBBBBBBBBBBBBBBBBBBBB", post);
      assertNotRevived("BBBBBBBBBBBBBBBBBBBBBB", 2, 2);
      foreign.leave("BBBBBBBBBBBBBBBBBBBBBB");
    }
  }

  private void assertNotRevived(String session, long viewers, long views) {
    try (Reader back = Wire.connect()) {
      String fresh = back.session();
      back.resume(post, session);
      back.awaitCounts(post, viewers, views);
      back.reconcile();
      assertThat(back.received("session")).hasSize(1);
      assertThat(back.received("error")).as("the answer of settle alone").hasSize(1);
      assertThat(redis.get("session:" + fresh)).isEqualTo(post);
    }
  }

  @Test
  void aParkedSessionResumesAndItsPostCountsNoSecondView() {
    Reader lost = Wire.viewing(post);
    lost.park();
    lost.awaitCounts(post, 0, 1);
    lost.abort();
    try (Reader back = Wire.connect()) {
      back.resume(post, lost.session());
      awaitResumed(back, lost.session());
      back.awaitCounts(post, 1, 1);
    }
  }

  @Test
  void aSessionMayBeResumedAgainAndAgain() {
    Reader reader = Wire.viewing(post);
    String session = reader.session();
    try (Reader watcher = Wire.watching(post)) {
      int mark = watcher.mark();
      for (int i = 0; i < 5; i++) {
        reader.abort();
        reader = Wire.connect();
        reader.resume(post, session);
        awaitResumed(reader, session);
      }
      assertNoDip(watcher, mark, session);
    }
    reader.close();
  }

  @Test
  void givingBackTheSessionThatOneHasChangesNothing() {
    try (Reader reader = Wire.viewing(post)) {
      String session = reader.session();
      reader.resume(post, session);
      reader.reconcile();
      assertThat(reader.session()).isEqualTo(session);
      assertThat(reader.closeCode()).isNull();
      assertThat(reader.shown(post)).isEqualTo("1/1");
      assertThat(redis.get("session:" + session)).isEqualTo(post);
    }
  }

  @Test
  void ofManyThatResumeOneSessionOneHasItAndNoGhostIsLeft() {
    Reader lost = Wire.viewing(post);
    lost.abort();
    List<Reader> claimants = IntStream.range(0, 8).mapToObj(i -> Wire.connect()).toList();
    claimants.parallelStream().forEach(reader -> reader.resume(post, lost.session()));
    await()
        .atMost(Reader.MAX_WAIT)
        .untilAsserted(
            () ->
                assertThat(claimants)
                    .filteredOn(reader -> reader.closeCode() == null)
                    .filteredOn(reader -> reader.session().equals(lost.session()))
                    .hasSize(1));
    assertThat(claimants).extracting(Reader::closeCode).containsOnly(null, 1000);
    assertThat(redis.smembers("viewers:" + post)).contains(lost.session());
    claimants.forEach(Reader::close);
    await().atMost(Reader.MAX_WAIT).until(() -> !redis.exists("viewers:" + post));
    Wire.INVARIANT.awaitHolds(Reader.MAX_WAIT);
  }
}
