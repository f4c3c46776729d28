package onlookers.boot;

import java.io.IOException;
import java.io.InputStream;
import java.lang.reflect.InvocationTargetException;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * The main class of the executable WAR: {@code java -jar onlookers.war [--name=value …]}. It finds
 * only the JDK and its neighbours at the WAR's root; the engine it unpacks, since the JVM reads no
 * jar within a jar.
 *
 * <p>Exit status: 0 after {@code --help} and {@code --version}, 1 when the program cannot start, 2
 * when an argument has not the form {@code --name=value}; each failure with one line on the
 * standard error.
 */
public final class Main {
  private static final int CANNOT_START = 1;
  private static final int BAD_ARGUMENT = 2;

  private Main() {}

  public static void main(String[] arguments) {
    List<String> given = Arrays.asList(arguments);
    if (given.contains("--help")) {
      System.out.print(help());
    } else if (given.contains("--version")) {
      System.out.println("Onlookers " + Main.class.getPackage().getImplementationVersion());
    } else {
      start(arguments);
    }
  }

  private static void start(String[] arguments) {
    try {
      launch(CommandLine.parse(arguments));
    } catch (IllegalArgumentException e) {
      fail(BAD_ARGUMENT, String.valueOf(e.getMessage()));
    } catch (InvocationTargetException e) {
      Throwable reason = e.getTargetException();
      fail(CANNOT_START, reason.getMessage() == null ? reason.toString() : reason.getMessage());
    } catch (IOException | URISyntaxException | ReflectiveOperationException e) {
      fail(CANNOT_START, "it cannot unpack itself: " + e);
    }
  }

  /** The web application must not see what the launcher sees: it has the same classes itself. */
  private static void launch(Map<String, String> commandLine)
      throws IOException, URISyntaxException, ReflectiveOperationException {
    Path war = Path.of(Main.class.getProtectionDomain().getCodeSource().getLocation().toURI());
    WorkFolder folder = WorkFolder.create();
    ClassLoader engine =
        new URLClassLoader(
            "onlookers-engine",
            unpackEngine(war, folder.path()),
            ClassLoader.getPlatformClassLoader());
    URL classes = URI.create("jar:" + war.toUri() + "!/WEB-INF/classes/").toURL();
    ClassLoader launcher = new URLClassLoader("onlookers-launcher", new URL[] {classes}, engine);
    Thread.currentThread().setContextClassLoader(launcher);
    launcher
        .loadClass("onlookers.boot.Launcher")
        .getMethod("launch", Path.class, Path.class, Runnable.class, Map.class)
        .invoke(null, war, folder.path(), (Runnable) folder::close, commandLine);
  }

  private static URL[] unpackEngine(Path war, Path folder) throws IOException {
    List<URL> jars = new ArrayList<>();
    try (FileSystem files = FileSystems.newFileSystem(war);
        Stream<Path> engine = Files.list(files.getPath("/WEB-INF/engine"))) {
      for (Path jar : engine.toList()) {
        Path copy = folder.resolve(jar.getFileName().toString());
        Files.copy(jar, copy);
        jars.add(copy.toUri().toURL());
      }
    }
    return jars.toArray(URL[]::new);
  }

  private static String help() {
    try (InputStream text = Main.class.getResourceAsStream("help.txt")) {
      return new String(text.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      return "see README.md\n";
    }
  }

  private static void fail(int status, String reason) {
    System.err.println("Onlookers cannot start: " + reason);
    System.exit(status);
  }
}
