package onlookers.http;

import static java.nio.charset.StandardCharsets.UTF_8;

import jakarta.servlet.ServletOutputStream;
import jakarta.servlet.WriteListener;
import jakarta.servlet.http.HttpServletResponse;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Keeps what it is answered with. */
final class FakeResponse {
  private final Map<String, List<String>> headers = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
  private final ByteArrayOutputStream body = new ByteArrayOutputStream();
  private int status = 200;
  private boolean gone;

  HttpServletResponse made() {
    return FakeRequest.proxy(HttpServletResponse.class, this::take);
  }

  /** From now on nobody reads it. */
  void isGone() {
    gone = true;
  }

  int status() {
    return status;
  }

  String body() {
    return body.toString(UTF_8);
  }

  @Nullable String header(String name) {
    List<String> values = headers.get(name);
    return values == null ? null : String.join(" | ", values);
  }

  private @Nullable Object take(String method, Object[] arguments) {
    switch (method) {
      case "setStatus" -> status = (Integer) arguments[0];
      case "setContentType" -> set("Content-Type", arguments[0]);
      case "setContentLength" -> set("Content-Length", arguments[0]);
      case "setHeader" -> set((String) arguments[0], arguments[1]);
      case "addHeader" ->
          headers
              .computeIfAbsent((String) arguments[0], none -> new ArrayList<>())
              .add((String) arguments[1]);
      case "getOutputStream" -> {
        return new Stream();
      }
      default -> throw new AssertionError("nobody has said what " + method + " does");
    }
    return null;
  }

  private void set(String name, Object value) {
    headers.put(name, new ArrayList<>(List.of(value.toString())));
  }

  private final class Stream extends ServletOutputStream {
    @Override
    public void write(int b) throws IOException {
      if (gone) {
        throw new IOException("Connection is closed");
      }
      body.write(b);
    }

    @Override
    public boolean isReady() {
      return true;
    }

    @Override
    public void setWriteListener(WriteListener listener) {
      throw new AssertionError("nobody waits here");
    }
  }
}
