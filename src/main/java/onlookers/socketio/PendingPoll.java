package onlookers.socketio;

import jakarta.servlet.AsyncContext;
import jakarta.servlet.http.HttpServletResponse;
import java.time.Duration;
import onlookers.http.AsyncResponse;
import onlookers.socketio.codec.EngineError;
import onlookers.socketio.codec.Payload;
import onlookers.socketio.engineio.Poll;

/** A request that waits for packets, or whose own packets are not all here. */
final class PendingPoll extends AsyncResponse implements Poll {
  /**
   * @param maxWait after which it is refused, zero for never
   * @param ended runs when the container has ended the request, answered or not; perhaps again
   */
  PendingPoll(AsyncContext context, Duration maxWait, Runnable ended) {
    super(context, maxWait, ended);
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
    refuse(EngineError.BAD_REQUEST);
  }
}
