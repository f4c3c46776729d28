package onlookers.socketio.engineio;

import jakarta.websocket.CloseReason;
import jakarta.websocket.RemoteEndpoint;
import jakarta.websocket.SendHandler;
import jakarta.websocket.SendResult;
import jakarta.websocket.Session;
import java.lang.reflect.Proxy;
import java.nio.ByteBuffer;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;

/** A container's WebSocket of which a test says how it fails. */
final class FakeSocket {
  /** What the container does with a packet, and when it answers. */
  interface Sending {
    void send(SendHandler handler) throws Throwable;
  }

  /** What was sent, bytes in hexadecimal digits. */
  final List<String> sent = new CopyOnWriteArrayList<>();

  final List<CloseReason> closed = new CopyOnWriteArrayList<>();
  Sending sending = handler -> handler.onResult(new SendResult());
  Throwable closing;

  final Map<String, Object> properties = new HashMap<>();

  private final RemoteEndpoint.Async remote = fake(RemoteEndpoint.Async.class, this::remote);
  private final Session session = fake(Session.class, this::session);

  Session session() {
    return session;
  }

  private Object session(String method, Object[] arguments) throws Throwable {
    if (method.equals("getAsyncRemote")) {
      return remote;
    }
    if (method.equals("getUserProperties")) {
      return properties;
    }
    if (!method.equals("close")) {
      throw new AssertionError(method);
    }
    closed.add((CloseReason) arguments[0]);
    if (closing != null) {
      throw closing;
    }
    return null;
  }

  private Object remote(String method, Object[] arguments) throws Throwable {
    sent.add(arguments[0] instanceof ByteBuffer bytes ? hex(bytes) : (String) arguments[0]);
    sending.send((SendHandler) arguments[1]);
    return null;
  }

  private static String hex(ByteBuffer bytes) {
    byte[] copy = new byte[bytes.remaining()];
    bytes.get(copy);
    return HexFormat.of().formatHex(copy);
  }

  private interface Call {
    Object answer(String method, Object[] arguments) throws Throwable;
  }

  private static <T> T fake(Class<T> type, Call call) {
    return type.cast(
        Proxy.newProxyInstance(
            type.getClassLoader(),
            new Class<?>[] {type},
            (proxy, method, arguments) -> call.answer(method.getName(), arguments)));
  }
}
