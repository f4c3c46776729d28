package onlookers.socketio.engineio;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.time.Duration;
import onlookers.fixture.ManualScheduler;
import onlookers.socketio.codec.EngineError;
import onlookers.socketio.codec.EngineLimits;
import onlookers.socketio.codec.EnginePacket;
import onlookers.socketio.codec.EngineQuery;

/**
 * An engine whose time stands still until a test lets it pass, with one client and his WebSocket.
 */
abstract class EngineFixture {
  static final EngineLimits LIMITS =
      new EngineLimits(Duration.ofMinutes(1), Duration.ofMinutes(1), 1_000);

  final ManualScheduler clock = new ManualScheduler();
  final RecordingSessionHandler application = new RecordingSessionHandler();
  final Engine engine = new Engine(LIMITS, application, clock, Runnable::run);
  final RecordingTransport channel = new RecordingTransport();
  final EngineSocket socket = engine.socket(channel);

  void begin() {
    poll("EIO=4&transport=polling");
  }

  String known() {
    return "EIO=4&transport=polling&sid=" + application.session.id();
  }

  RecordingPoll poll() {
    return poll(known());
  }

  RecordingPoll poll(String query) {
    RecordingPoll poll = new RecordingPoll();
    engine.poll(query(query), "", poll);
    return poll;
  }

  EngineError post(String body) {
    Posting posting = application.session.beginPost();
    return posting.refusal() == null
        ? posting.deliver(false, body.getBytes(UTF_8))
        : posting.refusal();
  }

  /** A client who has begun with the WebSocket, of which the first packet is forgotten. */
  EngineSession connect() {
    EngineSession session = engine.connect(query("EIO=4&transport=websocket"), "", socket);
    channel.sent.clear();
    return session;
  }

  void send(String packet) {
    application.session.send(packet, ok -> {});
  }

  /** A WebSocket comes for the session, and says this. */
  void upgrade(String packet) {
    engine.connect(query(known().replace("polling", "websocket")), "", socket);
    receive(packet);
  }

  void receive(String packet) {
    application.session.receive(socket, EnginePacket.text(packet));
  }

  static EngineQuery query(String query) {
    return EngineQuery.parse(query);
  }
}
