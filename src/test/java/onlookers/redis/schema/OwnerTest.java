package onlookers.redis.schema;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class OwnerTest {
  @Test
  void aNodeThatStartsAgainIsAnotherOwner() {
    Owner first = Owner.of("node-1");
    Owner second = Owner.of("node-1");

    assertThat(first.name())
        .matches("node-1:[0-9a-f]{20}")
        .isNotEqualTo("node-1:" + "0".repeat(16));
    assertThat(second).isNotEqualTo(first);
  }

  @Test
  void aNodeOfTheVersionBeforeIsKnownByItsShorterIncarnation() {
    assertThat(Owner.isEarlier("node-1:" + "0a".repeat(8))).isTrue();
    assertThat(Owner.isEarlier("node-1:" + "0a".repeat(10))).isFalse();
    assertThat(Owner.isEarlier("node-1")).isFalse();
  }

  @Test
  void thatASessionHasEndedIsNoOwner() {
    assertThat(Owner.isEnded("ended:node-1:" + "0a".repeat(10))).isTrue();
    assertThat(Owner.isEnded(Owner.of("node-1").name())).isFalse();
  }
}
