package onlookers.websocket;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import onlookers.presence.Counts;
import onlookers.presence.Post;
import onlookers.protocol.NativeCodec;
import onlookers.runtime.Counter;
import onlookers.runtime.NodeMetrics;
import org.junit.jupiter.api.Test;

class OutboxTest {
  private static final Post POST = new Post("13");
  private static final Post OTHER = new Post("14");

  private final HandFedWire wire = new HandFedWire();
  private final NodeMetrics nodeMetrics = new NodeMetrics();
  private final List<String> ends = new ArrayList<>();
  private final Outbox outbox =
      new Outbox(wire, new NativeCodec(), nodeMetrics, () -> ends.add("overflow"));

  @Test
  void aClientThatDoesNotReadCostsOneFrameAPost() {
    Subscription one = subscription();
    Subscription two = subscription();
    publish(one, POST, 1);
    for (int viewers = 2; viewers <= 1_000; viewers++) {
      publish(one, POST, viewers);
      publish(two, OTHER, viewers);
    }

    wire.takeAll();

    assertThat(wire.sent)
        .containsExactly(
            "[\"counts\",\"13\",1,0]", "[\"counts\",\"13\",1000,0]", "[\"counts\",\"14\",1000,0]");
    assertThat(nodeMetrics.total(Counter.PUSHES_SENT)).isEqualTo(3);
    assertThat(nodeMetrics.total(Counter.PUSHES_SUPERSEDED)).isEqualTo(1_996);
  }

  @Test
  void aFrameEqualToTheLastOneSentIsNotSent() {
    Subscription subscription = subscription();
    publish(subscription, POST, 1);
    wire.takeAll();
    publish(subscription, POST, 1);
    wire.takeAll();

    assertThat(wire.sent).containsExactly("[\"counts\",\"13\",1,0]");
  }

  @Test
  void whatGoesBackToTheLastValueBeforeItWasTakenIsNotSent() {
    Subscription subscription = subscription();
    publish(subscription, POST, 1);
    wire.take();
    publish(subscription(), OTHER, 5);
    publish(subscription, POST, 2);
    publish(subscription, POST, 1);
    wire.takeAll();

    assertThat(wire.sent).endsWith("[\"counts\",\"14\",5,0]");
  }

  @Test
  void aSubscriptionThatAwaitsItsSnapshotReceivesNothingBeforeIt() {
    Subscription subscription = new Subscription(outbox);
    subscription.publish(frame(POST, 7));
    assertThat(wire.sent).isEmpty();

    subscription.answer(frame(POST, 8));
    wire.takeAll();
    subscription.publish(frame(POST, 9));

    assertThat(wire.sent).containsExactly("[\"counts\",\"13\",8,0]", "[\"counts\",\"13\",9,0]");
  }

  @Test
  void aSubscriptionThatWasGivenUpReceivesNothing() {
    Subscription subscription = subscription();
    outbox.offer("first");
    publish(subscription, POST, 1);
    outbox.leave(subscription);
    publish(subscription, POST, 2);
    wire.takeAll();

    assertThat(wire.sent).containsExactly("first");
  }

  @Test
  void countsThatWaitAreForgottenWhenTheNodeStartsOver() {
    Subscription subscription = subscription();
    outbox.offer("first");
    publish(subscription, POST, 1);
    outbox.startOver(List.of(subscription));
    outbox.offer("degraded");
    publish(subscription, POST, 2);
    wire.takeAll();

    assertThat(wire.sent).containsExactly("first", "degraded", "[\"counts\",\"13\",2,0]");
  }

  @Test
  void theLastStepComesAfterTheFramesThatWaitButForCounts() {
    Subscription subscription = subscription();
    outbox.offer("first");
    publish(subscription, POST, 1);
    outbox.offer("error");
    outbox.finish(() -> wire.sent.add("close"));
    outbox.offer("too late");
    publish(subscription, POST, 2);
    wire.takeAll();

    assertThat(wire.sent).containsExactly("first", "error", "close");
  }

