package onlookers;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.io.IOException;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.tools.JavaCompiler;
import javax.tools.StandardJavaFileManager;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The second wire can be taken away: its folder is deleted, and nothing else. */
class WithoutSocketIoTest {
  private static final Path SOURCES = Path.of("src/main/java");
  private static final Path SOCKET_IO = SOURCES.resolve("onlookers/socketio");

  @TempDir private Path classes;

  @Test
  void everythingElseCompilesWithoutItsFolder() throws IOException {
    List<Path> all = sources();
    List<Path> others = all.stream().filter(file -> !file.startsWith(SOCKET_IO)).toList();
    assertThat(others).hasSizeLessThan(all.size());
    assertThat(compile(others)).isEmpty();
  }

  /** Were the classes found elsewhere, the other test could not fail. */
  @Test
  void whoeverImportedItWouldNotCompile() throws IOException {
    Path importer = classes.resolve("Importer.java");
    Files.writeString(importer, "class Importer { onlookers.socketio.SocketIoWire wire; }");
    assertThat(compile(List.of(importer))).contains("package onlookers.socketio does not exist");
  }

  private static List<Path> sources() throws IOException {
    try (Stream<Path> files = Files.walk(SOURCES)) {
      return files.filter(file -> file.toString().endsWith(".java")).toList();
    }
  }

  /** Returns what the compiler has to say, up to where it would write classes. */
  private String compile(List<Path> sources) throws IOException {
    JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
    StringWriter messages = new StringWriter();
    try (StandardJavaFileManager files =
        compiler.getStandardFileManager(null, Locale.ROOT, UTF_8)) {
      List<String> options =
          List.of("-proc:none", "-nowarn", "--should-stop=ifNoError=ATTR", "-cp", libraries());
      compiler
          .getTask(messages, files, null, options, null, files.getJavaFileObjectsFromPaths(sources))
          .call();
    }
    return messages.toString();
  }

  /**
   * The jars alone, without the folders of what Maven has compiled; and the engine's, which are not
   * on the class path of these tests.
   */
  private static String libraries() {
    return Stream.of("java.class.path", "test.engine")
        .flatMap(name -> Stream.of(System.getProperty(name, "").split(File.pathSeparator)))
        .filter(entry -> entry.endsWith(".jar"))
        .collect(Collectors.joining(File.pathSeparator));
  }
}
