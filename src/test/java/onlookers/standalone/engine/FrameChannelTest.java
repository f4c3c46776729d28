package onlookers.standalone.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.CompletionHandler;
import java.nio.channels.NotYetConnectedException;
import java.nio.channels.WritableByteChannel;
import java.nio.channels.WritePendingException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Semaphore;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class FrameChannelTest {
  private static final int LENGTH = 10;

  private final FakeNetwork network = new FakeNetwork();
  private final FakeTomcat tomcat = new FakeTomcat();
  private final Semaphore turn = new Semaphore(1);
  private final FrameChannel frames = new FrameChannel(network, tomcat, turn);
  private final List<Boolean> received = new ArrayList<>();

  @AfterEach
  void theTurnIsNeverGivenBackTwice() {
    assertThat(turn.availablePermits()).isLessThanOrEqualTo(1);
  }

  @Test
  void aFrameThatTheNetworkTakesIsOut() {
    assertThat(send()).isTrue();
    assertThat(network.taken).isEqualTo(LENGTH);
    assertSaid();
    assertThat(tomcat.rest).isNull();
  }

  @Test
  void whatTheNetworkDoesNotTakeIsLeftToTomcatAndKeepsTheTurn() {
    network.takes = 4;
    assertThat(send()).isFalse();
    assertThat(tomcat.rest).isEqualTo(6);
    assertThat(received).isEmpty();
    assertThatThrownBy(this::send).isInstanceOf(WritePendingException.class);
    tomcat.handler.completed(6L, null);
    assertSaid(true);
  }

  @Test
  void aRestThatGetsLostIsSaid() {
    network.takes = 4;
    send();
    tomcat.handler.failed(new IOException("reset"), null);
    assertSaid(false);
  }

  @Test
  void aRestThatIsOutAtOnceIsSaidOnce() {
    network.takes = 4;
    tomcat.answersAtOnce = true;
    assertThat(send()).isFalse();
    assertSaid(true);
  }

  @Test
  void anEndThatIsReportedTwiceGivesOneTurnBackAndIsPassedOnOnce() {
    network.takes = 4;
    send();
    tomcat.handler.completed(6L, null);
    tomcat.handler.failed(new IOException("late"), null);
    assertSaid(true);
  }

  @Test
  void theFirstFrameLeavesTogetherWithTheAnswerToTheHandshake() {
    tomcat.hasDataToWrite = true;
    assertThat(send()).isTrue();
    assertThat(tomcat.together).isEqualTo(LENGTH);
    assertThat(network.taken).isZero();
  }

  @Test
  void untilTheHandshakeIsOutEverythingGoesBehindIt() {
    tomcat.hasDataToWrite = true;
    tomcat.takesTogether = 0;
    assertThat(send()).isFalse();
    assertThat(network.taken).isZero();
    assertThat(tomcat.rest).isEqualTo(LENGTH);
    tomcat.handler.completed(10L, null);
    tomcat.hasDataToWrite = false;
    assertThat(send()).isTrue();
    tomcat.hasDataToWrite = true; // an answer to a ping, which had a turn of its own
    assertThat(send()).isTrue();
  }

  @Test
  void nothingFollowsACloseFrame() {
    tomcat.closed = true;
    assertThat(send()).isFalse();
    assertThat(network.taken).isZero();
    assertSaid(false);
  }

  static Stream<Throwable> failures() {
    return Stream.of(
        new ClosedChannelException(),
        new IOException("broken pipe"),
        new NotYetConnectedException(),
        new NullPointerException("Tomcat has taken the socket apart"),
        new OutOfMemoryError("a buffer for the network"));
  }

  @ParameterizedTest
  @MethodSource("failures")
  void aNetworkThatFailsThrowsNothingAndIsSaid(Throwable failure) {
    network.failure = failure;
    assertThat(send()).isFalse();
    assertSaid(false);
  }

  @ParameterizedTest
  @MethodSource("failures")
  void anEngineThatFailsBeforeTheNetworkThrowsNothingAndIsSaid(Throwable failure) {
    tomcat.failsToReport = failure;
    assertThat(send()).isFalse();
    assertSaid(false);
  }

  @ParameterizedTest
  @MethodSource("failures")
  void anEngineThatFailsToTakeTheRestThrowsNothingAndIsSaid(Throwable failure) {
    network.takes = 4;
    tomcat.failsToWrite = failure;
    assertThat(send()).isFalse();
    assertSaid(false);
  }

  @ParameterizedTest
  @MethodSource("failures")
  void anEngineThatReportsTheEndAndFailsThenIsTakenInOnce(Throwable failure) {
    network.takes = 4;
    tomcat.answersAtOnce = true;
    tomcat.failsToWrite = failure;
    assertThat(send()).isFalse();
    assertSaid(true);
  }

  @Test
  void aListenerThatThrowsKeepsNoTurn() {
    tomcat.closed = true;
    frames.test(ByteBuffer.allocate(LENGTH), FrameChannelTest::refuse);
    tomcat.closed = false;
    network.takes = 4;
    frames.test(ByteBuffer.allocate(LENGTH), FrameChannelTest::refuse);
    tomcat.handler.completed(6L, null);
    assertThat(turn.availablePermits()).isOne();
  }

  private static void refuse(boolean written) {
    throw new IllegalStateException("a listener that fails");
  }

  private boolean send() {
    return frames.test(ByteBuffer.allocate(LENGTH), received::add);
  }

  /** The turn is free, and this is all that was said. */
  private void assertSaid(Boolean... said) {
    assertThat(turn.availablePermits()).isOne();
    assertThat(received).containsExactly(said);
  }

  /** Throws whatever it is given, as nobody can promise that a container does not. */
  @SuppressWarnings("unchecked")
  private static <E extends Throwable> void fail(@Nullable Throwable failure) throws E {
    if (failure != null) {
      throw (E) failure;
    }
  }

  private static final class FakeNetwork implements WritableByteChannel {
    int takes = Integer.MAX_VALUE;
    int taken;
    @Nullable Throwable failure;

    @Override
    public int write(ByteBuffer frame) {
      FrameChannelTest.<RuntimeException>fail(failure);
      int bytes = Math.min(takes, frame.remaining());
      frame.position(frame.position() + bytes);
      taken += bytes;
      return bytes;
    }

    @Override
    public boolean isOpen() {
      return true;
    }

    @Override
    public void close() {}
  }

  private static final class FakeTomcat implements FrameChannel.TomcatSide {
    boolean closed;
    boolean hasDataToWrite;
    int takesTogether = Integer.MAX_VALUE;
    int together;
    boolean answersAtOnce;
    @Nullable Throwable failsToReport;
    @Nullable Throwable failsToWrite;
    @Nullable Integer rest;
    CompletionHandler<Long, @Nullable Void> handler;

    @Override
    public boolean isClosed() {
      FrameChannelTest.<RuntimeException>fail(failsToReport);
      return closed;
    }

    @Override
    public boolean hasDataToWrite() {
      return hasDataToWrite;
    }

    @Override
    public void writeTogether(ByteBuffer frame) {
      FrameChannelTest.<RuntimeException>fail(failsToWrite);
      int bytes = Math.min(takesTogether, frame.remaining());
      frame.position(frame.position() + bytes);
      together += bytes;
    }

    @Override
    public void write(ByteBuffer bytes, CompletionHandler<Long, @Nullable Void> completion) {
      rest = bytes.remaining();
      handler = completion;
      if (answersAtOnce) {
        completion.completed((long) bytes.remaining(), null);
      }
      FrameChannelTest.<RuntimeException>fail(failsToWrite);
    }
  }
}