  @Test
  void anIdleOutboxFinishesAtOnce() {
    outbox.finish(() -> ends.add("close"));
    outbox.finish(() -> ends.add("again"));

    assertThat(ends).containsExactly("close");
  }

  @Test
  void whoAsksAndDoesNotReadIsEnded() {
    IntStream.range(0, 102).forEach(i -> outbox.offer("error " + i));

    assertThat(ends).containsExactly("overflow");
  }

  @Test
  void aWireThatAnswersAtOnceIsServedWithoutGoingDeeper() {
    wire.inline = true;
    Subscription subscription = subscription();
    IntStream.range(0, 100_000).forEach(i -> publish(subscription, POST, i));

    assertThat(wire.sent).hasSize(100_000);
  }

  @Test
  void nothingMoreIsSentOnABrokenWireAndItIsClosed() {
    outbox.offer("first");
    wire.fail();
    outbox.offer("second");
    outbox.finish(() -> ends.add("close"));
    outbox.finish(() -> ends.add("again"));

    assertThat(wire.sent).containsExactly("first");
    assertThat(ends).containsExactly("close");
  }

  @Test
  void aWireThatBreaksOnItsLastFramesIsClosed() {
    outbox.offer("first");
    outbox.offer("second");
    outbox.finish(() -> ends.add("close"));
    wire.fail();

    assertThat(wire.sent).containsExactly("first");
    assertThat(ends).containsExactly("close");
  }

  @Test
  void whenTheLastFramesTakeTooLongTheLastStepIsTakenOnce() {
    outbox.offer("first");
    outbox.finish(() -> ends.add("close"));
    outbox.end();
    wire.take();
    outbox.end();

    assertThat(ends).containsExactly("close");
  }

  @Test
  void aLastStepThatFailsHarmsNobody() {
    outbox.offer("first");
    outbox.finish(
        () -> {
          ends.add("close");
          throw new IllegalStateException("not connected");
        });
    wire.take();
    outbox.end();

    assertThat(ends).containsExactly("close");
  }

  @Test
  void answersThatWereReadAreNotCountedAgainstTheClient() {
    for (int i = 0; i < 1_000; i++) {
      outbox.offer("under way " + i);
      outbox.offer("waits " + i);
      wire.takeAll();
    }

    assertThat(ends).isEmpty();
    assertThat(wire.sent).hasSize(2_000);
  }

  @Test
  void aHundredAnswersMayWait() {
    IntStream.range(0, 101).forEach(i -> outbox.offer("error " + i));
    wire.takeAll();

    assertThat(ends).isEmpty();
    assertThat(wire.sent).hasSize(101);
  }

  @Test
  void anAnswerThatComesTwiceSendsNothingTwice() {
    outbox.offer("first");
    outbox.offer("second");
    Consumer<Boolean> done = wire.underWay.peek();
    wire.fail();
    done.accept(false);

    assertThat(wire.sent).containsExactly("first");
  }

  private Subscription subscription() {
    Subscription subscription = new Subscription(outbox);
    subscription.startOver(); // what it was to wait for has come
    return subscription;
  }

  private static void publish(Subscription subscription, Post post, long viewers) {
    subscription.publish(frame(post, viewers));
  }

  private static CountsFrame frame(Post post, long viewers) {
    return new CountsFrame(post, new Counts(viewers, 0));
  }

  /** A wire whose other end reads when the test says so. */
  private static final class HandFedWire implements Transport {
    final List<String> sent = new ArrayList<>();
    final Deque<Consumer<Boolean>> underWay = new ArrayDeque<>();
    boolean inline;

    @Override
    public boolean send(Frame frame, Consumer<Boolean> done) {
      assertThat(underWay).as("one frame at a time").isEmpty();
      sent.add(frame.text());
      if (inline) {
        done.accept(true);
      } else {
        underWay.add(done);
      }
      return false;
    }

    void take() {
      underWay.remove().accept(true);
    }

    void takeAll() {
      while (!underWay.isEmpty()) {
        take();
      }
    }

    void fail() {
      underWay.remove().accept(false);
    }

    @Override
    public void ping() {}

    @Override
    public void close(CloseStatus closeStatus) {}
  }
}
