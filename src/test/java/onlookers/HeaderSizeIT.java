package onlookers;

import static org.assertj.core.api.Assertions.assertThat;

import onlookers.fixture.Http;
import onlookers.fixture.WarProcess;
import org.junit.jupiter.api.Test;

/** A browser sends all cookies of a parent domain, and they may be many. */
class HeaderSizeIT {
  private static final String COOKIES = "c=" + "x".repeat(20_000);

  @Test
  void aLongHeadIsTakenWhereTheSettingSaysSo() {
    try (WarProcess war = WarProcess.start("--http.header.size=32768")) {
      assertThat(status(war)).isEqualTo(200);
    }
  }

  @Test
  void byDefaultItIsRefusedAndThatIsNoFailureOfTheServer() {
    try (WarProcess war = WarProcess.start()) {
      assertThat(status(war)).isBetween(400, 431);
    }
  }

  private static int status(WarProcess war) {
    return Http.get(war.base().resolve("health/live"), "Cookie", COOKIES).statusCode();
  }
}
