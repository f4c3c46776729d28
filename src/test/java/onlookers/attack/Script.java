package onlookers.attack;

import java.util.function.IntFunction;
import org.jspecify.annotations.Nullable;

/**
 * What each of a stranger's connections does: it sends something, perhaps waits for the answer's
 * headers, sends something more, floods or drips, and reads or does not. The number of connections
 * is bounded, also of those that come again after they were closed.
 */
final class Script {
  final int connections;
  IntFunction<byte[]> first = i -> new byte[0];
  IntFunction<byte[]> second = i -> new byte[0];
  boolean awaitsAnswer;
  boolean reads;
  @Nullable IntFunction<byte[]> flood;
  byte @Nullable [] drip;
  long dripEveryMillis;
  int receiveBuffer;
  int mostConnections;

  private Script(int connections) {
    this.connections = connections;
    mostConnections = connections;
  }

  /** So many connections at a time, none of which comes again. */
  static Script of(int connections) {
    return new Script(connections);
  }

  /** What each sends once it is open. */
  Script sends(byte[]... bytes) {
    byte[] all = Bytes.join(bytes);
    return sends(i -> all);
  }

  /** The same, by the connection's number. */
  Script sends(IntFunction<byte[]> bytes) {
    first = bytes;
    return this;
  }

  /** Reads the headers that answer, and only then goes on. */
  Script awaitsAnswer() {
    awaitsAnswer = true;
    return this;
  }

  /** What each sends after that. */
  Script thenSends(byte[]... bytes) {
    byte[] all = Bytes.join(bytes);
    return thenSends(i -> all);
  }

  /** The same, by the connection's number. */
  Script thenSends(IntFunction<byte[]> bytes) {
    second = bytes;
    return this;
  }

  /** Sends these over and over, as fast as they are taken. */
  Script floods(byte[]... bytes) {
    byte[] all = Bytes.join(bytes);
    return floods(i -> all);
  }

  /** The same, by the connection's number. */
  Script floods(IntFunction<byte[]> bytes) {
    flood = bytes;
    return this;
  }

  /** Sends these now and then. */
  Script drips(byte[] bytes, long everyMillis) {
    drip = bytes;
    dripEveryMillis = everyMillis;
    return this;
  }

  /** Reads what comes; otherwise a connection reads nothing, but for an awaited answer. */
  Script reads() {
    reads = true;
    return this;
  }

  /** Tells TCP of a small window: what is not read stays with the server. */
  Script smallWindow() {
    receiveBuffer = 2_304;
    return this;
  }

  /** Comes again when it is closed, until there were so many connections. */
  Script comesAgain(int most) {
    mostConnections = most;
    return this;
  }
}
