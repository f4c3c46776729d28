package onlookers.websocket;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Optional;
import onlookers.config.Secret;
import onlookers.presence.Post;
import org.junit.jupiter.api.Test;

class TicketsTest {
  /**
   * Made by: printf 13 | openssl dgst -sha256 -hmac sesame -binary | basenc --base64url | cut
   * -c1-22.
   */
  private static final String TICKET_OF_13 = "cjs96-Ax591pyuJeydhEkO";

  private final Tickets tickets = new Tickets(Optional.of(new Secret("sesame")));

  @Test
  void theTicketIsThePostsAlone() {
    assertThat(tickets.admit(new Post("13"), TICKET_OF_13)).isTrue();
    assertThat(tickets.admit(new Post("14"), TICKET_OF_13)).isFalse();
  }

  @Test
  void noTicketOrHalfATicketIsNone() {
    assertThat(tickets.admit(new Post("13"), null)).isFalse();
    assertThat(tickets.admit(new Post("13"), "")).isFalse();
    assertThat(tickets.admit(new Post("13"), TICKET_OF_13.substring(1))).isFalse();
    assertThat(tickets.admit(new Post("13"), TICKET_OF_13 + "x")).isFalse();
  }

  @Test
  void withoutASecretNobodyNeedsOne() {
    assertThat(new Tickets(Optional.empty()).admit(new Post("13"), null)).isTrue();
  }
}
