package onlookers.wire;

import static org.assertj.core.api.Assertions.assertThat;

import onlookers.fixture.Http;
import onlookers.fixture.StaticFiles;
import org.junit.jupiter.api.Test;

/** The browser client and the demo, as the executable WAR serves them. */
class StaticFilesIT {
  @Test
  void filesAreAskedForAgainEachTimeAndAnsweredByTheirContent() {
    StaticFiles.assertRevalidated(Wire.WAR.base());
  }

  @Test
  void whatIsNotAtTheRootIsNotServed() {
    assertThat(Http.status(Wire.WAR.base().resolve("WEB-INF/web.xml"))).isEqualTo(404);
    assertThat(Http.status(Wire.WAR.base().resolve("nothing.js"))).isEqualTo(404);
  }
}
