package onlookers.socketio.engineio;

import static java.nio.charset.StandardCharsets.UTF_8;

import onlookers.socketio.codec.EngineError;
import onlookers.socketio.codec.Payload;

/** A poll that remembers how it was answered. */
final class RecordingPoll implements Poll {
  volatile String answer;

  @Override
  public void answer(Payload payload) {
    set(new String(payload.body(), UTF_8));
  }

  @Override
  public void refuse(EngineError error) {
    set(error.name());
  }

  private void set(String text) {
    if (answer != null) {
      throw new AssertionError("answered twice: " + answer + ", " + text);
    }
    answer = text;
  }
}
