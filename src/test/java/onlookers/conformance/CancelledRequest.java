package onlookers.conformance;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.Socket;
import java.net.URI;
import onlookers.fixture.EnginePolling;

/** A poll whose client goes away before it is answered, but not before it is sent. */
final class CancelledRequest {
  private CancelledRequest() {}

  static void send(EnginePolling session) {
    URI address = session.engine().address("transport=polling&sid=" + session.sid());
    String head =
        "GET %s?%s HTTP/1.1\r\nHost: %s\r\n\r\n"
            .formatted(address.getRawPath(), address.getRawQuery(), address.getAuthority());
    try (Socket socket = new Socket(address.getHost(), address.getPort())) {
      socket.getOutputStream().write(head.getBytes(US_ASCII));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
