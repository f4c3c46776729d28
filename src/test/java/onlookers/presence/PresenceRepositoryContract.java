package onlookers.presence;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import onlookers.presence.PresenceRepository.Kind;
import onlookers.presence.PresenceRepository.WriteFailure;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What every repository does, whatever it writes to. */
public abstract class PresenceRepositoryContract {
  private static final Post POST = new Post("13");
  private static final Post OTHER = new Post("2-14");
  private static final String SESSION = "AAAAAAAAAAAAAAAAAAAAAA";
  private static final String SECOND = "BBBBBBBBBBBBBBBBBBBBBB";
  private static final String VISIT = "0123456789abcdef";

  private PresenceRepository here;
  private PresenceRepository elsewhere;

  /** Two nodes on one empty store. */
  protected abstract List<PresenceRepository> twoNodes() throws Exception;

  /** As the collector does from time to time. */
  protected abstract void rank(List<Post> posts);

  @BeforeEach
  void start() throws Exception {
    List<PresenceRepository> nodes = twoNodes();
    here = nodes.get(0);
    elsewhere = nodes.get(1);
  }

  @Test
  void aPostThatNobodyEverViewedHasZeros() throws Exception {
    assertThat(read(here, POST)).isEqualTo(Counts.NONE);
    assertThat(here.counts(List.of(POST, OTHER))).containsExactly(Counts.NONE, Counts.NONE);
    assertThat(here.top(10)).isEmpty();
  }

  @Test
  void anArrivalIsOneViewerAndOneView() throws Exception {
    arrive(here, SESSION, POST);

    assertThat(read(here, POST)).isEqualTo(new Counts(1, 1));
    assertThat(read(elsewhere, POST)).isEqualTo(new Counts(1, 1));
  }

  @Test
  void whoIsWrittenForTheFirstTimeIsOneViewerAndOneViewAndThisNodes() throws Exception {
    here.view(
        viewing(SESSION, POST, null, null), Kind.FIRST, PresenceRepositoryContract::unexpected);

    assertThat(read(here, POST)).isEqualTo(new Counts(1, 1));
    CompletableFuture<WriteFailure> failure = new CompletableFuture<>();
    elsewhere.view(viewing(SESSION, POST, null, null), Kind.RENEWAL, failure::complete);
    assertThat(failure.get(10, TimeUnit.SECONDS)).isEqualTo(WriteFailure.TAKEN_OVER);
    here.leave(SESSION, POST, false, () -> {});
    assertThat(read(here, POST)).isEqualTo(new Counts(0, 1));
  }

  @Test
  void aReadComesAfterAllThatWasWrittenBefore() throws Exception {
    for (int i = 1; i <= 50; i++) {
      arrive(here, SESSION + i, POST);
      assertThat(read(here, POST)).isEqualTo(new Counts(i, i));
    }
  }

  @Test
  void aMoveLeavesNothingBehind() throws Exception {
    arrive(here, SESSION, POST);
    arrive(here, SESSION, OTHER);

    assertThat(read(here, POST)).isEqualTo(new Counts(0, 1));
    assertThat(read(here, OTHER)).isEqualTo(new Counts(1, 1));
  }

  @Test
  void aRenewalAddsNoView() throws Exception {
    arrive(here, SESSION, POST);
    here.view(
        viewing(SESSION, POST, null, null), Kind.RENEWAL, PresenceRepositoryContract::unexpected);

    assertThat(read(here, POST)).isEqualTo(new Counts(1, 1));
  }

  @Test
  void aVisitIsOneViewPerPostHoweverOftenItComesBack() throws Exception {
    here.view(
        viewing(SESSION, POST, VISIT, null), Kind.ARRIVAL, PresenceRepositoryContract::unexpected);
    here.view(
        viewing(SECOND, POST, VISIT, null), Kind.ARRIVAL, PresenceRepositoryContract::unexpected);
    here.view(
        viewing(SECOND, OTHER, VISIT, null), Kind.ARRIVAL, PresenceRepositoryContract::unexpected);

    assertThat(read(here, POST)).isEqualTo(new Counts(1, 1));
    assertThat(read(here, OTHER)).isEqualTo(new Counts(1, 1));
  }

