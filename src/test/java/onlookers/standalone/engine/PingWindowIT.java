package onlookers.standalone.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import jakarta.websocket.RemoteEndpoint;
import java.io.IOException;
import java.lang.reflect.Proxy;
import java.nio.ByteBuffer;
import java.nio.channels.CompletionHandler;
import java.nio.channels.WritableByteChannel;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.Semaphore;
import onlookers.fixture.ManualScheduler;
import org.junit.jupiter.api.Test;

class PingWindowIT {
  private final ManualScheduler time = new ManualScheduler();
  private final Semaphore turn = new Semaphore(1);
  private final List<String> sent = new ArrayList<>();
  private final RemoteEndpoint.Basic remote =
      PingAnswers.wrap(
          tomcats(), () -> new FrameChannel(network(), new Open(), turn), time::nanoTime);

  @Test
  void anAnswerIsOneWholePong() throws Exception {
    remote.sendPong(ByteBuffer.wrap(new byte[] {1, 2, 3}));

    assertThat(sent).containsExactly("8a03010203");
  }

  @Test
  void whileAnotherFrameIsOnItsWayNoAnswerIsSentAndThePingIsTakenIn() throws Exception {
    turn.acquire();
    ByteBuffer data = ByteBuffer.wrap(new byte[] {1, 2, 3});
    remote.sendPong(data);
    turn.release();

    assertThat(sent).isEmpty();
    assertThat(data.hasRemaining()).isFalse();
  }

  @Test
  void aHundredPingsInAWindowAreAnsweredAndNotMore() throws Exception {
    ping(PingAnswers.MAX_PINGS);
    time.advance(Duration.ofSeconds(24));
    assertThatThrownBy(() -> ping(1)).isInstanceOf(IOException.class);

    time.advance(Duration.ofSeconds(1));
    assertThatCode(() -> ping(PingAnswers.MAX_PINGS)).doesNotThrowAnyException();
    assertThat(sent).hasSize(2 * PingAnswers.MAX_PINGS);
  }

  @Test
  void allElseGoesTomcatsWay() throws Exception {
    remote.sendText("hello");
    remote.sendPing(ByteBuffer.allocate(0));
    assertThat(sent).containsExactly("sendText", "sendPing");
    assertThatThrownBy(remote::flushBatch).isInstanceOf(IOException.class).hasMessage("closed");
  }

  private void ping(int times) throws IOException {
    for (int i = 0; i < times; i++) {
      remote.sendPong(ByteBuffer.allocate(0));
    }
  }

  private RemoteEndpoint.Basic tomcats() {
    return (RemoteEndpoint.Basic)
        Proxy.newProxyInstance(
            getClass().getClassLoader(),
            new Class<?>[] {RemoteEndpoint.Basic.class},
            (proxy, method, arguments) -> {
              if (method.getName().equals("flushBatch")) {
                throw new IOException("closed");
              }
              sent.add(method.getName());
              return null;
            });
  }

  private WritableByteChannel network() {
    return new WritableByteChannel() {
      @Override
      public int write(ByteBuffer source) {
        byte[] bytes = new byte[source.remaining()];
        source.get(bytes);
        sent.add(HexFormat.of().formatHex(bytes));
        return bytes.length;
      }

      @Override
      public boolean isOpen() {
        return true;
      }

      @Override
      public void close() {}
    };
  }

  private static final class Open implements FrameChannel.TomcatSide {
    @Override
    public boolean isClosed() {
      return false;
    }

    @Override
    public boolean hasDataToWrite() {
      return false;
    }

    @Override
    public void writeTogether(ByteBuffer frame) {
      throw new AssertionError("there is nothing else");
    }

    @Override
    public void write(ByteBuffer rest, CompletionHandler<Long, Void> handler) {
      throw new AssertionError("all is taken at once");
    }
  }
}
