package onlookers.faults;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import onlookers.fixture.Http;
import onlookers.fixture.Ports;
import onlookers.fixture.ToolProcess;
import onlookers.fixture.Tools;

/** HAProxy with the file of {@code server-config}, without TLS, before some nodes. */
final class HaProxy implements AutoCloseable {
  private static final Path SHIPPED = Path.of("server-config", "haproxy", "haproxy.cfg");

  private final int port = Ports.free();
  private final ToolProcess process;

  HaProxy(Path folder, List<Integer> nodes) {
    try {
      Path file = Files.writeString(folder.resolve("haproxy.cfg"), config(nodes));
      process =
          ToolProcess.start(
              folder, Map.of(), Tools.command("usr/sbin/haproxy", "-db", "-f", file.toString()));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private String config(List<Integer> nodes) throws IOException {
    String servers =
        IntStream.range(0, nodes.size())
            .mapToObj(i -> "    server n" + (i + 1) + " 127.0.0.1:" + nodes.get(i))
            .collect(Collectors.joining("\n"));
    return Files.readString(SHIPPED)
        .replaceAll("bind :443 .*", "bind 127.0.0.1:" + port)
        .replaceAll("(?m)^ *server n2 .*\n", "")
        .replaceAll("(?m)^ *server n1 .*$", servers)
        .replaceAll("(?m)^ *(user|group) haproxy\n", "") // the package's, where only root may
        .replace("maxconn 100000", "maxconn 8000");
  }

  /** Where pages connect. */
  URI presence() {
    return URI.create("ws://127.0.0.1:" + port + "/onlookers/presence");
  }

  /** Whether it has a node that is ready. */
  boolean isReady() {
    try {
      URI ready = URI.create("http://127.0.0.1:" + port + "/onlookers/health/ready");
      return Http.body(ready).contains("ready");
    } catch (RuntimeException notYet) {
      return false;
    }
  }

  String log() {
    return process.log();
  }

  @Override
  public void close() {
    process.close();
  }
}
