package onlookers.browser;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/** Another site, whose only page can be written at any time. */
final class Blog implements AutoCloseable {
  private final HttpServer server;
  private volatile String page = "";

  /** Opens it on a free port. */
  Blog() {
    try {
      server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    server.createContext("/", this::answer);
    server.start();
  }

  /** As browsers write it in {@code Origin}. */
  String origin() {
    return "http://127.0.0.1:" + server.getAddress().getPort();
  }

  /** Writes the page, and tells where it is. */
  URI publish(String body) {
    page = html(body);
    return URI.create(origin() + "/a-post/");
  }

  /** Writes another page, which stays as it is, and tells where it is. */
  URI publish(String path, String body) {
    byte[] bytes = html(body).getBytes(StandardCharsets.UTF_8);
    server.createContext(path, exchange -> answer(exchange, "text/html", bytes));
    return URI.create(origin() + path);
  }

  private static String html(String body) {
    return "<!doctype html><html lang=en><title>A post</title><link rel=icon href=data:,>"
        + body
        + "</html>";
  }

  /** Offers a script under the path, for its pages. */
  void offer(String path, Path script) {
    server.createContext(path, exchange -> answer(exchange, "text/javascript", read(script)));
  }

  private static byte[] read(Path file) {
    try {
      return Files.readAllBytes(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void answer(HttpExchange exchange) throws IOException {
    answer(exchange, "text/html", page.getBytes(StandardCharsets.UTF_8));
  }

  private static void answer(HttpExchange exchange, String type, byte[] bytes) throws IOException {
    exchange.getResponseHeaders().set("Content-Type", type + "; charset=utf-8");
    exchange.sendResponseHeaders(200, bytes.length);
    exchange.getResponseBody().write(bytes);
    exchange.close();
  }

  @Override
  public void close() {
    server.stop(0);
  }
}
