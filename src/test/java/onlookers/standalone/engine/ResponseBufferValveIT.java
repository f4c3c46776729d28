package onlookers.standalone.engine;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.servlet.ServletException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.apache.catalina.Context;
import org.apache.catalina.connector.Connector;
import org.apache.catalina.connector.Request;
import org.apache.catalina.connector.Response;
import org.apache.catalina.servlets.DefaultServlet;
import org.apache.catalina.startup.Tomcat;
import org.apache.catalina.valves.ValveBase;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ResponseBufferValveIT {
  private static final int SMALL = 192;

  @TempDir Path folder;
  private final Tomcat tomcat = new Tomcat();
  private final BlockingQueue<Integer> sizes = new LinkedBlockingQueue<>();

  @BeforeEach
  void start() throws Exception {
    Files.writeString(folder.resolve("file.txt"), "x".repeat(10_000));
    tomcat.setBaseDir(folder.toString());
    Connector connector = new Connector(new EngineProtocol());
    connector.setPort(0);
    connector.setProperty("address", "127.0.0.1");
    tomcat.setConnector(connector);
    connector.setProperty("socket.appWriteBufSize", Integer.toString(SMALL));
    connector.setProperty("socket.bufferPool", "0");
    tomcat.getHost().getPipeline().addValve(new ResponseBufferValve("/polls/"));
    tomcat.getHost().getPipeline().addValve(new Measure());
    Context context = tomcat.addContext("", folder.toString());
    Tomcat.addServlet(context, "default", new DefaultServlet()).addMapping("/");
    tomcat.start();
  }

  @AfterEach
  void stop() throws Exception {
    tomcat.stop();
    tomcat.destroy();
  }

  @Test
  void aFileGoesOutInLargePiecesAndWhole() throws Exception {
    assertThat(answer("GET /file.txt HTTP/1.1")).endsWith("\r\n\r\n" + "x".repeat(10_000));
    assertThat(size()).isEqualTo(8_192);
  }

  @Test
  void aSocketThatBecomesAWebSocketStaysSmall() throws Exception {
    answer("GET /file.txt HTTP/1.1", "Upgrade: websocket");

    assertThat(size()).isEqualTo(SMALL);
  }

  @Test
  void aPollStaysSmall() throws Exception {
    answer("GET /polls/?EIO=4 HTTP/1.1");

    assertThat(size()).isEqualTo(SMALL);
  }

  @Test
  void aSocketThatWasClosedLeavesItsLargeBufferToNobody() throws Exception {
    answer("GET /file.txt HTTP/1.1");
    answer("GET /polls/?EIO=4 HTTP/1.1");

    assertThat(size()).isEqualTo(8_192);
    assertThat(size()).isEqualTo(SMALL);
  }

  private Integer size() throws InterruptedException {
    return sizes.poll(10, TimeUnit.SECONDS);
  }

  /** On a connection of its own. */
  private String answer(String... lines) throws IOException {
    try (Socket socket =
        new Socket(InetAddress.getLoopbackAddress(), tomcat.getConnector().getLocalPort())) {
      String head = String.join("\r\n", lines) + "\r\nHost: a\r\nConnection: close\r\n\r\n";
      socket.getOutputStream().write(head.getBytes(StandardCharsets.US_ASCII));
      return new String(socket.getInputStream().readAllBytes(), StandardCharsets.US_ASCII);
    }
  }

  /** Notes how long the pieces will be. */
  private final class Measure extends ValveBase {
    @Override
    public void invoke(Request request, Response response) throws IOException, ServletException {
      sizes.add(EngineSocket.of(request).getSocketBufferHandler().getWriteBuffer().capacity());
      getNext().invoke(request, response);
    }
  }
}
