package onlookers.attack;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Sessions of Engine.IO that are opened by polling. */
final class EngineIo {
  private static final Pattern SID = Pattern.compile("\"sid\":\"([^\"]+)\"");
  private static final int MAX_WAIT_MILLIS = 10_000;

  private EngineIo() {}

  /** Opens so many, and answers their ids. */
  static List<String> open(InetSocketAddress server, int version, int count) throws IOException {
    List<String> sids = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      sids.add(open(server, version));
    }
    return sids;
  }

  private static String open(InetSocketAddress server, int version) throws IOException {
    try (Socket socket = new Socket()) {
      socket.bind(new InetSocketAddress(InetAddress.getByName(Strangers.SOURCE), 0));
      socket.setSoTimeout(MAX_WAIT_MILLIS);
      socket.connect(server, MAX_WAIT_MILLIS);
      String path = "/socket.io/?EIO=" + version + "&transport=polling";
      socket.getOutputStream().write(Bytes.request("GET", path, "Connection: close"));
      String answer = new String(socket.getInputStream().readAllBytes(), UTF_8);
      Matcher sid = SID.matcher(answer);
      if (!sid.find()) {
        throw new IOException("no session: " + answer);
      }
      return sid.group(1);
    }
  }
}
