package onlookers.http;

import jakarta.servlet.AsyncContext;
import jakarta.servlet.AsyncEvent;
import jakarta.servlet.AsyncListener;
import jakarta.servlet.ReadListener;
import jakarta.servlet.ServletInputStream;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.time.Duration;

/**
 * A body that nobody wants. After the answer a server skips what is left of it; Tomcat waits for
 * that in one of its threads, for a minute and more, unless the request is answered asynchronously
 * and the connection ends with it.
 */
public final class UnreadBody {
  private static final System.Logger LOG = System.getLogger(UnreadBody.class.getName());
  private static final Duration FOR_EVER = Duration.ZERO;

  /**
   * What is on its way when the answer goes out may arrive for so long: a connection that is closed
   * before loses the answer (RFC 9112, 9.6).
   */
  private static final Duration LINGER = Duration.ofSeconds(1);

  private static final int CHUNK = 4_096;

  private UnreadBody() {}

  /** Begins a request that is answered later; a body that it may have is not waited for. */
  public static AsyncContext startAsync(HttpServletRequest request, HttpServletResponse response) {
    if (isAnnounced(request)) {
      response.setHeader("Connection", "close");
    }
    return request.startAsync();
  }

  /** Answers a request at once; a body that it may have is not waited for. */
  public static void answer(
      Response answer, HttpServletRequest request, HttpServletResponse response)
      throws IOException {
    if (isToBeLeft(request)) {
      new AsyncResponse(startAsync(request, response), FOR_EVER, () -> {}).answer(answer);
    } else {
      ReadOnlyServlet.send(answer, response);
    }
  }

  /** The same, and the client may go on sending for a moment, so that it reads the answer. */
  static void refuse(Response answer, HttpServletRequest request, HttpServletResponse response)
      throws IOException {
    if (isToBeLeft(request)) {
      AsyncContext context = startAsync(request, response);
      ReadOnlyServlet.send(answer, response);
      response.flushBuffer();
      end(context, request.getInputStream(), response);
    } else {
      ReadOnlyServlet.send(answer, response);
    }
  }

  /** Whether there is a body which nobody has arranged yet not to wait for. */
  private static boolean isToBeLeft(HttpServletRequest request) {
    return isAnnounced(request) && request.isAsyncSupported() && !request.isAsyncStarted();
  }

  /** Whether a body is to come, or a part of it. */
  public static boolean isAnnounced(HttpServletRequest request) {
    return request.getContentLengthLong() > 0 || request.getHeader("Transfer-Encoding") != null;
  }

  /**
   * Ends a request that was answered with {@link #startAsync}: at once when its body is whole, else
   * when what was on its way has come, and after a second in any case. No thread waits.
   */
  static void end(AsyncContext context, ServletInputStream input, HttpServletResponse response)
      throws IOException {
    if (input.isFinished() || !response.isCommitted()) {
      context.complete();
    } else {
      context.setTimeout(LINGER.toMillis());
      Rest rest = new Rest(context, input);
      context.addListener(rest);
      input.setReadListener(rest);
    }
  }

  /** Reads what comes, and throws it away. */
  private static final class Rest implements ReadListener, AsyncListener {
    private final AsyncContext context;
    private final ServletInputStream input;
    private final byte[] chunk = new byte[CHUNK];

    Rest(AsyncContext context, ServletInputStream input) {
      this.context = context;
      this.input = input;
    }

    @Override
    public void onDataAvailable() throws IOException {
      int read = 0;
      while (read >= 0 && input.isReady()) {
        read = input.read(chunk);
      }
    }

    @Override
    public void onAllDataRead() {
      complete();
    }

    @Override
    public void onError(Throwable gone) {
      complete();
    }

    @Override
    public void onTimeout(AsyncEvent event) {
      complete();
    }

    private void complete() {
      try {
        context.complete();
      } catch (IllegalStateException e) {
        LOG.log(System.Logger.Level.DEBUG, "the request has ended already", e);
      }
    }

    @Override
    public void onComplete(AsyncEvent event) {}

    @Override
    public void onError(AsyncEvent event) {}

    @Override
    public void onStartAsync(AsyncEvent event) {}
  }
}
