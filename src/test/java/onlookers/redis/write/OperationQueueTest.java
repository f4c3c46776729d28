package onlookers.redis.write;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicIntegerArray;
import java.util.stream.IntStream;
import onlookers.presence.Counts;
import onlookers.presence.CountsCallback;
import onlookers.presence.Post;
import org.junit.jupiter.api.Test;

class OperationQueueTest {
  private static final Post POST = new Post("13");
  private static final Post OTHER = new Post("14");

  private final OperationQueue queue = new OperationQueue(4);
  private final List<String> log = new ArrayList<>();

  @Test
  void whatIsSubmittedWhileItIsClosedIsAbandonedAtOnce() {
    queue.submit(write("a"));
    queue.read(POST, reader("r"));

    assertThat(log).containsExactly("a abandoned", "r abandoned");
    assertThat(queue.isEmpty()).isTrue();
  }

  @Test
  void whatWaitsWhenItClosesIsAbandonedOnce() {
    open();
    queue.submit(write("a"));
    queue.read(POST, reader("r"));
    queue.close();
    queue.close();

    assertThat(log).containsExactly("a abandoned", "r abandoned");
    assertThat(queue.take(10).isEmpty()).isTrue();
  }

  @Test
  void whoFailsToBeAbandonedKeepsNoOtherFromIt() {
    open();
    queue.submit(new StubOperation(null, OperationQueueTest::fail));
    queue.submit(write("a"));
    queue.read(POST, reader("r"));
    queue.close();

    assertThat(log).containsExactly("a abandoned", "r abandoned");
  }

  private static void fail() {
    throw new IllegalStateException("it fails");
  }

  @Test
  void whatIsUnconfirmedComesFirstAndNothingComesBetween() {
    queue.open(
        () -> {
          queue.submit(write("too early")); // as from a thread that was a little faster
          return List.of(write("unconfirmed"));
        });
    queue.submit(write("a"));

    assertThat(sent(queue.take(10))).containsExactly("unconfirmed", "a");
    assertThat(log).containsExactly("too early abandoned");
  }

  /** A step of a session submits while it holds the session, for which this may wait. */
  @Test
  void whatHasDepartedIsAskedForWhenOthersMaySubmitAndComesBeforeThemAllTheSame() {
    queue.open(
        () -> List.of(write("unconfirmed")),
        () -> {
          CompletableFuture.runAsync(() -> queue.submit(write("a")))
              .orTimeout(10, TimeUnit.SECONDS)
              .join();
          return List.of(write("departed"));
        });

    assertThat(sent(queue.take(10))).containsExactly("unconfirmed", "departed", "a");
  }

  @Test
  void whenWhatIsUnconfirmedCannotBeListedItStaysClosed() {
    assertThatThrownBy(
            () ->
                queue.open(
                    () -> {
                      throw new IllegalStateException("no");
                    }))
        .hasMessage("no");
    queue.submit(write("a"));

    assertThat(log).containsExactly("a abandoned");
  }

  @Test
  void writesKeepTheirOrderAcrossBatches() {
    open();
    for (String name : List.of("a", "b", "c")) {
      queue.submit(write(name));
    }

    assertThat(sent(queue.take(2))).containsExactly("a", "b");
    assertThat(queue.isEmpty()).isFalse();
    assertThat(sent(queue.take(2))).containsExactly("c");
    assertThat(queue.isEmpty()).isTrue();
  }

  @Test
  void allWhoAskForAPostShareOneAnswer() {
    open();
    queue.read(POST, reader("r"));
    queue.submit(write("a"));
    queue.read(POST, reader("s"));
    queue.read(OTHER, reader("t"));

    assertThat(asked(queue.take(10))).containsExactly("r s", "t");
    assertThat(queue.isEmpty()).isTrue();
  }

  @Test
  void whoAsksAgainIsAnsweredOnce() {
    open();
    CountsCallback reader = reader("r");
    for (int i = 0; i < 100; i++) {
      queue.read(POST, reader);
    }

    assertThat(asked(queue.take(10))).containsExactly("r");
  }

