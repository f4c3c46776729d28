package onlookers.standalone.engine;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.websocket.OnOpen;
import jakarta.websocket.Session;
import jakarta.websocket.server.ServerEndpoint;
import java.io.IOException;
import java.nio.file.Path;
import java.util.function.Supplier;
import onlookers.fixture.TomcatSocket;
import onlookers.websocket.EndpointConfigurator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class UpgradeFilterIT {
  /** Says whether it was offered a way out of its own, by Tomcat's. */
  @ServerEndpoint(TomcatSocket.PATH)
  public static class Teller {
    @OnOpen
    public void open(Session socket) throws IOException {
      Object offer = socket.getUserProperties().remove(EndpointConfigurator.FRAMES);
      boolean offered = offer instanceof Supplier<?> frames && frames.get() != null;
      socket.getBasicRemote().sendText(offered ? "offered" : "not offered");
    }
  }

  @TempDir Path folder;

  @Test
  void anEndpointIsOfferedAWayOutForWholeFrames() throws Exception {
    assertThat(said(TomcatFields.find())).isEqualTo("offered");
  }

  @ParameterizedTest
  @ValueSource(strings = {"wsRemoteEndpointServer", "messagePartInProgress", "closed"})
  void whereTomcatHasNotTheFieldsSocketsOpenAndSpeakTomcatsWay(String missing) throws Exception {
    TomcatFields fields = TomcatFields.find(TomcatFieldsIT.allBut(missing));
    assertThat(said(fields)).isEqualTo("not offered");
  }

  private String said(TomcatFields fields) throws Exception {
    try (TomcatSocket client =
        new TomcatSocket(folder, Teller.class, context -> UpgradeFilter.install(context, fields))) {
      return client.read();
    }
  }
}
