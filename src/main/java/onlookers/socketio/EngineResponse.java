package onlookers.socketio;

import onlookers.http.Response;
import onlookers.socketio.codec.EngineError;

/** An error of Engine.IO as the answer to a request. */
final class EngineResponse {
  private EngineResponse() {}

  static Response of(EngineError error) {
    return Response.json(error.status(), error.json());
  }
}
