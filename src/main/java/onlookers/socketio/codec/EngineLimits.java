package onlookers.socketio.codec;

import java.time.Duration;

/**
 * What a server announces to its clients.
 *
 * @param pingInterval how often one side asks the other for a sign of life
 * @param pingTimeout how long that may take
 * @param maxPayload bytes that a client may send in one request or one WebSocket message
 */
public record EngineLimits(Duration pingInterval, Duration pingTimeout, int maxPayload) {
  /** The shorter of the ping's times. */
  public Duration shorterTime() {
    return pingInterval.compareTo(pingTimeout) < 0 ? pingInterval : pingTimeout;
  }
}
