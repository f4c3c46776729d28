package onlookers.redis.connect;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.ConnectException;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import org.junit.jupiter.api.Test;

class RootCauseTest {
  @Test
  void theInnermostCauseSpeaks() {
    Throwable cause = new SocketTimeoutException("Read timed out");
    assertThat(RootCause.of(new RuntimeException("outer", new RuntimeException("middle", cause))))
        .isEqualTo("Read timed out");
    assertThat(RootCause.of(cause)).isEqualTo("Read timed out");
  }

  @Test
  void itIsOneLine() {
    assertThat(RootCause.of(new IllegalStateException("first\nsecond"))).isEqualTo("first");
  }

  @Test
  void aCauseThatSaysNothingIsNamedByItsKind() {
    assertThat(RootCause.of(new ConnectException())).isEqualTo("ConnectException");
    assertThat(RootCause.of(new ConnectException(""))).isEqualTo("ConnectException");
    assertThat(RootCause.of(new ConnectException("\nsecond"))).isEqualTo("ConnectException");
  }

  /** Redis repeats what it does not know, here where AUTH has another name. */
  @Test
  void thePasswordThatRedisRepeatsIsLeftOut() {
    String reply = "ERR unknown command 'AUTH', with args beginning with: 'user' 'S3cr3t' ";
    assertThat(RootCause.of(new IllegalStateException(reply)))
        .isEqualTo("ERR unknown command 'AUTH'");
  }

  @Test
  void aHostThatIsNotKnownIsCalledSo() {
    assertThat(RootCause.of(new RuntimeException(new UnknownHostException("nohost.invalid"))))
        .isEqualTo("unknown host nohost.invalid");
  }
}