  @Test
  void aVisitIsOneViewOnWhicheverNodeItComesBack() throws Exception {
    here.view(
        viewing(SESSION, POST, VISIT, null), Kind.ARRIVAL, PresenceRepositoryContract::unexpected);
    read(here, POST);
    elsewhere.view(
        viewing(SECOND, POST, VISIT, null), Kind.ARRIVAL, PresenceRepositoryContract::unexpected);

    assertThat(read(elsewhere, POST)).isEqualTo(new Counts(2, 1));
  }

  @Test
  void aVisitorIsOneViewWithinTheWindow() throws Exception {
    here.view(
        viewing(SESSION, POST, null, VISIT), Kind.ARRIVAL, PresenceRepositoryContract::unexpected);
    here.view(
        viewing(SECOND, POST, null, VISIT), Kind.ARRIVAL, PresenceRepositoryContract::unexpected);

    assertThat(read(here, POST)).isEqualTo(new Counts(2, 1));
  }

  @Test
  void leavingEndsTheSession() throws Exception {
    arrive(here, SESSION, POST);
    here.leave(SESSION, POST, false, () -> {});

    assertThat(read(here, POST)).isEqualTo(new Counts(0, 1));
    assertThat(here.top(10)).isEmpty();
  }

  @Test
  void resumingElsewhereOnTheSamePostChangesNoCount() throws Exception {
    arrive(here, SESSION, POST);
    read(here, POST);

    assertThat(resume(elsewhere, SESSION, POST)).isTrue();
    assertThat(read(elsewhere, POST)).isEqualTo(new Counts(1, 1));
  }

  @Test
  void resumingElsewhereOnAnotherPostIsAMove() throws Exception {
    arrive(here, SESSION, POST);
    read(here, POST);

    assertThat(resume(elsewhere, SESSION, OTHER)).isTrue();
    assertThat(read(elsewhere, POST)).isEqualTo(new Counts(0, 1));
    assertThat(read(elsewhere, OTHER)).isEqualTo(new Counts(1, 1));
  }

  @Test
  void aParkedSessionIsNoViewerUntilItViewsAgain() throws Exception {
    arrive(here, SESSION, POST);
    here.park(new Viewing(SESSION, POST, null, null), PresenceRepositoryContract::taken);
    assertThat(read(here, POST)).isEqualTo(new Counts(0, 1));
    here.park(new Viewing(SESSION, POST, null, null), PresenceRepositoryContract::taken); // renewed
    assertThat(here.site()).isEqualTo(new SiteTotal(0, 0));

    here.view(
        viewing(SESSION, POST, null, null), Kind.RENEWAL, PresenceRepositoryContract::unexpected);
    assertThat(read(here, POST)).isEqualTo(new Counts(1, 1));
  }

  @Test
  void aParkedSessionResumesElsewhereOnItsPostWithoutAView() throws Exception {
    arrive(here, SESSION, POST);
    here.park(new Viewing(SESSION, POST, null, null), PresenceRepositoryContract::taken);
    read(here, POST);

    assertThat(resume(elsewhere, SESSION, POST)).isTrue();
    assertThat(read(elsewhere, POST)).isEqualTo(new Counts(1, 1));
  }

  @Test
  void aParkedSessionResumesElsewhereOnAnotherPostAsAMove() throws Exception {
    arrive(here, SESSION, POST);
    here.park(new Viewing(SESSION, POST, null, null), PresenceRepositoryContract::taken);
    read(here, POST);

    assertThat(resume(elsewhere, SESSION, OTHER)).isTrue();
    assertThat(read(elsewhere, POST)).isEqualTo(new Counts(0, 1));
    assertThat(read(elsewhere, OTHER)).isEqualTo(new Counts(1, 1));
  }

