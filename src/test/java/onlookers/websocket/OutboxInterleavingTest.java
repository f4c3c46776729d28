package onlookers.websocket;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Random;
import java.util.function.Consumer;
import onlookers.presence.Counts;
import onlookers.presence.Post;
import onlookers.protocol.NativeCodec;
import onlookers.runtime.NodeMetrics;
import org.junit.jupiter.api.Test;

/**
 * What other threads do while one sends, in every order: a wire that, before it returns, lets the
 * next step of a history happen, as another thread would in that gap. Each step is atomic in the
 * product, by the outbox' monitor. A failure names its history.
 */
class OutboxInterleavingTest {
  private static final Post POST = new Post("13");
  private static final int ALL_UP_TO = 5;
  private static final int LONG = 24;
  private static final int LONG_ONES = 20_000;

  private enum Step {
    /** Counts are published. */
    PUBLISH,
    /** A frame that nothing replaces. */
    OFFER,
    /** The container takes the frame that is under way. */
    TAKEN,
    /** It cannot. */
    BROKEN,
    /** The next send is answered while another thread is in it. */
    SEND_IS_SLOW,
    /** The next send is over before it returns. */
    SEND_IS_OUT,
    FINISH,
    END
  }

  private static final List<Step> ORDINARY = List.of(Step.PUBLISH, Step.OFFER, Step.TAKEN);

  @Test
  void inEveryShortOrderEachFrameGoesOutOnceOneAtATimeAndTheLastStepIsTaken() {
    walk(new ArrayList<>());
  }

  private static void walk(List<Step> before) {
    new World(before).check();
    if (before.size() < ALL_UP_TO) {
      for (Step next : Step.values()) {
        List<Step> longer = new ArrayList<>(before);
        longer.add(next);
        walk(longer);
      }
    }
  }

  @Test
  void inManyLongOrdersEachFrameGoesOutOnceOneAtATimeAndTheLastStepIsTaken() {
    Random random = new Random(Long.getLong("onlookers.seed", System.nanoTime()));
    Step[] steps = Step.values();
    for (int i = 0; i < LONG_ONES; i++) {
      // Ends come late in a long history, or most of it would be about what has ended.
      List<Step> history =
          new ArrayList<>(random.ints(LONG, 0, ORDINARY.size()).mapToObj(ORDINARY::get).toList());
      random.ints(6, 0, LONG).forEach(at -> history.set(at, Step.SEND_IS_SLOW));
      random.ints(3, 0, LONG).forEach(at -> history.set(at, Step.SEND_IS_OUT));
      history.add(steps[random.nextInt(steps.length)]);
      history.add(steps[random.nextInt(steps.length)]);
      new World(history).check();
    }
  }

  private static final class World implements Transport {
    private final List<Step> history;
    private final Deque<Step> steps;
    private final NodeMetrics nodeMetrics = new NodeMetrics();
    private final Outbox outbox =
        new Outbox(this, new NativeCodec(), nodeMetrics, () -> this.overflows++);
    private final Subscription subscription = new Subscription(outbox);
    private final List<String> sent = new ArrayList<>();
    private Consumer<Boolean> underWay;
    private Step nextSend = Step.TAKEN;
    private boolean broken;
    private boolean ended;
    private boolean finishing;
    private int offered;
    private int viewers;
    private int overflows;
    private int lastSteps;

    World(List<Step> history) {
      this.history = history;
      this.steps = new ArrayDeque<>(history);
      subscription.startOver(); // what it was to wait for has come
    }

    void check() {
      while (!steps.isEmpty()) {
        act(steps.remove());
      }
      while (underWay != null) {
        act(Step.TAKEN);
      }
      assertThat(lastSteps).as("last steps after %s", history).isEqualTo(finishing ? 1 : 0);
      assertThat(overflows).isZero();
      if (!broken && !ended && !finishing) {
        assertThat(outbox.isSending()).as("after %s", history).isFalse();
        act(Step.PUBLISH);
        act(Step.TAKEN);
        assertThat(sent).as("after %s", history).contains("[\"counts\",\"13\"," + viewers + ",0]");
        for (int i = 1; i <= offered; i++) {
          assertThat(sent).as("after %s", history).containsOnlyOnce("offer " + i);
        }
      }
    }

    private void act(Step step) {
      switch (step) {
        case PUBLISH -> subscription.publish(new CountsFrame(POST, new Counts(++viewers, 0)));
        case OFFER -> outbox.offer("offer " + ++offered);
        case TAKEN -> answer(true);
        case BROKEN -> answer(false);
        case SEND_IS_SLOW, SEND_IS_OUT -> nextSend = step;
        case FINISH -> {
          finishing = true;
          outbox.finish(() -> lastSteps++);
        }
        case END -> {
          ended = true;
          outbox.end();
        }
      }
    }

    private void answer(boolean ok) {
      Consumer<Boolean> done = underWay;
      if (done != null) {
        underWay = null;
        broken |= !ok;
        done.accept(ok);
      }
    }

    @Override
    public boolean send(Frame frame, Consumer<Boolean> done) {
      assertThat(underWay).as("one at a time, after %s", history).isNull();
      assertThat(broken).as("nothing on a broken wire, after %s", history).isFalse();
      sent.add(frame.text());
      Step how = nextSend;
      nextSend = Step.TAKEN;
      if (how == Step.SEND_IS_OUT) {
        return true;
      }
      underWay = done;
      if (how == Step.SEND_IS_SLOW && !steps.isEmpty()) {
        act(steps.remove()); // what another thread does meanwhile
      }
      return false;
    }

    @Override
    public void ping() {}

    @Override
    public void close(CloseStatus closeStatus) {}
  }
}
