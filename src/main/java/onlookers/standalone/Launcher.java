package onlookers.standalone;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Function;
import java.util.function.Supplier;
import onlookers.config.Deployment;
import onlookers.config.SettingException;
import onlookers.config.Settings;
import onlookers.config.SettingsLoader;
import onlookers.config.Sources;
import onlookers.runtime.Guard;
import org.apache.catalina.Context;
import org.apache.catalina.WebResourceRoot;
import org.apache.catalina.util.ServerInfo;

/**
 * Runs the web application in the embedded engine until the process is asked to end. The two meet
 * in three attributes of the servlet context: {@value #COMMAND_LINE}, a {@code Map<String,
 * String>}; {@value #STARTED}, a {@code CompletableFuture<String>} that the application completes
 * with a note for the start line, or with the reason why it cannot start; and {@value #DRAIN}, an
 * {@code AtomicReference<Runnable>}, in which the application leaves what is to be done before the
 * engine stops.
 */
public final class Launcher {
  public static final String COMMAND_LINE = "onlookers.commandLine";
  public static final String STARTED = "onlookers.started";
  public static final String DRAIN = "onlookers.drain";

  private static final int START_SECONDS = 60;

  private final EmbeddedTomcat tomcat;
  private final Map<String, String> commandLine;
  private final CompletableFuture<String> started = new CompletableFuture<>();
  private final AtomicReference<Runnable> drain;

  private Launcher(
      EmbeddedTomcat tomcat, Map<String, String> commandLine, AtomicReference<Runnable> drain) {
    this.tomcat = tomcat;
    this.commandLine = commandLine;
    this.drain = drain;
  }

  /**
   * Starts, says so in one line on the standard output, and returns when the engine has stopped.
   *
   * @param files path in this WAR → content, but for its jars
   * @param libraries the jars of the web application: path in the jar → content
   * @param folder for what the engine writes while it starts; may vanish afterwards
   * @param cleanup removes the folder
   * @param commandLine setting → value
   * @throws StartException when it cannot start
   * @throws SettingException when a setting is not right
   * @throws IOException when the folder cannot be written
   */
  public static void launch(
      Map<String, Supplier<byte[]>> files,
      List<Map<String, Supplier<byte[]>>> libraries,
      Path folder,
      Runnable cleanup,
      Map<String, String> commandLine)
      throws IOException, StartException {
    ConsoleLog.configure();
    HeapTuning.shape();
    EmbeddedTomcat tomcat;
    try {
      tomcat = configured(folder, commandLine);
    } catch (StartException | SettingException | IOException e) {
      cleanup.run();
      throw e;
    }
    AtomicReference<Runnable> drain = new AtomicReference<>(() -> {});
    Runnable stop = new Stop(drain, tomcat, cleanup);
    Runtime.getRuntime().addShutdownHook(new Thread(stop, "onlookers-shutdown"));
    Launcher launcher = new Launcher(tomcat, commandLine, drain);
    TerminationSignal.exitAfter(() -> launcher.ifStarted(stop));
    launcher.run(files, libraries);
  }

  /**
   * A start that is under way is left to the shutdown hooks: it would fail meanwhile, and that is
   * what the process would end with.
   */
  private void ifStarted(Runnable stop) {
    if (started.isDone()) {
      stop.run();
    }
  }

  private static EmbeddedTomcat configured(Path folder, Map<String, String> commandLine)
      throws StartException, IOException {
    Settings settings =
        SettingsLoader.load(Sources.of(commandLine, Deployment.EXECUTABLE)).settings();
    return new EmbeddedTomcat(
        folder, settings.httpAddress(), settings.httpPort(), settings.httpHeaderSize());
  }

  private void run(
      Map<String, Supplier<byte[]>> files, List<Map<String, Supplier<byte[]>>> libraries)
      throws StartException {
    tomcat.listen();
    startQuietly(context -> new InMemoryResources(context, files, libraries));
    String note = note();
    System.out.println(
        String.format(
            Locale.ROOT,
            "Onlookers is ready at %s (process %s); version %s on %s%s",
            tomcat.url(),
            ProcessHandle.current().pid(),
            WarManifest.version(files),
            ServerInfo.getServerInfo(),
            note.isEmpty() ? "" : "; " + note));
    tomcat.await();
  }

  private void startQuietly(Function<Context, WebResourceRoot> resources) throws StartException {
    BufferedLog log = new BufferedLog();
    boolean available =
        tomcat.start(resources, Map.of(COMMAND_LINE, commandLine, STARTED, started, DRAIN, drain));
    if (started.isCompletedExceptionally()) {
      log.drop();
      return;
    }
    log.release();
    if (!available) {
      throw new StartException("the web application does not start; see above");
    }
  }

  private String note() throws StartException {
    try {
      return started.get(START_SECONDS, TimeUnit.SECONDS);
    } catch (ExecutionException e) {
      Throwable reason = e.getCause() == null ? e : e.getCause();
      throw new StartException(
          Objects.requireNonNullElseGet(reason.getMessage(), reason::toString));
    } catch (TimeoutException e) {
      throw new StartException("it was not ready within " + START_SECONDS + " s");
    } catch (InterruptedException e) {
      throw new StartException("it was interrupted");
    }
  }

  /**
   * Stops once; whoever else comes waits until that is done. The drain comes first, since an engine
   * that stops takes no requests any more.
   */
  private static final class Stop implements Runnable {
    private final AtomicReference<Runnable> drain;
    private final EmbeddedTomcat tomcat;
    private final Runnable cleanup;
    private boolean begun;

    Stop(AtomicReference<Runnable> drain, EmbeddedTomcat tomcat, Runnable cleanup) {
      this.drain = drain;
      this.tomcat = tomcat;
      this.cleanup = cleanup;
    }

    @Override
    public synchronized void run() {
      if (!begun) {
        begun = true;
        Guard.run(Objects.requireNonNull(drain.get()));
        tomcat.stop();
        cleanup.run();
      }
    }
  }
}
