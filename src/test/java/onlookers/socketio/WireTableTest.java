package onlookers.socketio;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import onlookers.fixture.SocketIoClient;
import onlookers.fixture.SocketIoClient.Transports;
import org.junit.jupiter.api.Test;

/** The table of clients in {@code wire.md} says what {@link ClientsIT} tries, and no more. */
class WireTableTest {
  private static final Path PAGE = Path.of("src", "site", "markdown", "wire.md");
  private static final Path CLIENTS = Path.of("src", "test", "clients", "package.json");

  /** A client's version, its protocol's, and a word for each of its transports. */
  private static final Pattern ROW =
      Pattern.compile(
          "^\\| (\\d+\\.\\d+\\.\\d+) \\| [34] \\| (\\w+) \\| (\\w+) \\| (\\w+) \\|",
          Pattern.MULTILINE);

  private static final int FIRST_WORD = 2;
  private static final List<Transports> COLUMNS = List.of(Transports.values());

  @Test
  void theTableOfClientsIsWhatIsTested() throws IOException {
    List<String> said =
        ROW.matcher(Files.readString(PAGE)).results().flatMap(WireTableTest::cells).toList();
    assertThat(said).containsExactlyElementsOf(tested(Files.readString(CLIENTS)));
  }

  private static Stream<String> cells(MatchResult row) {
    return IntStream.range(0, COLUMNS.size())
        .filter(i -> row.group(FIRST_WORD + i).equals("yes"))
        .mapToObj(i -> row.group(1) + " " + COLUMNS.get(i));
  }

  private static List<String> tested(String dependencies) {
    return SocketIoClient.all()
        .map(client -> installed(client.version(), dependencies) + " " + client.transports())
        .toList();
  }

  private static String installed(String version, String dependencies) {
    Matcher alias =
        Pattern.compile("\"socket.io-client-" + version + "\": \"npm:socket.io-client@([0-9.]+)\"")
            .matcher(dependencies);
    assertThat(alias.find()).as(version).isTrue();
    return alias.group(1);
  }
}
