package onlookers.websocket;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ClientAddressTest {
  @Test
  void theAddressIsFoundHoweverTheServerSpellsTheHeader() {
    assertThat(ClientAddress.of(Map.of("x-onlookers-client", List.of("192.0.2.7"))))
        .isEqualTo("192.0.2.7");
    assertThat(
            ClientAddress.of(
                Map.of(
                    "Host",
                    List.of("example.org"),
                    ClientAddress.HEADER,
                    List.of("192.0.2.7", "192.0.2.8"))))
        .isEqualTo("192.0.2.7");
  }

  @Test
  void withoutAFilterItIsNotKnown() {
    assertThat(ClientAddress.of(Map.of("Host", List.of("example.org")))).isEmpty();
    assertThat(ClientAddress.of(Map.of(ClientAddress.HEADER, List.of()))).isEmpty();
  }
}
