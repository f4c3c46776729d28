package onlookers.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;

class SourceTest {
  @Test
  void aSourceShowsItsPlaceAndNoValue() {
    Source source = new Source(Source.Kind.ENVIRONMENT, Map.of("ONLOOKERS_TICKET_SECRET", "pw"));
    assertThat(source).hasToString("ENVIRONMENT");
  }
}
