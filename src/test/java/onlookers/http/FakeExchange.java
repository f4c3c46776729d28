package onlookers.http;

import static java.nio.charset.StandardCharsets.UTF_8;

import jakarta.servlet.AsyncContext;
import jakarta.servlet.AsyncEvent;
import jakarta.servlet.AsyncListener;
import jakarta.servlet.ReadListener;
import jakarta.servlet.ServletInputStream;
import jakarta.servlet.ServletOutputStream;
import jakarta.servlet.WriteListener;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.lang.reflect.Proxy;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Map;
import java.util.TreeMap;

/**
 * A request and its answer, as a container has them under way: the body comes when a test wants it
 * to, and the container ends the request when it does. A read that would wait fails the test.
 */
public final class FakeExchange {
  public final Map<String, String> headers = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
  public final ByteArrayOutputStream answer = new ByteArrayOutputStream();
  public final HttpServletRequest request = fake(HttpServletRequest.class, this::request);
  public final HttpServletResponse response = fake(HttpServletResponse.class, this::response);

  /** -1 when it is not told. */
  public long contentLength;

  /** What fails, by the name of its method. */
  public final Map<String, Throwable> failures = new TreeMap<>();

  public int status = 200;
  public boolean parked;
  public int completions;
  public long timeout = -1;

  private final String method;
  private final String query;
  private final Body body = new Body();
  private final AsyncContext context = fake(AsyncContext.class, this::context);
  private AsyncListener listener;

  public FakeExchange(String method, String query) {
    this.method = method;
    this.query = query;
  }

  public String text() {
    return answer.toString(UTF_8);
  }

  /** A part of the body comes. */
  public void comes(String part) throws IOException {
    for (byte octet : part.getBytes(UTF_8)) {
      body.octets.add(octet);
    }
    body.listen();
  }

  /** The body is whole, or so the container thinks. */
  public void isWhole() throws IOException {
    body.whole = true;
    body.listen();
  }

  /** The client has broken off. */
  public void breaks() {
    body.listener.onError(new IOException("broken off"));
  }

  public void timesOut() throws IOException {
    listener.onTimeout(new AsyncEvent(context));
  }

  public void fails() throws IOException {
    listener.onError(new AsyncEvent(context, new IOException("broken pipe")));
  }

  private Object request(String name, Object[] arguments) {
    return switch (name) {
      case "getMethod" -> method;
      case "getQueryString" -> query;
      case "getContentLengthLong" -> contentLength;
      case "getContentType" -> "text/plain;charset=UTF-8";
      case "getHeader" -> headers.get((String) arguments[0]);
      case "getInputStream" -> body;
      case "isAsyncSupported" -> true;
      case "isAsyncStarted" -> parked;
      case "startAsync" -> {
        parked = true;
        yield context;
      }
      default -> throw new AssertionError(name);
    };
  }

  private Object response(String name, Object[] arguments) {
    switch (name) {
      case "setStatus" -> status = (int) arguments[0];
      case "setHeader", "addHeader" -> headers.put((String) arguments[0], (String) arguments[1]);
      case "setContentType" -> headers.put("Content-Type", (String) arguments[0]);
      case "setContentLength" -> headers.put("Content-Length", arguments[0].toString());
      case "getOutputStream" -> {
        return new Output();
      }
      default -> throw new AssertionError(name);
    }
    return null;
  }

  private Object context(String name, Object[] arguments) {
    switch (name) {
      case "setTimeout" -> timeout = (long) arguments[0];
      case "addListener" -> listener = (AsyncListener) arguments[0];
      case "getRequest" -> {
        return request;
      }
      case "getResponse" -> {
        return response;
      }
      case "complete" -> completions++;
      default -> throw new AssertionError(name);
    }
    return null;
  }

  private static final class Body extends ServletInputStream {
    private final Deque<Byte> octets = new ArrayDeque<>();
    private boolean whole;
    private boolean completed;
    private ReadListener listener;

    private void listen() throws IOException {
      if (listener != null && !octets.isEmpty()) {
        listener.onDataAvailable();
      }
      if (listener != null && isFinished() && !completed) {
        completed = true;
        listener.onAllDataRead();
      }
    }

    @Override
    public boolean isFinished() {
      return octets.isEmpty() && whole;
    }

    @Override
    public boolean isReady() {
      return !octets.isEmpty() || whole;
    }

    @Override
    public int available() {
      return octets.size();
    }

    @Override
    public void setReadListener(ReadListener reader) {
      listener = reader;
    }

    @Override
    public int read() {
      if (octets.isEmpty() && !whole) {
        throw new AssertionError("a read that waits");
      }
      return octets.isEmpty() ? -1 : octets.remove() & 0xFF;
    }

    @Override
    public int read(byte[] into, int offset, int length) throws IOException {
      int first = read();
      if (first < 0) {
        return -1;
      }
      into[offset] = (byte) first;
      int count = 1;
      for (; count < length && !octets.isEmpty(); count++) {
        into[offset + count] = octets.remove();
      }
      return count;
    }
  }

  private final class Output extends ServletOutputStream {
    @Override
    public boolean isReady() {
      return true;
    }

    @Override
    public void setWriteListener(WriteListener writer) {
      throw new AssertionError();
    }

    @Override
    public void write(int octet) {
      answer.write(octet);
    }
  }

  private interface Call {
    Object answer(String name, Object[] arguments) throws Throwable;
  }

  private <T> T fake(Class<T> type, Call call) {
    return type.cast(
        Proxy.newProxyInstance(
            type.getClassLoader(),
            new Class<?>[] {type},
            (proxy, called, arguments) -> {
              Throwable failure = failures.get(called.getName());
              if (failure != null) {
                throw failure;
              }
              return call.answer(called.getName(), arguments);
            }));
  }
}