  @Test
  void whoHasGoneIsForgottenAndTheOthersAreNot() {
    open();
    queue.submit(write("a"));
    queue.read(POST, reader("r"));
    queue.submit(write("b"));
    queue.read(POST, reader("s"));
    queue.read(POST, reader("stays"));
    queue.read(OTHER, reader("r"));

    queue.forget(Map.of(POST, reader("r")));
    queue.forget(Map.of(POST, reader("s")));
    queue.forget(Map.of(OTHER, reader("r")));
    queue.forget(Map.of(new Post("15"), reader("r")));

    assertThat(asked(queue.take(10))).containsExactly("stays");
    assertThat(queue.isEmpty()).isTrue();
  }

  @Test
  void whoAsksForOnePostDoesNotWaitForThoseWhoAskForMany() {
    open();
    queue.readAll(list("stranger", 1_000));
    queue.read(POST, reader("r"));

    assertThat(asked(queue.take(4))).first().isEqualTo("r");
  }

  @Test
  void whoAsksForOneOfManyIsNotAnsweredBehindThem() {
    open();
    queue.readAll(list("stranger", 1_000));
    queue.submit(write("a"));
    queue.read(new Post("p999"), reader("r"));

    assertThat(asked(queue.take(4))).first().isEqualTo("stranger r");
    assertThat(asked(queue.take(2_000))).hasSize(996).doesNotContain("r");
  }

  @Test
  void whoAsksForManyIsNotLeftOutHoweverManyAskForOne() {
    open();
    queue.readAll(list("many", 3));
    for (int i = 0; i < 100; i++) {
      queue.read(new Post("single" + i), reader("single"));
    }

    assertThat(asked(queue.take(4)))
        .containsExactly("single", "single", "single", "single", "many");
  }

  @Test
  void theReadsOfAListAreAsManyAsItHasPosts() {
    open();
    queue.read(POST, reader("r"));
    queue.readAll(Map.of(POST, reader("s"), OTHER, reader("s")));

    assertThat(asked(queue.take(10))).containsExactly("r s", "s");
    assertThat(queue.isEmpty()).isTrue();
  }

  @Test
  void aListThatIsForgottenIsNotRead() {
    open();
    queue.readAll(list("r", 10));
    queue.forget(list("r", 10));

    assertThat(queue.isEmpty()).isTrue();
  }

  @Test
  void aListIsAbandonedWhole() {
    queue.readAll(list("closed", 2));
    open();
    queue.readAll(list("waits", 2));
    queue.close();

    assertThat(log)
        .containsExactly(
            "closed abandoned", "closed abandoned", "waits abandoned", "waits abandoned");
  }

  private Map<Post, CountsCallback> list(String name, int length) {
    Map<Post, CountsCallback> list = new LinkedHashMap<>();
    IntStream.range(0, length).forEach(i -> list.put(new Post("p" + i), reader(name)));
    return list;
  }

  @Test
  void whereEveryoneHasGoneNothingIsRead() {
    open();
    queue.submit(write("a"));
    queue.read(POST, reader("r"));
    queue.submit(write("b"));
    queue.read(POST, reader("r"));

    queue.forget(Map.of(POST, reader("r")));

    assertThat(asked(queue.take(10))).isEmpty();
  }

  @Test
  void noAnswerIsOlderThanWhatItsAskerHasWritten() {
    open();
    queue.submit(write("a"));
    queue.read(POST, reader("knows a"));
    queue.submit(write("b"));
    queue.read(POST, reader("knows b"));

    assertThat(asked(queue.take(1))).containsExactly("knows a");
    assertThat(asked(queue.take(1))).containsExactly("knows b");
    assertThat(queue.isEmpty()).isTrue();
  }

  @Test
  void aReadWaitsForTheWritesBeforeIt() {
    open();
    queue.submit(write("a"));
    queue.submit(write("b"));
    queue.read(POST, reader("r"));

    assertThat(asked(queue.take(1))).isEmpty();
    assertThat(asked(queue.take(1))).containsExactly("r");
  }

  @Test
  void whoKeepsAskingKeepsNobodyElseWaiting() {
    open();
    queue.submit(write("a"));
    queue.read(POST, reader("first"));
    for (int i = 0; i < 3; i++) {
      queue.submit(write("w" + i));
      queue.read(POST, reader("later"));
    }

    assertThat(asked(queue.take(1))).containsExactly("first");
  }

