package onlookers.standalone;

import static org.assertj.core.api.Assertions.assertThat;

import onlookers.socketio.SocketIoWire;
import org.junit.jupiter.api.Test;

class EmbeddedTomcatTest {
  /** The engine does not import the wire, and spells its path a second time. */
  @Test
  void theEngineLooksForPollsWhereTheWireIs() {
    assertThat(EmbeddedTomcat.POLLS).isEqualTo(SocketIoWire.PATH + "/");
  }
}
