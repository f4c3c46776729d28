package onlookers.standalone.engine;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.websocket.OnMessage;
import jakarta.websocket.Session;
import jakarta.websocket.server.ServerEndpoint;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.nio.file.Path;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.apache.catalina.Context;
import org.apache.catalina.servlets.DefaultServlet;
import org.apache.catalina.startup.Tomcat;
import org.apache.coyote.AbstractProtocol;
import org.apache.tomcat.websocket.server.WsSci;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EngineThreadsIT {
  /** Who sent, and who was called back. */
  private record Threads(Thread sender, Thread calledBack) {}

  private static volatile CompletableFuture<Threads> threads = new CompletableFuture<>();

  /** Sends a frame for each frame. */
  @ServerEndpoint("/echo")
  public static class Echo {
    @OnMessage
    public void echo(Session socket, String frame) {
      Thread sender = Thread.currentThread();
      socket
          .getAsyncRemote()
          .sendText(frame, result -> threads.complete(new Threads(sender, Thread.currentThread())));
    }
  }

  @TempDir Path folder;
  private final Tomcat tomcat = new Tomcat();

  @BeforeEach
  void start() throws Exception {
    threads = new CompletableFuture<>();
    EngineThreads engine = new EngineThreads();
    tomcat.setBaseDir(folder.toString());
    tomcat.setPort(0);
    tomcat.getConnector().setProperty("address", "127.0.0.1");
    tomcat.getService().addExecutor(engine);
    ((AbstractProtocol<?>) tomcat.getConnector().getProtocolHandler()).setExecutor(engine);
    Context context = tomcat.addContext("", folder.toString());
    context.addServletContainerInitializer(new WsSci(), Set.of(Echo.class));
    Tomcat.addServlet(context, "default", new DefaultServlet()).addMapping("/");
    tomcat.start();
  }

  @AfterEach
  void stop() throws Exception {
    tomcat.stop();
    tomcat.destroy();
  }

  @Test
  void theThreadThatSentAFrameIsCalledBackWhenItIsSent() throws Exception {
    URI uri = URI.create("ws://127.0.0.1:" + tomcat.getConnector().getLocalPort() + "/echo");
    WebSocket client =
        HttpClient.newHttpClient()
            .newWebSocketBuilder()
            .buildAsync(uri, new WebSocket.Listener() {})
            .get(10, TimeUnit.SECONDS);
    client.sendText("hello", true).get(10, TimeUnit.SECONDS);

    Threads seen = threads.get(10, TimeUnit.SECONDS);

    assertThat(seen.sender().getName()).startsWith("onlookers-engine-");
    assertThat(seen.calledBack()).isSameAs(seen.sender());
    client.abort();
  }
}
