package onlookers.bench.scenario;

import java.time.Duration;
import java.util.Collections;
import java.util.List;
import onlookers.bench.load.Crowd;
import onlookers.bench.load.BackgroundChanges;
import onlookers.bench.load.LoadClient;
import onlookers.bench.load.Post;
import onlookers.bench.load.Tally;
import onlookers.bench.measure.Figure;
import onlookers.bench.measure.ProcFiles;
import onlookers.bench.measure.Result;
import onlookers.bench.server.War;
import onlookers.bench.server.Work;

/** Readers of a post, and watchers of two more, who stop reading for a while. */
final class StalledReaders implements AutoCloseable {
  /** The least that Linux gives. */
  private static final int RECEIVE_BUFFER = 2_048;

  /** Of 32 characters, as long as may be: they fill what there is to be filled. */
  private static final List<String> CHANGING =
      List.of("bench-changes-a-0000000000000000", "bench-changes-b-0000000000000000");

  private static final Duration FILLING = Duration.ofSeconds(15);
  private static final Duration LOOK = Duration.ofMillis(500);

  /** So many frames replaced for each sleeper: then none of them takes any more. */
  private static final int REPLACED = 20;

  private static final String SUPERSEDED = "onlookers_pushes_superseded_total";
  private static final double MEGABYTE = 1e6;

  private final LoadClient client;
  private final War war;
  private final Metrics metrics;
  private final Tally tally;
  private final Post post;
  private final Crowd crowd;
  private double superseded;

  StalledReaders(LoadClient client, War war, String post, int size) {
    this.client = client;
    this.war = war;
    this.metrics = new Metrics(war.base());
    this.tally = new Tally(size);
    this.post = new Post(post, tally);
    this.crowd =
        new Crowd(
            client,
            war.target().withReceiveBuffer(RECEIVE_BUFFER),
            Collections.nCopies(size, this.post));
  }

  void arrive() {
    Gathering.await(crowd.arrive(Gathering.PARALLEL));
    String watching = "[\"watching\",[\"" + String.join("\",\"", CHANGING) + "\"]]";
    client.run(() -> crowd.readers().forEach(reader -> reader.say(watching)));
  }

  /** They stop reading, and receive more than the kernel keeps for them. */
  void fallAsleep(Result result) {
    result.with(Figure.RSS_BEFORE, ProcFiles.residentBytes(war.pid()) / MEGABYTE);
    superseded = metrics.value(SUPERSEDED);
    client.run(() -> crowd.readers().forEach(reader -> reader.reading(false)));
    long start = System.nanoTime();
    long end = start + FILLING.toNanos();
    BackgroundChanges changes = new BackgroundChanges(client, war.target(), CHANGING);
    while (replaced() < REPLACED * tally.target() && System.nanoTime() - end < 0) {
      Work.pause(LOOK);
    }
    changes.close();
    result.with(Figure.FILLED, (System.nanoTime() - start) / 1e6);
    if (replaced() < REPLACED * tally.target()) {
      result.failed("the kernel took all that " + tally.target() + " readers did not read");
    }
  }

  private double replaced() {
    return metrics.value(SUPERSEDED) - superseded;
  }

  /** They read on, and have to learn these counts. */
  void wakeUp(Result result, int viewers, int views) {
    result
        .with(Figure.RSS_AFTER, ProcFiles.residentBytes(war.pid()) / MEGABYTE)
        .with(Figure.SUPERSEDED, replaced());
    client.run(() -> post.expect(viewers, views));
    client.run(() -> crowd.readers().forEach(reader -> reader.reading(true)));
    Gathering.await(client.call(tally::all));
    result.right(client.call(tally::right), tally.target()).failed(crowd.complaints());
  }

  @Override
  public void close() {
    if (Gathering.await(crowd.leave(Gathering.PARALLEL)) < 0) {
      crowd.abort();
    }
  }
}
