package onlookers.standalone;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.lang.reflect.InvocationTargetException;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/**
 * The main class of the executable WAR: {@code java -jar onlookers.war [--name=value …]}. It finds
 * only the JDK and its neighbours at the WAR's root; the engine it reads into memory, since the JVM
 * reads no jar within a jar.
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
      Map<String, String> commandLine = CommandLine.parse(arguments);
      for (String name : CommandLine.repeated(arguments)) {
        System.err.println(
            "Onlookers: --" + name + " is given more than once; the last one counts");
      }
      launch(commandLine);
    } catch (IllegalArgumentException e) {
      fail(BAD_ARGUMENT, String.valueOf(e.getMessage()));
    } catch (InvocationTargetException e) {
      Throwable reason = e.getTargetException();
      fail(CANNOT_START, reason.getMessage() == null ? reason.toString() : reason.getMessage());
    } catch (UncheckedIOException e) {
      fail(CANNOT_START, String.valueOf(e.getMessage()));
    } catch (IOException | URISyntaxException | ReflectiveOperationException e) {
      fail(CANNOT_START, "it cannot read itself: " + e);
    } catch (OutOfMemoryError e) {
      fail(CANNOT_START, "its memory is too small; right is -Xmx64m or more before -jar");
    }
  }

  /** The web application must not see what the launcher sees: it has the same classes itself. */
  private static void launch(Map<String, String> commandLine)
      throws IOException, URISyntaxException, ReflectiveOperationException {
    Path war = Path.of(Main.class.getProtectionDomain().getCodeSource().getLocation().toURI());
    WarContents contents = WarContents.read(war);
    ClassLoader engine =
        new InMemoryClassLoader(
            "onlookers-engine", contents.engine(), ClassLoader.getPlatformClassLoader());
    ClassLoader launcher =
        new InMemoryClassLoader("onlookers-launcher", List.of(contents.classes()), engine);
    Thread.currentThread().setContextClassLoader(launcher);
    WorkFolder folder = workFolder();
    launcher
        .loadClass("onlookers.standalone.Launcher")
        .getMethod("launch", Map.class, List.class, Path.class, Runnable.class, Map.class)
        .invoke(
            null,
            contents.files(),
            contents.libraries(),
            folder.path(),
            (Runnable) folder::close,
            commandLine);
  }

  private static WorkFolder workFolder() {
    try {
      return WorkFolder.create();
    } catch (IOException e) {
      throw new UncheckedIOException(
          "java.io.tmpdir is \""
              + System.getProperty("java.io.tmpdir")
              + "\", where no folder can be made ("
              + e.getClass().getSimpleName()
              + "); right is a folder that this user may write to, as in -Djava.io.tmpdir=/var/tmp",
          e);
    }
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
