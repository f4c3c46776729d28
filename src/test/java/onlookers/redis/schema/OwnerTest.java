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
    assertThat(Owner.isHolder("ended:node-1:" + "0a".repeat(10))).isFalse();
  }

  @Test
  void aParkedSessionHasNoOneToRenewItsKeyButIsSomebodys() {
    String node = Owner.of("node-1").name();
    assertThat(Owner.whoParked("parked:2-13:" + node)).isEqualTo(node);
    assertThat(Owner.isHolder("parked:2-13:" + node)).isFalse();
    assertThat(Owner.whoParked(node)).isNull();
    assertThat(Owner.isHolder(node)).isTrue();
  }

  @Test
  void aNodeMayBeCalledParked() {
    String node = Owner.of("parked").name();
    assertThat(Owner.whoParked(node)).isNull();
    assertThat(Owner.isHolder(node)).isTrue();
    assertThat(Owner.whoParked("parked:parked:" + node)).isEqualTo(node);
  }

  @Test
  void aNodeMayBeCalledEnded() {
    String node = Owner.of("ended").name();
    assertThat(Owner.isEnded(node)).isFalse();
    assertThat(Owner.isHolder(node)).isTrue();
    assertThat(Owner.isEnded(Owner.ended(node))).isTrue();
    assertThat(Owner.whoParked("parked:13:" + node)).isEqualTo(node);
  }
}
