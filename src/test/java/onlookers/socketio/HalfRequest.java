package onlookers.socketio;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.net.Socket;
import java.net.URI;
import onlookers.fixture.Engine;
import onlookers.fixture.EnginePolling;

/** A request that announces more than it sends. */
final class HalfRequest implements AutoCloseable {
  private final Socket socket;

  /**
   * Sends it, and stays.
   *
   * @param header announces a body
   * @param body what is sent of it
   */
  HalfRequest(String method, Engine engine, String query, String header, String body) {
    URI address = engine.address(query);
    String request =
        """
        %s %s?%s HTTP/1.1\r
        Host: %s\r
        Content-Type: text/plain;charset=UTF-8\r
        %s\r
        \r
        %s\
        """
            .formatted(
                method,
                address.getRawPath(),
                address.getRawQuery(),
                address.getAuthority(),
                header,
                body);
    try {
      socket = new Socket(address.getHost(), address.getPort());
      socket.setSoTimeout(10_000);
      socket.getOutputStream().write(request.getBytes(US_ASCII));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** A POST of a session. */
  static HalfRequest post(EnginePolling session, String header, String body) {
    String query = "transport=polling&sid=" + session.sid();
    return new HalfRequest("POST", session.engine(), query, header, body);
  }

  /** Sends a POST and goes away. */
  static void send(EnginePolling session, long length, String body) {
    try (HalfRequest request = post(session, "Content-Length: " + length, body)) {
      request.socket.shutdownOutput();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Sends a POST, stays, and reads the status that answers. */
  static int statusOf(EnginePolling session, long length, String body) {
    try (HalfRequest request = post(session, "Content-Length: " + length, body)) {
      return request.status(10);
    }
  }

  /**
   * The status that answers.
   *
   * @param seconds how long to wait for it
   */
  int status(int seconds) {
    try {
      socket.setSoTimeout(seconds * 1_000);
      BufferedReader answer =
          new BufferedReader(new InputStreamReader(socket.getInputStream(), US_ASCII));
      return Integer.parseInt(answer.readLine(), "HTTP/1.1 ".length(), "HTTP/1.1 200".length(), 10);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void close() {
    try {
      socket.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
