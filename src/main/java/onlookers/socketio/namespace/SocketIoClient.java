package onlookers.socketio.namespace;

import java.util.List;
import java.util.function.Consumer;
import onlookers.presence.SessionIds;
import onlookers.socketio.codec.Ascii;
import onlookers.socketio.codec.EngineProtocol;
import onlookers.socketio.codec.SocketPacket;
import onlookers.socketio.engineio.EngineSession;

/**
 * One Socket.IO client, as it is spoken to. Some things are spelled for each version of the engine,
 * which is to say for clients 1.x and 2.x, and for 3.x and 4.x.
 */
public final class SocketIoClient {
  private final EngineSession session;
  private final boolean old;

  SocketIoClient(EngineSession session) {
    this.session = session;
    this.old = session.protocol() == EngineProtocol.V3;
  }

  /** The client's IP address, empty when it is not known. */
  public String address() {
    return session.address();
  }

  /** The time of the clock by which it is timed out, in nanoseconds. */
  long nanoTime() {
    return session.nanoTime();
  }

  /** Time matters again, although it was said that it does not. */
  void wake() {
    session.wake();
  }

  /** Whether it is connected to the default namespace without asking for it. */
  boolean isConnectedUnasked() {
    return old;
  }

  /** Sends the client that it is connected to the default namespace. */
  void welcome() {
    send(old ? "40" : "40{\"sid\":\"" + SessionIds.next() + "\"}");
  }

  /** Sends the client that it is not connected to a namespace. */
  void refuse(String namespace, String message) {
    String prefix = namespace.equals(SocketPacket.MAIN) ? "44" : "44" + namespace + ",";
    String text = "\"" + message + "\"";
    send(prefix + (old ? text : "{\"message\":" + text + "}"));
  }

  /**
   * Sends what is an Engine.IO packet already.
   *
   * @param done called once: whether a transport took it; perhaps before this method returns
   */
  public void send(String packet, Consumer<Boolean> done) {
    session.send(packet, done);
  }

  private void send(String packet) {
    session.send(packet, ok -> {});
  }

  /**
   * Sends an event.
   *
   * @param array its name and arguments, a JSON array
   */
  public void emit(String array) {
    send("42" + spelled(array));
  }

  /**
   * Answers an event.
   *
   * @param ack the number that came with it
   * @param array the arguments, a JSON array
   */
  public void acknowledge(String ack, String array) {
    send("43" + ack + spelled(array));
  }

  private String spelled(String json) {
    return old ? Ascii.escape(json) : json;
  }

  /**
   * Ends the connection.
   *
   * @param forGood whether the client is not to come back by itself
   * @param closeCode closes a WebSocket (RFC 6455, section 7.4)
   * @param reason goes with it; no stranger's words
   */
  public void disconnect(boolean forGood, int closeCode, String reason) {
    session.close(forGood ? List.of("41") : List.of(), closeCode, reason);
  }

  /** Ends the connection of a client that does not speak the protocol. */
  public void fail() {
    session.fail();
  }
}
