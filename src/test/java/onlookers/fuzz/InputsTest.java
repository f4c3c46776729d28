package onlookers.fuzz;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.io.IOException;
import java.lang.reflect.Method;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Jazzer takes the inputs that are kept from a folder with the name of the test, or none. */
class InputsTest {
  private static final Path RESOURCES = Path.of("src/test/resources");
  private static final String INPUTS = "Inputs";

  @Test
  void everyFolderOfInputsHasItsTest() throws Exception {
    List<Path> folders = folders();

    assertThat(folders).isNotEmpty();
    for (Path folder : folders) {
      assertThat(fuzzTests(folder.getParent()))
          .as(folder.toString())
          .contains(folder.getFileName().toString());
    }
  }

  private static List<Path> folders() throws IOException {
    try (Stream<Path> all = Files.walk(RESOURCES)) {
      return all.filter(Files::isDirectory)
          .filter(path -> path.getParent().getFileName().toString().endsWith(INPUTS))
          .toList();
    }
  }

  private static List<String> fuzzTests(Path inputs) throws ClassNotFoundException {
    String path = RESOURCES.relativize(inputs).toString().replace('\\', '/').replace('/', '.');
    Class<?> type = Class.forName(path.substring(0, path.length() - INPUTS.length()));
    return Arrays.stream(type.getDeclaredMethods())
        .filter(method -> method.isAnnotationPresent(FuzzTest.class))
        .map(Method::getName)
        .toList();
  }
}
