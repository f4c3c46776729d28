package onlookers.socketio.codec;

import org.jspecify.annotations.Nullable;

/** The versions of Engine.IO that are spoken. */
public enum EngineProtocol {
  /** Of Socket.IO clients 1.x and 2.x. */
  V3,
  /** Of Socket.IO clients 3.x and 4.x. */
  V4;

  /** The version that {@code EIO} names, {@code null} when it is none of them. */
  static @Nullable EngineProtocol parse(@Nullable String text) {
    return "4".equals(text) ? V4 : "3".equals(text) ? V3 : null;
  }
}