  @Test
  void readsComeInStepsAsWell() {
    open();
    queue.read(POST, reader("r"));
    queue.read(OTHER, reader("s"));

    assertThat(asked(queue.take(1))).containsExactly("r");
    assertThat(asked(queue.take(1))).containsExactly("s");
  }

  @Test
  void oneWriteTooManyOverflowsAndIsAbandoned() {
    open();
    for (int i = 0; i < 4; i++) {
      queue.submit(write("w" + i));
    }
    assertThat(queue.hasOverflowed()).isFalse();

    queue.submit(write("too many"));
    assertThat(queue.hasOverflowed()).isTrue();
    assertThat(log).containsExactly("too many abandoned");

    queue.close();
    open();
    assertThat(queue.hasOverflowed()).isFalse();
  }

  /** The ordered thread alone makes room, and it is the one that writes anew. */
  @Test
  void whatIsWrittenAnewNeedsNoRoomAndTakesNone() {
    queue.open(() -> writes("unconfirmed", 5), () -> writes("departed", 5));
    writes("session", 5).forEach(queue::submitAnew);
    assertThat(queue.hasOverflowed()).isFalse();

    writes("w", 4).forEach(queue::submit);
    assertThat(queue.hasOverflowed()).isFalse();
    assertThat(sent(queue.take(15))).hasSize(15).allMatch(name -> !name.startsWith("w"));
    queue.submit(write("too many"));
    assertThat(queue.hasOverflowed()).isTrue();
  }

  @Test
  void whatWasWrittenAnewLeavesNoRoomBehind() {
    open();
    writes("session", 5).forEach(queue::submitAnew);
    queue.take(10);

    writes("w", 4).forEach(queue::submit);
    assertThat(queue.hasOverflowed()).isFalse();
    queue.submit(write("too many"));
    assertThat(queue.hasOverflowed()).isTrue();
  }

  @Test
  void whatIsWrittenAnewWhileItIsClosedIsAbandoned() {
    queue.submitAnew(write("a"));

    assertThat(log).containsExactly("a abandoned");
  }

  private List<Operation> writes(String name, int number) {
    return IntStream.range(0, number).mapToObj(i -> write(name + i)).toList();
  }

  @Test
  void whatWasAbandonedDoesNotCountAmongThoseThatWaitAfterwards() {
    open();
    for (int i = 0; i < 4; i++) {
      queue.submit(write("w" + i));
    }
    queue.readAll(Map.of(POST, reader("r"), OTHER, reader("r")));
    queue.close();
    open();
    log.clear();

    assertThat(queue.isEmpty()).isTrue();
    for (int i = 0; i < 4; i++) {
      queue.submit(write("w" + i));
    }
    assertThat(queue.hasOverflowed()).isFalse();
    assertThat(log).isEmpty();
  }

  @Test
  void beingClosedIsNoOverflow() {
    queue.submit(write("a"));

    assertThat(queue.hasOverflowed()).isFalse();
  }

  @Test
  void aReaderThatFailsKeepsNoOtherFromItsAnswer() {
    open();
    queue.read(
        POST,
        new CountsCallback() {
          @Override
          public void counts(Counts counts) {
            throw new IllegalStateException("not connected");
          }

          @Override
          public void abandoned() {
            throw new IllegalStateException("not connected");
          }
        });
    queue.read(POST, reader("r"));
    queue.close();

    assertThat(log).containsExactly("r abandoned");
  }

  @Test
  void waitingEndsWhenSomethingComesOrTheTimeIsOver() throws Exception {
    open();
    assertThat(queue.await(Duration.ZERO)).isFalse();

    CountDownLatch came = new CountDownLatch(1);
    Thread waiter =
        new Thread(
            () -> {
              try {
                if (queue.await(Duration.ofMinutes(1))) {
                  came.countDown();
                }
              } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
              }
            });
    waiter.start();
    queue.read(POST, reader("r"));

