package onlookers.http;

import static java.nio.charset.StandardCharsets.UTF_8;

import jakarta.servlet.ReadListener;
import jakarta.servlet.ServletContext;
import jakarta.servlet.ServletInputStream;
import jakarta.servlet.http.HttpServletRequest;
import java.io.ByteArrayInputStream;
import java.lang.reflect.Proxy;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** A request that a test makes up; what nobody has said of it fails when it is asked for. */
final class FakeRequest {
  private final String method;
  private final Map<String, List<String>> headers = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
  private final Map<String, String> parameters = new TreeMap<>();
  private final Map<String, Object> attributes = new TreeMap<>();
  private @Nullable String path;
  private @Nullable String peer = "203.0.113.9";
  private String serverInfo = "Apache Tomcat/11.0.0";
  private boolean undecodable;
  private byte[] body = {};

  private FakeRequest(String method) {
    this.method = method;
    header("Host", "own.example");
  }

  static FakeRequest get() {
    return new FakeRequest("GET");
  }

  static FakeRequest of(String method) {
    return new FakeRequest(method);
  }

  /** One more header of that name. */
  FakeRequest header(String name, String value) {
    headers.computeIfAbsent(name, none -> new ArrayList<>()).add(value);
    return this;
  }

  FakeRequest without(String name) {
    headers.remove(name);
    return this;
  }

  FakeRequest parameter(String name, String value) {
    parameters.put(name, value);
    return this;
  }

  /** What follows the servlet's own path. */
  FakeRequest path(@Nullable String info) {
    path = info;
    return this;
  }

  FakeRequest attribute(String name, Object value) {
    attributes.put(name, value);
    return this;
  }

  FakeRequest from(@Nullable String address) {
    peer = address;
    return this;
  }

  FakeRequest on(String server) {
    serverInfo = server;
    return this;
  }

  /** Its query makes Tomcat 11 throw. */
  FakeRequest undecodable() {
    undecodable = true;
    return this;
  }

  FakeRequest body(String text) {
    body = text.getBytes(UTF_8);
    return this;
  }

  HttpServletRequest made() {
    return proxy(HttpServletRequest.class, this::answer);
  }

  private @Nullable Object answer(String question, Object[] arguments) {
    return switch (question) {
      case "getMethod" -> method;
      case "getPathInfo" -> path;
      case "getContentLengthLong" -> (long) body.length;
      case "isAsyncSupported" -> false;
      case "isAsyncStarted" -> false;
      case "getRemoteAddr" -> peer;
      case "getAttribute" -> attributes.get((String) arguments[0]);
      case "getServerName" -> "server.example";
      case "getHeader" -> first(arguments[0]);
      case "getContentType" -> first("Content-Type");
      case "getHeaders" -> Collections.enumeration(headers.getOrDefault(arguments[0], List.of()));
      case "getHeaderNames" -> Collections.enumeration(headers.keySet());
      case "getParameter" -> parameter(arguments[0]);
      case "getInputStream" -> new Body(new ByteArrayInputStream(body));
      case "getServletContext" -> proxy(ServletContext.class, this::answer);
      case "getServerInfo" -> serverInfo;
      default -> throw new AssertionError("nobody has said what " + question + " is");
    };
  }

  private @Nullable String first(Object name) {
    List<String> values = headers.get(name);
    return values == null ? null : values.get(0);
  }

  private @Nullable String parameter(Object name) {
    if (undecodable) {
      throw new IllegalStateException("Character decoding failed");
    }
    return parameters.get(name);
  }

  /** What is asked of a proxy, by name. */
  interface Answers {
    @Nullable Object to(String question, Object[] arguments) throws Throwable;
  }

  static <T> T proxy(Class<T> type, Answers answers) {
    return type.cast(
        Proxy.newProxyInstance(
            type.getClassLoader(),
            new Class<?>[] {type},
            (self, asked, arguments) ->
                answers.to(asked.getName(), arguments == null ? new Object[] {} : arguments)));
  }

  private static final class Body extends ServletInputStream {
    private final ByteArrayInputStream bytes;

    Body(ByteArrayInputStream bytes) {
      this.bytes = bytes;
    }

    @Override
    public int read() {
      return bytes.read();
    }

    @Override
    public int read(byte[] target, int from, int length) {
      return bytes.read(target, from, length);
    }

    @Override
    public boolean isFinished() {
      return bytes.available() == 0;
    }

    @Override
    public boolean isReady() {
      return true;
    }

    @Override
    public void setReadListener(ReadListener listener) {
      throw new AssertionError("nobody waits here");
    }
  }
}
