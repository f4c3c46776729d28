package onlookers.websocket;

import jakarta.websocket.CloseReason;
import jakarta.websocket.RemoteEndpoint;
import jakarta.websocket.SendHandler;
import jakarta.websocket.SendResult;
import jakarta.websocket.Session;
import java.io.IOException;
import java.lang.reflect.Proxy;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executor;

/**
 * A container's socket that closes at some time in one of the ways that containers have: it throws
 * from whatever is called, or calls back with a failure, or both.
 */
public final class ContainerSession {
  private final Map<String, Object> properties = new HashMap<>();
  private final List<String> frames = new CopyOnWriteArrayList<>();
  private final Random random;
  private final Executor io;
  private volatile boolean closed;
  private volatile int closeCode;

  /**
   * @param io calls back when a frame is out
   */
  public ContainerSession(long seed, Executor io) {
    this.random = new Random(seed);
    this.io = io;
  }

  /** Closes it on the network's side; whoever sends to it from now on finds out. */
  void breaks() {
    closed = true;
  }

  /** Whether the product has closed it. */
  boolean isClosedByUs() {
    return closeCode != 0;
  }

  /** The code with which the product has closed it, 0 when it has not. */
  public int closeCode() {
    return closeCode;
  }

  /** The last frame that holds the text, or the empty text. */
  String last(String text) {
    String last = "";
    for (String frame : frames) {
      last = frame.contains(text) ? frame : last;
    }
    return last;
  }

  public Session session() {
    return proxy(
        Session.class,
        (method, arguments) ->
            switch (method) {
              case "getUserProperties" -> properties;
              case "isOpen" -> !closed && !isClosedByUs();
              case "getAsyncRemote" -> proxy(RemoteEndpoint.Async.class, this::remote);
              case "getBasicRemote" -> proxy(RemoteEndpoint.Basic.class, this::remote);
              case "close" -> {
                closeCode = ((CloseReason) arguments[0]).getCloseCode().getCode();
                failIfClosed();
                yield null;
              }
              default -> null;
            });
  }

  private Object remote(String method, Object[] arguments) throws Throwable {
    if (method.equals("sendText")) {
      sendText((String) arguments[0], (SendHandler) arguments[1]);
    } else if (method.startsWith("send")) {
      failIfClosed();
    }
    return null;
  }

  private synchronized void sendText(String text, SendHandler handler) throws Throwable {
    if (!closed) {
      frames.add(text);
      if (random.nextBoolean()) {
        io.execute(() -> handler.onResult(new SendResult()));
      } else {
        handler.onResult(new SendResult());
      }
      return;
    }
    if (random.nextBoolean()) {
      handler.onResult(new SendResult(new IOException("Broken pipe")));
    }
    failIfClosed();
  }

  private void failIfClosed() throws Throwable {
    if (closed) {
      throw switch (random.nextInt(4)) {
        case 0 -> new RuntimeException("Socket is not connected.");
        case 1 -> new IllegalStateException("The WebSocket session has been closed");
        case 2 -> new NullPointerException("buffer");
        default -> new AssertionError("in a container");
      };
    }
  }

  private interface Call {
    Object answer(String method, Object[] arguments) throws Throwable;
  }

  private static <T> T proxy(Class<T> type, Call call) {
    return type.cast(
        Proxy.newProxyInstance(
            type.getClassLoader(),
            new Class<?>[] {type},
            (proxy, method, arguments) ->
                switch (method.getName()) {
                  case "hashCode" -> System.identityHashCode(proxy);
                  case "equals" -> proxy == arguments[0];
                  case "toString" -> "a session";
                  default -> call.answer(method.getName(), arguments);
                }));
  }
}