    assertThat(came.await(10, TimeUnit.SECONDS)).isTrue();
    waiter.join();
  }

  @Test
  void whoAskedBehindAWriteIsAbandonedAsWell() {
    open();
    queue.read(POST, reader("r"));
    queue.submit(write("a"));
    queue.read(POST, reader("s"));

    queue.close();

    assertThat(log).containsExactly("a abandoned", "r abandoned", "s abandoned");
  }

  @Test
  void whoWaitsIsWokenByAWriteAndByARead() throws Exception {
    open();
    assertThat(wokenBy(() -> queue.submit(write("a")))).isTrue();
    queue.take(10);
    assertThat(wokenBy(() -> queue.read(POST, reader("r")))).isTrue();
    queue.take(10);
    assertThat(queue.await(Duration.ofMillis(1))).isFalse();
  }

  /** What comes while another thread waits; returns whether that one learns of it. */
  private boolean wokenBy(Runnable event) throws Exception {
    FutureTask<Boolean> wait = new FutureTask<>(() -> queue.await(Duration.ofMinutes(1)));
    Thread waiter = new Thread(wait);
    waiter.start();
    await().until(() -> waiter.getState() == Thread.State.TIMED_WAITING);
    event.run();
    try {
      return wait.get(2, TimeUnit.SECONDS);
    } finally {
      waiter.interrupt();
    }
  }

  @Test
  void whoeverIsDoneWithTheQueueLetsOthersIn() throws Exception {
    for (Runnable step :
        List.<Runnable>of(
            this::open,
            () -> queue.submit(write("a")),
            () -> queue.read(POST, reader("r")),
            () -> queue.forget(Map.of(POST, reader("r"))),
            queue::hasOverflowed,
            queue::isEmpty,
            () -> queue.take(10),
            queue::close,
            () -> queue.submit(write("too late")),
            () -> queue.read(POST, reader("too late")),
            () -> queue.readAll(Map.of(POST, reader("too late"))))) {
      step.run();
      FutureTask<Boolean> other = new FutureTask<>(queue::isEmpty);
      Thread thread = new Thread(other);
      thread.setDaemon(true);
      thread.start();
      other.get(2, TimeUnit.SECONDS);
    }
  }

  @Test
  void whoWaitsLetsOthersInAfterwards() throws Exception {
    open();
    queue.submit(write("a"));
    assertThat(queue.await(Duration.ZERO)).isTrue();

    FutureTask<Boolean> other = new FutureTask<>(queue::isEmpty);
    Thread thread = new Thread(other);
    thread.setDaemon(true);
    thread.start();

    assertThat(other.get(2, TimeUnit.SECONDS)).isFalse();
  }

  /** Threads submit while another one opens and closes: each write is taken or abandoned, once. */
  @Test
  void whateverComesBetweenEachWriteIsTakenOrAbandonedOnce() throws Exception {
    OperationQueue large = new OperationQueue(OperationQueue.MAX_WRITES);
    List<Operation> all = new ArrayList<>();
    AtomicIntegerArray abandoned = new AtomicIntegerArray(40_000);
    for (int i = 0; i < 40_000; i++) {
      int number = i;
      all.add(new StubOperation(null, () -> abandoned.incrementAndGet(number)));
    }
    List<Thread> writers = new ArrayList<>();
    for (int i = 0; i < 4; i++) {
      List<Operation> mine = all.subList(i * 10_000, (i + 1) * 10_000);
      writers.add(new Thread(() -> mine.forEach(large::submit)));
    }
    writers.forEach(Thread::start);
    while (writers.stream().anyMatch(Thread::isAlive)) {
      large.open(List::of);
      large.take(100).abandon();
      large.close();
    }
    large.close();

    assertThat(IntStream.range(0, 40_000).map(abandoned::get)).allMatch(times -> times == 1);
  }

  @Test
  void twoWritesOfOneSessionNeverTravelTogether() {
    open();
    queue.submit(write("s", "s1"));
    queue.submit(write("t", "t1"));
    queue.submit(write("s", "s2"));
    queue.submit(write("u", "u1"));

    assertThat(sent(queue.take(10))).as("others go on").containsExactly("s1", "t1", "u1");
    assertThat(sent(queue.take(10))).containsExactly("s2");
    assertThat(queue.isEmpty()).isTrue();
  }

  @Test
  void whoSendsTwoStepsAtATimeMakesNobodyWait() {
    OperationQueue large = new OperationQueue(OperationQueue.MAX_WRITES);
    large.open(List::of);
    for (int i = 0; i < 500; i++) {
      large.submit(write("flooder" + i, "first"));
      large.submit(write("flooder" + i, "second"));
    }
    large.submit(write("honest", "honest"));
    large.read(POST, reader("honest"));

    assertThat(sent(large.take(512))).hasSize(501).doesNotContain("second").contains("honest");
    Batch next = large.take(512);
    assertThat(asked(next)).containsExactly("honest");
    assertThat(sent(next)).filteredOn("second"::equals).hasSize(500);
  }

  @Test
  void theStepsOfASessionKeepTheirOrderWhateverGoesPastThem() {
    open();
    queue.submit(write("s", "s1"));
    queue.submit(write("s", "s2"));
    queue.submit(write("s", "s3"));
    queue.submit(write("t", "t1"));

    assertThat(sent(queue.take(2))).as("no more are looked at").containsExactly("s1");
    assertThat(sent(queue.take(3))).containsExactly("s2", "t1");
    assertThat(sent(queue.take(1))).containsExactly("s3");
    assertThat(queue.isEmpty()).isTrue();
  }

  @Test
  void whatIsNobodysStepGoesPastNoOther() {
    open();
    queue.submit(write("s", "s1"));
    queue.submit(write("s", "s2"));
    queue.submit(write("nobody's"));
    queue.submit(write("t", "t1"));

    assertThat(sent(queue.take(10))).containsExactly("s1");
    assertThat(sent(queue.take(10))).containsExactly("s2", "nobody's", "t1");
  }

  @Test
  void whatWasPassedCountsAmongThoseThatWait() {
    open();
    for (String name : List.of("s1", "s2", "s3", "s4")) {
      queue.submit(write("s", name));
    }
    assertThat(sent(queue.take(10))).containsExactly("s1");

    queue.submit(write("t", "t1"));
    assertThat(queue.hasOverflowed()).isFalse();
    queue.submit(write("t", "too many"));
    assertThat(queue.hasOverflowed()).isTrue();
    queue.close();

    assertThat(log)
        .containsExactly(
            "too many abandoned", "s2 abandoned", "s3 abandoned", "s4 abandoned", "t1 abandoned");
  }

  @Test
  void writesOfNobodysSessionTravelTogether() {
    open();
    queue.submit(write("a"));
    queue.submit(write("b"));
    queue.submit(new Barrier(() -> log.add("reached")));
    queue.submit(write("c"));

    assertThat(sent(queue.take(10))).containsExactly("a", "b", "c");
  }

  @Test
  void whoAsksBehindTheSecondWriteOfASessionWaitsForIt() {
    open();
    queue.submit(write("s", "s1"));
    queue.submit(write("s", "s2"));
    queue.read(POST, reader("r"));

    assertThat(asked(queue.take(10))).isEmpty();
    assertThat(asked(queue.take(10))).containsExactly("r");
  }

  private void open() {
    queue.open(List::of);
  }

  private List<String> sent(Batch batch) {
    int before = log.size();
    batch.abandon();
    List<String> names =
        log.subList(before, log.size()).stream()
            .map(line -> line.replace(" abandoned", ""))
            .toList();
    log.subList(before, log.size()).clear();
    return names;
  }

  /** The readers of each read, in one text. */
  private List<String> asked(Batch batch) {
    List<String> all = new ArrayList<>();
    for (PendingRead read : batch.reads()) {
      int before = log.size();
      read.abandon();
      all.add(String.join(" ", log.subList(before, log.size())).replace(" abandoned", ""));
      log.subList(before, log.size()).clear();
    }
    return all;
  }

  private CountsCallback reader(String name) {
    return new NamedReader(name, log);
  }

  private Operation write(String name) {
    return new StubOperation(null, () -> log.add(name + " abandoned"));
  }

  private Operation write(String session, String name) {
    return new StubOperation(session, null, () -> log.add(name + " abandoned"), Set.of());
  }

  private record NamedReader(String name, List<String> log) implements CountsCallback {
    @Override
    public void counts(Counts counts) {
      log.add(name + " " + counts.viewers() + "/" + counts.views());
    }

    @Override
    public void abandoned() {
      log.add(name + " abandoned");
    }
  }
}