  @Test
  void aParkedSessionThatHasEndedIsNotResumed() throws Exception {
    arrive(here, SESSION, POST);
    here.park(new Viewing(SESSION, POST, null, null), PresenceRepositoryContract::taken);
    here.leave(SESSION, POST, false, PresenceRepositoryContract::taken);
    read(here, POST);

    assertThat(resume(elsewhere, SESSION, POST)).isFalse();
  }

  @Test
  void theOldOwnerHearsWhenItParksWhatWentOnElsewhere() throws Exception {
    arrive(here, SESSION, POST);
    here.park(new Viewing(SESSION, POST, null, null), PresenceRepositoryContract::taken);
    read(here, POST);
    resume(elsewhere, SESSION, POST);

    CompletableFuture<Boolean> heard = new CompletableFuture<>();
    here.park(new Viewing(SESSION, POST, null, null), () -> heard.complete(true));

    assertThat(heard.get(10, TimeUnit.SECONDS)).isTrue();
    assertThat(read(elsewhere, POST)).isEqualTo(new Counts(1, 1));
  }

  @Test
  void theOldOwnerReclaimsWhatItsClientBringsBackToAnotherPost() throws Exception {
    arrive(here, SESSION, POST);
    here.park(new Viewing(SESSION, POST, null, null), PresenceRepositoryContract::taken);
    read(here, POST);
    resume(elsewhere, SESSION, POST);

    here.view(
        viewing(SESSION, OTHER, null, null),
        Kind.RECLAIMING_ARRIVAL,
        PresenceRepositoryContract::unexpected);

    assertThat(read(here, OTHER)).isEqualTo(new Counts(1, 1));
    assertThat(read(here, POST)).isEqualTo(new Counts(0, 1));
  }

  @Test
  void theOldOwnerNeitherEndsNorRenewsWhatWentOnElsewhere() throws Exception {
    arrive(here, SESSION, POST);
    read(here, POST);
    resume(elsewhere, SESSION, POST);

    here.leave(SESSION, POST, false, () -> {});
    CompletableFuture<WriteFailure> failure = new CompletableFuture<>();
    here.view(viewing(SESSION, POST, null, null), Kind.RENEWAL, failure::complete);

    assertThat(failure.get(10, TimeUnit.SECONDS)).isEqualTo(WriteFailure.TAKEN_OVER);
    assertThat(read(elsewhere, POST)).isEqualTo(new Counts(1, 1));
  }

  @Test
  void theOldOwnerIsNotifiedWhenItEndsWhatIsNoLongerItsOwn() throws Exception {
    arrive(here, SESSION, POST);
    read(here, POST);
    resume(elsewhere, SESSION, POST);

    CompletableFuture<Boolean> received = new CompletableFuture<>();
    here.leave(SESSION, POST, false, () -> received.complete(true));

    assertThat(received.get(10, TimeUnit.SECONDS)).isTrue();
  }

  @Test
  void theOldOwnerReclaimsWhatItsClientBringsBack() throws Exception {
    arrive(here, SESSION, POST);
    read(here, POST);
    resume(elsewhere, SESSION, POST);

    here.view(
        viewing(SESSION, POST, null, null), Kind.RECLAIM, PresenceRepositoryContract::unexpected);
    read(here, POST);
    elsewhere.leave(SESSION, POST, true, () -> {});

    assertThat(read(elsewhere, POST)).isEqualTo(new Counts(1, 1));
  }

  @Test
  void theOldOwnerDoesNotReviveWhatEndedElsewhere() throws Exception {
    arrive(here, SESSION, POST);
    read(here, POST);
    resume(elsewhere, SESSION, POST);
    elsewhere.leave(SESSION, POST, true, () -> {});
    read(elsewhere, POST);

    CompletableFuture<WriteFailure> failure = new CompletableFuture<>();
    here.view(viewing(SESSION, POST, null, null), Kind.RENEWAL, failure::complete);

    assertThat(failure.get(10, TimeUnit.SECONDS)).isEqualTo(WriteFailure.TAKEN_OVER);
    assertThat(read(here, POST)).isEqualTo(new Counts(0, 1));
  }

