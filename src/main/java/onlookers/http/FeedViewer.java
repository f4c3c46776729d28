package onlookers.http;

import jakarta.servlet.AsyncContext;
import jakarta.servlet.AsyncEvent;
import jakarta.servlet.AsyncListener;
import jakarta.servlet.ServletOutputStream;
import jakarta.servlet.WriteListener;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.Executor;
import java.util.function.Consumer;

/**
 * One page that looks at the dashboard. It is written to without waiting (Servlet 6.0, 3.12.2):
 * what it does not take waits here, and when that is more than {@value #MAX_WAITING} events it is
 * dropped, and comes again.
 *
 * <p>All writing happens on one thread. What the container reports of the request it reports on
 * threads of its own, holding locks of its own: so it is only noted, and never waited for.
 */
final class FeedViewer implements WriteListener, AsyncListener {
  private static final System.Logger LOG = System.getLogger(FeedViewer.class.getName());

  /** So many events that it does not take. */
  static final int MAX_WAITING = 64;

  private final AsyncContext context;
  private final ServletOutputStream output;
  private final Executor writer;
  private final Consumer<FeedViewer> onEnd;
  private final Deque<byte[]> waiting = new ArrayDeque<>();

  /** Only after the container has said so for the first time. */
  private boolean writable;

  private volatile boolean over;

  /**
   * @param writer the one thread that writes
   * @param onEnd called once or more, on any thread, that this is the end
   */
  FeedViewer(
      AsyncContext context,
      ServletOutputStream output,
      Executor writer,
      Consumer<FeedViewer> onEnd) {
    this.context = context;
    this.output = output;
    this.writer = writer;
    this.onEnd = onEnd;
  }

  /** One more event; on the writer's thread. */
  void send(byte[] event) {
    if (over) {
      return;
    }
    if (waiting.size() >= MAX_WAITING) {
      LOG.log(System.Logger.Level.DEBUG, "a page of the dashboard does not read, and is dropped");
      end();
      return;
    }
    waiting.add(event);
    write();
  }

  private void write() {
    try {
      while (!over && writable && !waiting.isEmpty()) {
        writable = output.isReady();
        if (writable) {
          output.write(waiting.remove());
        }
      }
      flush();
    } catch (IOException | RuntimeException gone) {
      end();
    }
  }

  private void flush() throws IOException {
    if (!over && writable) {
      writable = output.isReady();
      if (writable) {
        output.flush();
      }
    }
  }

  /** Ends the response; from any thread, and any number of times. */
  void end() {
    if (!over) {
      over = true;
      onEnd.accept(this);
      complete();
    }
  }

  private void complete() {
    try {
      AsyncResponse.COMPLETE.invoke(context);
    } catch (RuntimeException e) {
      LOG.log(System.Logger.Level.DEBUG, "the request has ended already", e);
    }
  }

  @Override
  public void onWritePossible() {
    writer.execute(
        () -> {
          writable = true;
          write();
        });
  }

  @Override
  public void onError(Throwable gone) {
    writer.execute(this::end);
  }

  @Override
  public void onComplete(AsyncEvent event) {
    over = true;
    onEnd.accept(this);
  }

  @Override
  public void onError(AsyncEvent event) {
    over = true;
    onEnd.accept(this);
  }

  @Override
  public void onTimeout(AsyncEvent event) {
    end();
  }

  @Override
  public void onStartAsync(AsyncEvent event) {}
}
