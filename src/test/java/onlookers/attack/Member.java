package onlookers.attack;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedInputStream;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import onlookers.fixture.RawClient;

/** An honest reader: a plain socket with its own address that behaves as a browser does. */
final class Member implements AutoCloseable {
  private final Socket socket = new Socket();
  private final DataInputStream in;

  /**
   * Connects and shakes hands.
   *
   * @param source the address of the loopback that it comes from
   * @param maxWaitMillis how long connecting, and each read, may take
   */
  Member(InetSocketAddress server, String source, String path, int maxWaitMillis)
      throws IOException {
    try {
      socket.setTcpNoDelay(true);
      socket.bind(new InetSocketAddress(source, 0));
      socket.connect(server, maxWaitMillis);
      socket.setSoTimeout(maxWaitMillis);
      in = new DataInputStream(new BufferedInputStream(socket.getInputStream()));
      socket.getOutputStream().write(Bytes.handshake(path));
      readHeaders();
    } catch (IOException e) {
      socket.close();
      throw e;
    }
  }

  private void readHeaders() throws IOException {
    StringBuilder headers = new StringBuilder();
    while (headers.indexOf("\r\n\r\n") < 0) {
      headers.append((char) in.readUnsignedByte());
    }
    if (!headers.toString().startsWith("HTTP/1.1 101")) {
      throw new IOException("refused: " + headers);
    }
  }

  void send(String text) throws IOException {
    write(Bytes.text(text));
  }

  private void write(byte[] bytes) throws IOException {
    socket.getOutputStream().write(bytes);
  }

  /**
   * Reads the next text, and answers pings meanwhile.
   *
   * @throws IOException when the connection ends, or nothing comes in time
   */
  String read() throws IOException {
    while (true) {
      int opcode = in.readUnsignedByte() & 0x0F;
      byte[] payload = in.readNBytes(length());
      switch (opcode) {
        case RawClient.TEXT -> {
          return new String(payload, UTF_8);
        }
        case RawClient.PING -> write(Bytes.frame(RawClient.PONG, true, payload));
        case RawClient.CLOSE -> throw new EOFException("closed");
        default -> {}
      }
    }
  }

  private int length() throws IOException {
    int length = in.readUnsignedByte() & 0x7F;
    return length == 126 ? in.readUnsignedShort() : length;
  }

  /** For as long as it takes, from now on. */
  void patient() throws IOException {
    socket.setSoTimeout(0);
  }

  /** Closes as a browser does that leaves the page. */
  void leave() throws IOException {
    write(Bytes.frame(RawClient.CLOSE, true, new byte[] {3, (byte) 233}));
  }

  @Override
  public void close() throws IOException {
    socket.close();
  }
}
