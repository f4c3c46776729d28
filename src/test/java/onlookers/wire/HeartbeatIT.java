package onlookers.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import onlookers.fixture.Reader;
import org.junit.jupiter.api.Test;

/** The heartbeat. Both sockets were opened when the server started, and have been waiting since. */
class HeartbeatIT {
  @Test
  void theServerPingsEvery25SecondsAndASocketThatAnswersStays() {
    Reader patient = Wire.PATIENT;
    await().atMost(Duration.ofSeconds(60)).until(() -> patient.pings().size() >= 2);
    List<Long> pings = patient.pings();
    Duration between = Duration.ofNanos(pings.get(1) - pings.get(0));
    assertThat(between).isBetween(Duration.ofSeconds(23), Duration.ofSeconds(27));
    assertThat(Wire.PATIENT.closeCode()).isNull();
  }

  @Test
  void aSocketThatIsSilentFor60SecondsIsDropped() throws Exception {
    long millis = Wire.DROPPED.get(120, TimeUnit.SECONDS);
    assertThat(Duration.ofMillis(millis)).isBetween(Duration.ofSeconds(59), Duration.ofSeconds(90));
    assertThat(Wire.PATIENT.closeCode()).isNull();
  }
}
