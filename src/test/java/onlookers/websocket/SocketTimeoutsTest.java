package onlookers.websocket;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.apache.tomcat.websocket.Constants;
import org.junit.jupiter.api.Test;

/** How long a Tomcat that is not ours waits for one client. */
class SocketTimeoutsTest {
  private static final Long PING_MILLIS = 250L;

  @Test
  void theCloseFrameOfARefusalMayWaitForTheFrameBeforeIt() {
    assertThat(limits())
        .containsEntry(Constants.ABNORMAL_SESSION_CLOSE_SEND_TIMEOUT_PROPERTY, PING_MILLIS);
  }

  @Test
  void whoDoesNotReadHoldsAThreadForAMoment() {
    assertThat(limits())
        .containsEntry(Constants.BLOCKING_SEND_TIMEOUT_PROPERTY, PING_MILLIS)
        .containsEntry(Constants.SESSION_CLOSE_TIMEOUT_PROPERTY, 2_000L);
  }

  private static Map<String, Object> limits() {
    ContainerSession socket = new ContainerSession(0, Runnable::run);
    SocketTimeouts.limit(socket.session());
    return socket.session().getUserProperties();
  }
}
