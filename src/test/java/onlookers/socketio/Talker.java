package onlookers.socketio;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.regex.Matcher;
import java.util.regex.Pattern;
import onlookers.fixture.EnginePolling;
import onlookers.fixture.EngineSocket;

/** A Socket.IO client by hand over a WebSocket, which may say anything. */
final class Talker implements AutoCloseable {
  private static final Pattern SESSION = Pattern.compile("42\\[\"session\",\"([^\"]{22})\"]");

  final EngineSocket socket;
  final String session;

  private Talker(EngineSocket socket) {
    this.socket = socket;
    this.session = awaitSession();
  }

  /** Connects and knows its session. */
  static Talker connect(Server server, int version) {
    EngineSocket socket = server.engine(version).connect();
    if (version == 4) {
      socket.send("40");
    }
    return new Talker(socket);
  }

  /** Goes on with a session that was opened by polling. */
  static Talker upgrading(EnginePolling polling) {
    EngineSocket socket = polling.probe();
    socket.send("5");
    socket.send("40");
    return new Talker(socket);
  }

  /** Connects and views a post, and has received its viewers. */
  static Talker viewing(Server server, int version, String post) {
    Talker talker = connect(server, version);
    talker.socket.send("42[\"viewing\",\"" + post + "\"]");
    talker.awaitPacket("42\\[\"viewers\",\"" + post + "\",\\d+]");
    return talker;
  }

  private String awaitSession() {
    return awaitPacket(SESSION.pattern()).group(1);
  }

  /** Passes over what comes until a packet of that pattern; answers pings meanwhile. */
  Matcher awaitPacket(String pattern) {
    Pattern wanted = Pattern.compile(pattern);
    while (true) {
      Object next = socket.next();
      assertThat(next).as("while waiting for %s", pattern).isNotEqualTo(EngineSocket.END);
      Matcher matcher = wanted.matcher(next.toString());
      if (matcher.matches()) {
        return matcher;
      }
      if (next.equals("2")) {
        socket.send("3");
      }
    }
  }

  @Override
  public void close() {
    socket.close();
  }
}
