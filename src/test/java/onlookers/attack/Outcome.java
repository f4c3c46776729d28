package onlookers.attack;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What an attack did to the honest readers and to the node.
 *
 * @param name of the attack
 * @param before joins before it
 * @param during joins that began while it lasted
 * @param after joins that began when it was over
 * @param lost honest readers whose connection ended
 * @param linesPerSecond lines of the log while it lasted
 * @param heapBefore bytes alive before
 * @param heapAfter bytes alive some time after
 * @param did what the strangers did
 */
record Outcome(
    String name,
    Latencies before,
    Latencies during,
    Latencies after,
    int lost,
    double linesPerSecond,
    long heapBefore,
    long heapAfter,
    String did) {
  /** Milliseconds that half of the joins may take at most; times the median before likewise. */
  private static final long P50 = 100;

  private static final long TIMES_BEFORE = 3;

  /** Milliseconds that a join may take at most. */
  private static final long MAX = 1_500;

  private static final double LINES_PER_SECOND = 2;

  /** What is left of an attack may be as much: caches, and threads that it had started. */
  static final long HEAP_SLACK = 12_000_000;

  /** Where others use the machine too, milliseconds are no measure: a node that stands still is. */
  private static final long P50_SHORT = 1_500;

  /** How {@link #did} begins when the strangers could not do what they wanted. */
  static final String GAVE_UP = "gave up: ";

  String row() {
    return "%s | %s | %s | %s | %d | %.1f | %.1f, %.1f | %s"
        .formatted(
            name,
            before,
            during,
            after,
            lost,
            linesPerSecond,
            heapBefore / 1e6,
            heapAfter / 1e6,
            did);
  }

  /** What must hold on any machine, however busy. */
  void assertNobodyStopped() {
    assertThat(did).doesNotStartWith(GAVE_UP);
    assertThat(during.unanswered() + after.unanswered()).as("unanswered joins: " + row()).isZero();
    assertThat(lost).as("honest readers thrown out: " + row()).isZero();
    assertThat(linesPerSecond).as("log: " + row()).isLessThanOrEqualTo(LINES_PER_SECOND);
    assertThat(heapAfter).as("heap: " + row()).isLessThanOrEqualTo(heapBefore + HEAP_SLACK);
    assertThat(during.p50())
        .as("p50: " + row())
        .isLessThanOrEqualTo(Math.max(P50_SHORT, TIMES_BEFORE * before.p50()));
  }

  /** Every bar, on a machine with nothing else to do. */
  void assertBars() {
    assertNobodyStopped();
    assertThat(Math.max(during.max(), after.max())).as("max: " + row()).isLessThanOrEqualTo(MAX);
    assertThat(during.p50())
        .as("p50: " + row())
        .isLessThanOrEqualTo(Math.min(P50, Math.max(10, TIMES_BEFORE * before.p50())));
  }
}