  @Test
  void whatHasEndedOrNeverWasIsNotResumed() throws Exception {
    assertThat(resume(elsewhere, SESSION, POST)).isFalse();

    arrive(here, SESSION, POST);
    here.leave(SESSION, POST, false, () -> {});
    read(here, POST);

    assertThat(resume(elsewhere, SESSION, POST)).isFalse();
    assertThat(read(elsewhere, POST)).isEqualTo(new Counts(0, 1));
  }

  @Test
  void theRankingHasTheMostViewedFirst() throws Exception {
    arrive(here, SESSION, POST);
    arrive(here, SECOND, OTHER);
    arrive(here, SECOND + "2", OTHER);
    read(here, OTHER);
    rank(List.of(POST, OTHER));

    assertThat(here.top(10)).containsExactly(new RankedPost(OTHER, 2), new RankedPost(POST, 1));
    assertThat(elsewhere.top(1)).containsExactly(new RankedPost(OTHER, 2));
  }

  @Test
  void theSiteIsEverySessionThatViewsAnythingAndTheRankedPosts() throws Exception {
    assertThat(here.site()).isEqualTo(new SiteTotal(0, 0));
    arrive(here, SESSION, POST);
    arrive(here, SECOND, OTHER);
    read(here, OTHER);
    arrive(elsewhere, SECOND + "2", OTHER);
    read(elsewhere, OTHER);
    rank(List.of(POST, OTHER));

    assertThat(here.site()).isEqualTo(new SiteTotal(3, 2));
    assertThat(elsewhere.site()).isEqualTo(new SiteTotal(3, 2));

    here.leave(SESSION, POST, false, () -> {});
    read(here, POST);
    rank(List.of(POST, OTHER));
    assertThat(elsewhere.site()).isEqualTo(new SiteTotal(2, 1));
  }

  /** Posts are ranked a moment later; what is told meanwhile is not against all reason. */
  @Test
  void theSiteHasAPostWhileSomebodyReadsAndNoneWithoutReaders() throws Exception {
    arrive(here, SESSION, POST);
    read(here, POST);
    assertThat(elsewhere.site()).isEqualTo(new SiteTotal(1, 1));
    rank(List.of(POST));

    here.leave(SESSION, POST, false, () -> {});
    read(here, POST);
    assertThat(elsewhere.site()).isEqualTo(new SiteTotal(0, 0));
  }

  @Test
  void whatWasTakenIsSoonWritten() {
    arrive(here, SESSION, POST);

    await().untilAsserted(() -> assertThat(here.pendingViews(POST)).isZero());
  }

  private static void arrive(PresenceRepository repository, String session, Post post) {
    repository.view(
        viewing(session, post, null, null), Kind.ARRIVAL, PresenceRepositoryContract::unexpected);
  }

  private static boolean resume(PresenceRepository repository, String session, Post post)
      throws Exception {
    CompletableFuture<Boolean> alive = new CompletableFuture<>();
    repository.resume(viewing(session, post, null, null), alive::complete);
    return alive.get(10, TimeUnit.SECONDS);
  }

  private static Counts read(PresenceRepository repository, Post post) throws Exception {
    FutureCounts counts = new FutureCounts();
    repository.read(post, counts);
    return counts.get(10, TimeUnit.SECONDS);
  }

  private static Viewing viewing(String session, Post post, String visit, String visitor) {
    return new Viewing(session, post, visit, visitor);
  }

  private static void taken() {
    throw new AssertionError("it is another node's");
  }

  private static void unexpected(WriteFailure failure) {
    throw new AssertionError("not written: " + failure);
  }
}
