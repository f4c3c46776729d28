package onlookers.socketio.engineio;

import onlookers.socketio.codec.EngineError;
import onlookers.socketio.codec.Payload;

/**
 * An HTTP request that waits for packets. It is answered once, by whichever thread; none waits, and
 * none is thrown at, whatever has become of the request.
 */
public interface Poll {
  /** Answers it with packets. */
  void answer(Payload payload);

  /** Answers it with an error. */
  void refuse(EngineError error);
}
