package onlookers;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * What a server's classes and attributes are called is not known by a compiler: such names are
 * written in one class. {@code standalone} brings its own Tomcat, and speaks to it by its classes.
 */
class ContainerNamesTest {
  private static final Path SOURCES = Path.of("src/main/java/onlookers");

  /** A text between quotes that names a server, or what lies in a server's packages. */
  private static final Pattern NAME =
      Pattern.compile(
          "\"[^\"\\n]*(Apache Tomcat|org\\.apache\\.|org\\.glassfish|fish\\.payara|io\\.undertow"
              + "|org\\.eclipse\\.)");

  @Test
  void theyAreWrittenInOneClass() throws IOException {
    try (Stream<Path> files = Files.walk(SOURCES)) {
      List<String> writers =
          files
              .filter(file -> file.toString().endsWith(".java"))
              .map(SOURCES::relativize)
              .filter(file -> !file.startsWith("standalone"))
              .filter(ContainerNamesTest::names)
              .map(Path::toString)
              .toList();
      assertThat(writers).containsExactly(Path.of("websocket", "Containers.java").toString());
    }
  }

  private static boolean names(Path file) {
    try {
      return NAME.matcher(Files.readString(SOURCES.resolve(file))).find();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
