package onlookers.http;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import jakarta.servlet.AsyncContext;
import jakarta.servlet.ServletOutputStream;
import jakarta.servlet.WriteListener;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.lang.reflect.Proxy;
import java.util.ArrayList;
import java.util.List;
import onlookers.fixture.ManualScheduler;
import org.junit.jupiter.api.Test;

class FeedViewerTest {
  private final ManualScheduler writer = new ManualScheduler();
  private final List<String> calls = new ArrayList<>();
  private final List<FeedViewer> ended = new ArrayList<>();
  private final Output output = new Output();
  private final FeedViewer viewer = new FeedViewer(context(), output, writer, ended::add);

  private AsyncContext context() {
    return (AsyncContext)
        Proxy.newProxyInstance(
            getClass().getClassLoader(),
            new Class<?>[] {AsyncContext.class},
            (proxy, method, arguments) -> {
              calls.add(method.getName());
              return null;
            });
  }

  /** A client that reads when it likes. */
  private static final class Output extends ServletOutputStream {
    final ByteArrayOutputStream written = new ByteArrayOutputStream();
    boolean ready = true;
    boolean broken;

    @Override
    public boolean isReady() {
      return ready;
    }

    @Override
    public void setWriteListener(WriteListener listener) {}

    @Override
    public void write(int b) throws IOException {
      if (broken) {
        throw new IOException("gone");
      }
      assertThat(ready).as("asked first").isTrue();
      written.write(b);
    }
  }

  private void send(String... events) {
    for (String event : events) {
      viewer.send(event.getBytes(UTF_8));
    }
  }

  private String received() {
    return output.written.toString(UTF_8);
  }

  private void becomesWritable() {
    viewer.onWritePossible();
    writer.runDue();
  }

  @Test
  void nothingIsWrittenBeforeTheContainerAllowsItAndThenAllInOrder() {
    send("a", "b");
    assertThat(received()).isEmpty();
    becomesWritable();
    send("c");
    assertThat(received()).isEqualTo("abc");
  }

  @Test
  void whoDoesNotReadIsNotWrittenToUntilTheyDo() {
    becomesWritable();
    output.ready = false;
    send("a", "b");
    assertThat(received()).isEmpty();
    output.ready = true;
    becomesWritable();
    assertThat(received()).isEqualTo("ab");
    assertThat(ended).isEmpty();
  }

  @Test
  void whoReadsNothingForLongIsDropped() {
    becomesWritable();
    output.ready = false;
    for (int i = 0; i < FeedViewer.MAX_WAITING; i++) {
      send("x");
    }
    assertThat(ended).isEmpty();
    send("x");
    assertThat(ended).containsExactly(viewer);
    assertThat(calls).containsExactly("complete");
    send("y");
    assertThat(received()).isEmpty();
  }

  @Test
  void aBrokenConnectionEndsItOnce() {
    becomesWritable();
    output.broken = true;
    send("a", "b");
    viewer.onError(new IOException("gone"));
    writer.runDue();
    assertThat(ended).containsExactly(viewer);
    assertThat(calls).containsExactly("complete");
  }
}
