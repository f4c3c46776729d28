package onlookers.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.atomic.AtomicLong;
import onlookers.fixture.LogCapture;
import onlookers.runtime.Refusals.Reason;
import org.junit.jupiter.api.Test;

class RefusalsTest {
  private final AtomicLong nanos = new AtomicLong(Long.MAX_VALUE - 10);
  private final Refusals refusals = new Refusals(nanos::get);

  @Test
  void eachIsCountedByItsReason() {
    refusals.add(Reason.FULL, "192.0.2.7");
    refusals.add(Reason.FULL, "192.0.2.8");
    refusals.add(Reason.ORIGIN, "192.0.2.9");
    assertThat(refusals.total(Reason.FULL)).isEqualTo(2);
    assertThat(refusals.total(Reason.ORIGIN)).isEqualTo(1);
    assertThat(refusals.total(Reason.RATE)).isZero();
  }

  @Test
  void theLogNamesTheAddressAndTheSetting() {
    try (LogCapture log = new LogCapture(Refusals.class)) {
      refusals.add(Reason.ADDRESS, "192.0.2.7");
      assertThat(log.all())
          .singleElement()
          .asString()
          .contains("limit.sessions.per.address", "\"192.0.2.7\"");
    }
  }

  @Test
  void aFloodIsOneLineASecondAndReasonWithItsNumber() {
    try (LogCapture log = new LogCapture(Refusals.class)) {
      for (int i = 0; i < 1_000; i++) {
        refusals.add(Reason.ORIGIN, "192.0.2." + i % 250);
      }
      refusals.add(Reason.RATE, "192.0.2.1");
      assertThat(log.all()).hasSize(2);
      nanos.addAndGet(1_000_000_000L);
      refusals.add(Reason.ORIGIN, "192.0.2.3");
      assertThat(log.all()).hasSize(3);
      assertThat(log.all().get(2)).contains("1000 pages", "\"192.0.2.3\"");
    }
  }

  @Test
  void everyReasonHasANameOfItsOwnInTheMetrics() {
    assertThat(Reason.values())
        .extracting(Reason::label)
        .doesNotHaveDuplicates()
        .doesNotContain("");
    assertThat(Reason.FRAME.label()).isEqualTo("bad_frame");
  }
}
