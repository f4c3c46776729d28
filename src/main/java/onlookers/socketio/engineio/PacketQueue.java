package onlookers.socketio.engineio;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Packets that wait, in order and bounded. Belongs to whoever holds it, and to his monitor. */
final class PacketQueue {
  /** More small packets than this wait only for a client that asks and does not read. */
  private static final int MAX_PACKETS = 1_000;

  private final Deque<OutgoingPacket> packets = new ArrayDeque<>(2);
  private final long maxBytes;
  private long bytes;

  /**
   * @param maxPayload of the engine; so much of answers may wait twice
   */
  PacketQueue(int maxPayload) {
    this.maxBytes = 2L * maxPayload + MAX_PACKETS;
  }

  /** Takes a packet; returns whether there was room for it. */
  boolean add(OutgoingPacket packet) {
    int size = packet.packet().size();
    if (packets.size() >= MAX_PACKETS || (bytes > 0 && bytes + size > maxBytes)) {
      return false;
    }
    append(packet);
    return true;
  }

  /** Takes a packet whether there is room or not. */
  void append(OutgoingPacket packet) {
    bytes += packet.packet().size();
    packets.add(packet);
  }

  /** The first of them, {@code null} when there is none. */
  @Nullable OutgoingPacket poll() {
    OutgoingPacket first = packets.poll();
    if (first != null) {
      bytes -= first.packet().size();
    }
    return first;
  }

  boolean isEmpty() {
    return packets.isEmpty();
  }

  /** All of them; none waits any more. */
  List<OutgoingPacket> clear() {
    List<OutgoingPacket> all = new ArrayList<>(packets);
    packets.clear();
    bytes = 0;
    return all;
  }
}
