package onlookers.http;

import jakarta.servlet.AsyncContext;
import jakarta.servlet.AsyncEvent;
import jakarta.servlet.AsyncListener;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.time.Duration;
import onlookers.protocol.socketio.EngineError;
import onlookers.protocol.socketio.Payload;
import onlookers.websocket.engineio.Poll;

/** A request that is answered later. Whoever answers it does not wait for its client. */
final class ParkedRequest implements Poll {
  private static final System.Logger LOG = System.getLogger(ParkedRequest.class.getName());

  private final AsyncContext context;
  private boolean over;

  /**
   * @param patience after which it is refused, zero for never
   */
  ParkedRequest(AsyncContext context, Duration patience) {
    this.context = context;
    context.setTimeout(patience.toMillis());
    context.addListener(new End());
  }

  @Override
  public void answer(Payload payload) {
    write(HttpServletResponse.SC_OK, payload.contentType(), payload.body());
  }

  /** The answer to a request that brought packets. */
  void answer(Answer answer) {
    write(answer.status(), answer.contentType(), answer.bytes());
  }

  @Override
  public void refuse(EngineError error) {
    answer(Answer.of(error));
  }

  /** The container may take the request back at any time, and use it for another client. */
  private synchronized void write(int status, String contentType, byte[] body) {
    if (over) {
      return;
    }
    over = true;
    try {
      HttpServletResponse response = (HttpServletResponse) context.getResponse();
      response.setStatus(status);
      response.setContentType(contentType);
      response.setHeader("X-Content-Type-Options", "nosniff");
      response.setContentLength(body.length);
      response.getOutputStream().write(body);
    } catch (IOException | IllegalStateException e) {
      LOG.log(System.Logger.Level.DEBUG, "no answer: {0}", e.getClass().getName());
    }
    complete();
  }

  private void complete() {
    try {
      context.complete();
    } catch (IllegalStateException e) {
      LOG.log(System.Logger.Level.DEBUG, "the request has ended already");
    }
  }

  private synchronized void end() {
    over = true;
  }

  /** Hears that the container has ended the request. */
  private final class End implements AsyncListener {
    @Override
    public void onComplete(AsyncEvent event) {
      end();
    }

    @Override
    public void onTimeout(AsyncEvent event) {
      refuse(EngineError.BAD_REQUEST);
    }

    @Override
    public void onError(AsyncEvent event) {
      end();
    }

    @Override
    public void onStartAsync(AsyncEvent event) {}
  }
}
