package onlookers.websocket;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import onlookers.presence.Counts;
import onlookers.presence.Instruments;
import onlookers.presence.Instruments.Counter;
import onlookers.presence.Post;
import onlookers.protocol.NativeCodec;
import org.junit.jupiter.api.Test;

class OutboxTest {
  private static final Post POST = new Post("13");
  private static final Post OTHER = new Post("14");

  private final HandFedWire wire = new HandFedWire();
  private final Instruments instruments = new Instruments();
  private final List<String> ends = new ArrayList<>();
  private final Outbox outbox =
      new Outbox(wire, new NativeCodec(), instruments, () -> ends.add("overflow"));

  @Test
  void aClientThatDoesNotReadCostsOneFrameAPost() {
    Seat one = seat();
    Seat two = seat();
    tell(one, POST, 1);
    for (int viewers = 2; viewers <= 1_000; viewers++) {
      tell(one, POST, viewers);
      tell(two, OTHER, viewers);
    }

    wire.takeAll();

    assertThat(wire.sent)
        .containsExactly(
            "[\"counts\",\"13\",1,0]", "[\"counts\",\"13\",1000,0]", "[\"counts\",\"14\",1000,0]");
    assertThat(instruments.total(Counter.PUSHES_SENT)).isEqualTo(3);
    assertThat(instruments.total(Counter.PUSHES_SUPERSEDED)).isEqualTo(1_996);
  }

  @Test
  void aFrameEqualToTheLastOneSentIsNotSent() {
    Seat seat = seat();
    tell(seat, POST, 1);
    wire.takeAll();
    tell(seat, POST, 1);
    wire.takeAll();

    assertThat(wire.sent).containsExactly("[\"counts\",\"13\",1,0]");
  }

  @Test
  void whatGoesBackToTheLastValueBeforeItWasTakenIsNotSent() {
    Seat seat = seat();
    tell(seat, POST, 1);
    wire.take();
    tell(seat(), OTHER, 5);
    tell(seat, POST, 2);
    tell(seat, POST, 1);
    wire.takeAll();

    assertThat(wire.sent).endsWith("[\"counts\",\"14\",5,0]");
  }

  @Test
  void aHushedSeatHearsNothingBeforeItsAnswer() {
    Seat seat = new Seat(outbox);
    seat.tell(frame(POST, 7));
    assertThat(wire.sent).isEmpty();

    seat.answer(frame(POST, 8));
    wire.takeAll();
    seat.tell(frame(POST, 9));

    assertThat(wire.sent).containsExactly("[\"counts\",\"13\",8,0]", "[\"counts\",\"13\",9,0]");
  }

  @Test
  void aSeatThatWasGivenUpIsSilent() {
    Seat seat = seat();
    outbox.offer("first");
    tell(seat, POST, 1);
    outbox.leave(seat);
    tell(seat, POST, 2);
    wire.takeAll();

    assertThat(wire.sent).containsExactly("first");
  }

  @Test
  void countsThatWaitAreForgottenWhenTheNodeStartsOver() {
    Seat seat = seat();
    outbox.offer("first");
    tell(seat, POST, 1);
    outbox.startOver(List.of(seat));
    outbox.offer("degraded");
    tell(seat, POST, 2);
    wire.takeAll();

    assertThat(wire.sent).containsExactly("first", "degraded", "[\"counts\",\"13\",2,0]");
  }

  @Test
  void theLastStepComesAfterTheFramesThatWaitButForCounts() {
    Seat seat = seat();
    outbox.offer("first");
    tell(seat, POST, 1);
    outbox.offer("error");
    outbox.finish(() -> wire.sent.add("close"));
    outbox.offer("too late");
    tell(seat, POST, 2);
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
    Seat seat = seat();
    IntStream.range(0, 100_000).forEach(i -> tell(seat, POST, i));

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

  private Seat seat() {
    Seat seat = new Seat(outbox);
    seat.hushed = false;
    return seat;
  }

  private static void tell(Seat seat, Post post, long viewers) {
    seat.tell(frame(post, viewers));
  }

  private static CountsFrame frame(Post post, long viewers) {
    return new CountsFrame(post, new Counts(viewers, 0));
  }

  /** A wire whose other end reads when the test says so. */
  private static final class HandFedWire implements Wire {
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
    public void close(Goodbye goodbye) {}
  }
}
