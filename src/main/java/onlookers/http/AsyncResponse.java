package onlookers.http;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import jakarta.servlet.AsyncContext;
import jakarta.servlet.AsyncEvent;
import jakarta.servlet.AsyncListener;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.time.Duration;
import onlookers.runtime.Guard;
import onlookers.runtime.PrivilegedCall;

/**
 * A request that is answered later, once. Whoever answers it does not wait for its client, and is
 * not thrown at, whatever has become of it.
 */
public class AsyncResponse {
  private static final System.Logger LOG = System.getLogger(AsyncResponse.class.getName());

  /** Ends a request on a thread of ours: for the next thing on its connection Tomcat needs one. */
  static final PrivilegedCall COMPLETE = PrivilegedCall.of(AsyncContext.class, "complete");

  private final AsyncContext context;
  private final Runnable ended;

  @GuardedBy("this")
  private boolean over;

  /**
   * Takes over a request whose asynchronous context has been started.
   *
   * @param maxWait after which it is refused, zero for never
   * @param ended runs when the container has ended the request, answered or not; perhaps again
   */
  public AsyncResponse(AsyncContext context, Duration maxWait, Runnable ended) {
    this.context = context;
    this.ended = ended;
    context.setTimeout(maxWait.toMillis());
    context.addListener(new End());
  }

  /** Answers, unless that was done. */
  public final void answer(Response answer) {
    answer(answer.status(), answer.contentType(), answer.bytes());
  }

  /** The container may take the request back at any time, and use it for another client. */
  protected final synchronized void answer(int status, String contentType, byte[] body) {
    if (over) {
      return;
    }
    over = true;
    try {
      write(status, contentType, body);
    } catch (Throwable e) {
      LOG.log(System.Logger.Level.DEBUG, "no answer", e);
    } finally {
      complete();
    }
  }

  private void write(int status, String contentType, byte[] body) throws IOException {
    HttpServletResponse response = (HttpServletResponse) context.getResponse();
    response.setStatus(status);
    response.setContentType(contentType);
    response.setHeader("X-Content-Type-Options", "nosniff");
    if (status >= HttpServletResponse.SC_BAD_REQUEST) {
      response.setHeader("Connection", "close"); // of a body, the rest is not wanted
    }
    response.setContentLength(body.length);
    response.getOutputStream().write(body);
  }

  private void complete() {
    try {
      COMPLETE.invoke(context);
    } catch (Throwable e) {
      LOG.log(System.Logger.Level.DEBUG, "the request has ended already", e);
    }
  }

  /** It was not answered in time; does nothing by itself. */
  protected void timedOut() {}

  private void end() {
    synchronized (this) {
      over = true;
    }
    Guard.run(ended);
  }

  /** Called when the container has ended the request. */
  private final class End implements AsyncListener {
    @Override
    public void onComplete(AsyncEvent event) {
      end();
    }

    @Override
    public void onTimeout(AsyncEvent event) {
      Guard.run(ended);
      timedOut();
    }

    @Override
    public void onError(AsyncEvent event) {
      end();
    }

    @Override
    public void onStartAsync(AsyncEvent event) {}
  }
}
