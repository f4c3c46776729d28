package onlookers.websocket;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import onlookers.protocol.ClientEvent;
import org.junit.jupiter.api.Test;

/** An event without a branch would be ignored in silence: before Java 21 no compiler says so. */
class ClientEventsTest {
  private static final Path SESSION =
      Path.of("src", "main", "java", "onlookers", "websocket", "ClientSession.java");

  @Test
  void everyEventOfAClientHasABranch() throws IOException {
    String source = Files.readString(SESSION);

    assertThat(ClientEvent.class.getPermittedSubclasses())
        .isNotEmpty()
        .allSatisfy(
            event ->
                assertThat(source)
                    .containsPattern(
                        "event instanceof (ClientEvent\\.)?" + event.getSimpleName() + "\\b"));
  }
}
