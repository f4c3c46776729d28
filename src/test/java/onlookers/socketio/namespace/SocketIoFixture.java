package onlookers.socketio.namespace;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import onlookers.fixture.ManualScheduler;
import onlookers.socketio.codec.EngineError;
import onlookers.socketio.codec.EngineLimits;
import onlookers.socketio.codec.EngineQuery;
import onlookers.socketio.codec.Payload;
import onlookers.socketio.engineio.Engine;
import onlookers.socketio.engineio.Poll;
import onlookers.socketio.engineio.Posting;

/** Socket.IO on an engine whose time stands still until a test lets it pass, with one client. */
abstract class SocketIoFixture {
  static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(45);
  private static final EngineLimits LIMITS =
      new EngineLimits(Duration.ofMinutes(5), Duration.ofMinutes(5), 10_000);

  final ManualScheduler clock = new ManualScheduler();
  final RecordingNamespace namespace = new RecordingNamespace();
  final Engine engine =
      new Engine(LIMITS, new SocketIo(namespace, CONNECT_TIMEOUT), clock, Runnable::run);
  private int version;
  private String sid;

  SocketIoFixture() {
    engine.start();
  }

  /** A client of that version of Engine.IO comes; answers with the packets of the handshake. */
  List<String> come(int engineVersion) {
    version = engineVersion;
    List<String> packets = ask("");
    if (packets.get(0).startsWith("0{")) {
      sid = packets.get(0).split("\"", 5)[3];
    }
    return packets;
  }

  /** A client of version 4 comes and is connected; nothing of that is remembered. */
  void connect() {
    come(4);
    say("40");
    receive();
    namespace.received.clear();
  }

  /** The client posts packets; answers what the request is answered with. */
  EngineError say(String... packets) {
    Posting posting = engine.session(query("&sid=" + sid)).beginPost();
    return posting.refusal() == null
        ? posting.deliver(false, payload(packets).getBytes(UTF_8))
        : posting.refusal();
  }

  private String payload(String... packets) {
    if (version == 4) {
      return String.join("\u001e", packets);
    }
    StringBuilder payload = new StringBuilder();
    for (String packet : packets) {
      payload.append(packet.length()).append(':').append(packet);
    }
    return payload.toString();
  }

  /** The packets that wait for the client; a name of an error when his session has ended. */
  List<String> receive() {
    return ask("&sid=" + sid);
  }

  private List<String> ask(String more) {
    List<String> packets = new ArrayList<>();
    engine.poll(
        query(more),
        "192.0.2.1",
        new Poll() {
          @Override
          public void answer(Payload payload) {
            packets.addAll(packets(new String(payload.body(), UTF_8)));
          }

          @Override
          public void refuse(EngineError error) {
            packets.add(error.name());
          }
        });
    return packets;
  }

  private List<String> packets(String payload) {
    if (version == 4) {
      return List.of(payload.split("\u001e"));
    }
    List<String> packets = new ArrayList<>();
    for (int at = 0; at < payload.length(); ) {
      int first = payload.indexOf(':', at) + 1;
      int end = first + Integer.parseInt(payload.substring(at, first - 1));
      packets.add(payload.substring(first, end));
      at = end;
    }
    return packets;
  }

  boolean hasEnded() {
    return engine.session(query("&sid=" + sid)) == null;
  }

  private EngineQuery query(String more) {
    return EngineQuery.parse("EIO=" + version + "&transport=polling" + more);
  }
}
