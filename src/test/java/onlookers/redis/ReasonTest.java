package onlookers.redis;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.ConnectException;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import org.junit.jupiter.api.Test;

class ReasonTest {
  @Test
  void theInnermostCauseSpeaks() {
    Throwable cause = new SocketTimeoutException("Read timed out");
    assertThat(Reason.of(new RuntimeException("outer", new RuntimeException("middle", cause))))
        .isEqualTo("Read timed out");
    assertThat(Reason.of(cause)).isEqualTo("Read timed out");
  }

  @Test
  void itIsOneLine() {
    assertThat(Reason.of(new IllegalStateException("first\nsecond"))).isEqualTo("first");
  }

  @Test
  void aCauseThatSaysNothingIsNamedByItsKind() {
    assertThat(Reason.of(new ConnectException())).isEqualTo("ConnectException");
    assertThat(Reason.of(new ConnectException(""))).isEqualTo("ConnectException");
    assertThat(Reason.of(new ConnectException("\nsecond"))).isEqualTo("ConnectException");
  }

  /** Redis repeats what it does not know, here where AUTH has another name. */
  @Test
  void thePasswordThatRedisRepeatsIsLeftOut() {
    String reply = "ERR unknown command 'AUTH', with args beginning with: 'user' 'S3cr3t' ";
    assertThat(Reason.of(new IllegalStateException(reply))).isEqualTo("ERR unknown command 'AUTH'");
  }

  @Test
  void aHostThatIsNotKnownIsCalledSo() {
    assertThat(Reason.of(new RuntimeException(new UnknownHostException("nohost.invalid"))))
        .isEqualTo("unknown host nohost.invalid");
  }
}
