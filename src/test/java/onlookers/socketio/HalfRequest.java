package onlookers.socketio;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.net.Socket;
import java.net.URI;
import onlookers.fixture.EnginePolling;

/** A POST that announces more than it sends. */
final class HalfRequest {
  private HalfRequest() {}

  /** Sends it and goes away. */
  static void send(EnginePolling session, long length, String body) {
    try (Socket socket = open(session, length, body)) {
      socket.shutdownOutput();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Sends it, stays, and reads the status that answers. */
  static int statusOf(EnginePolling session, long length, String body) {
    try (Socket socket = open(session, length, body);
        BufferedReader answer =
            new BufferedReader(new InputStreamReader(socket.getInputStream(), US_ASCII))) {
      return Integer.parseInt(answer.readLine(), "HTTP/1.1 ".length(), "HTTP/1.1 200".length(), 10);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Socket open(EnginePolling session, long length, String body) throws IOException {
    URI address = session.engine().address("transport=polling&sid=" + session.sid());
    String request =
        """
        POST %s?%s HTTP/1.1\r
        Host: %s\r
        Content-Type: text/plain;charset=UTF-8\r
        Content-Length: %d\r
        \r
        %s\
        """
            .formatted(
                address.getRawPath(), address.getRawQuery(), address.getAuthority(), length, body);
    Socket socket = new Socket(address.getHost(), address.getPort());
    socket.setSoTimeout(10_000);
    socket.getOutputStream().write(request.getBytes(US_ASCII));
    return socket;
  }
}
