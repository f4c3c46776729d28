package onlookers.bench.scenario;

import java.time.Duration;
import onlookers.bench.load.LoadClient;
import onlookers.bench.load.Post;
import onlookers.bench.load.Probe;
import onlookers.bench.load.Target;
import onlookers.bench.measure.Latencies;
import onlookers.bench.server.Work;

/** One joins a post where others are, and leaves; each change is waited for until all know it. */
final class Changes {
  private final LoadClient client;
  private final Target target;
  private final Gathering gathering;
  private final Post post;
  private final Duration gap;
  private final Latencies joins = new Latencies();
  private final Latencies leaves = new Latencies();
  private final Latencies own = new Latencies();
  private final int viewers;
  private int views;

  /**
   * None yet.
   *
   * @param gathering who must know, all on one post
   * @param others how many more are there
   * @param gap between one change and the next
   */
  Changes(LoadClient client, Target target, Gathering gathering, int others, Duration gap) {
    this(client, target, gathering, gap, gathering.size() + others, gathering.size() + others);
  }

  private Changes(
      LoadClient client, Target target, Gathering gathering, Duration gap, int viewers, int views) {
    this.client = client;
    this.target = target;
    this.gathering = gathering;
    this.post = gathering.posts().get(0);
    this.gap = gap;
    this.viewers = viewers;
    this.views = views;
  }

  /** More of them, of which nothing is written down yet. */
  Changes goOn() {
    return new Changes(client, target, gathering, gap, viewers, views);
  }

  /** So often a join and a leave; returns whether all came to know all of them. */
  boolean run(int rounds) {
    boolean known = true;
    for (int i = 0; i < rounds && known; i++) {
      known = joinAndLeave();
    }
    return known;
  }

  /** Joins and leaves for that long; returns whether all came to know all of them. */
  boolean run(Duration time) {
    long end = System.nanoTime() + time.toNanos();
    boolean known = true;
    while (known && System.nanoTime() - end < 0) {
      known = joinAndLeave();
    }
    return known;
  }

  private boolean joinAndLeave() {
    Probe probe = Probe.connect(client, target, post);
    Gathering.await(probe.ready());
    Work.pause(gap);
    probe.view(() -> post.expect(viewers + 1, ++views, joins));
    boolean known = gathering.converge() >= 0 && Gathering.await(probe.received()) >= 0;
    own.add(probe.firstPushAfterNanos());
    Work.pause(gap);
    probe.leave(() -> post.expect(viewers, views, leaves));
    known &= gathering.converge() >= 0 && Gathering.await(probe.ended()) >= 0;
    return known && probe.complaints().isEmpty();
  }

  /** From the probe's {@code viewing} to each reader's push. */
  Latencies joins() {
    return joins;
  }

  /** From the probe's close frame to each reader's push. */
  Latencies leaves() {
    return leaves;
  }

  /** From the probe's {@code viewing} to its own first counts. */
  Latencies own() {
    return own;
  }

  int views() {
    return views;
  }

  /** How many changes all came to know. */
  int count() {
    return (joins.size() + leaves.size()) / gathering.size();
  }
}
