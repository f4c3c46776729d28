package onlookers.socketio;

import jakarta.servlet.AsyncContext;
import jakarta.servlet.http.HttpServletResponse;
import java.time.Duration;
import onlookers.http.AsyncResponse;
import onlookers.socketio.codec.EngineError;
import onlookers.socketio.codec.Payload;
import onlookers.socketio.engineio.Poll;

/** A request that waits for packets. */
final class PendingPoll extends AsyncResponse implements Poll {
  /** The session's heartbeat ends a poll. */
  private static final Duration FOR_EVER = Duration.ZERO;

  private final Runnable stopped;

  /**
   * @param stopped answers it, and is called when the application stops while it waits. A container
   *     is not asked for a timeout; Tomcat reports one then, and tells the application only after
   *     that.
   */
  PendingPoll(AsyncContext context, Runnable stopped) {
    super(context, FOR_EVER, () -> {});
    this.stopped = stopped;
  }

  @Override
  public void answer(Payload payload) {
    answer(HttpServletResponse.SC_OK, payload.contentType(), payload.body());
  }

  @Override
  public void refuse(EngineError error) {
    answer(EngineResponse.of(error));
  }

  @Override
  protected void timedOut() {
    stopped.run();
    // Perhaps another thread has ended the session, and answers at this moment or is about to. The
    // container would write an answer of its own beside it as soon as this returns.
    refuse(EngineError.UNKNOWN_SID);
  }
}
