package onlookers.socketio.codec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SocketPacketTest {
  @Test
  void anEventIsItsArray() throws Exception {
    assertThat(SocketPacket.read("2[\"viewing\",13]"))
        .isEqualTo(new SocketPacket(SocketPacket.Type.EVENT, "/", "", "[\"viewing\",13]"));
  }

  @Test
  void anEventMayAskForAnAnswer() throws Exception {
    assertThat(SocketPacket.read("212[\"parked\"]"))
        .isEqualTo(new SocketPacket(SocketPacket.Type.EVENT, "/", "12", "[\"parked\"]"));
    assertThat(SocketPacket.read("2/x,3[\"parked\"]"))
        .isEqualTo(new SocketPacket(SocketPacket.Type.EVENT, "/x", "3", "[\"parked\"]"));
  }

  @Test
  void aClientConnectsWithOrWithoutMore() throws Exception {
    assertThat(SocketPacket.read("0"))
        .isEqualTo(new SocketPacket(SocketPacket.Type.CONNECT, "/", "", ""));
    assertThat(SocketPacket.read("0{\"token\":1}").json()).isEqualTo("{\"token\":1}");
    assertThat(SocketPacket.read("0/x").namespace()).isEqualTo("/x");
    assertThat(SocketPacket.read("0/x,{}"))
        .isEqualTo(new SocketPacket(SocketPacket.Type.CONNECT, "/x", "", "{}"));
    assertThat(SocketPacket.read("0/x?token=abc,").namespace()).isEqualTo("/x");
    assertThat(SocketPacket.read("0/?token=abc").namespace()).isEqualTo("/");
  }

  @ParameterizedTest
  @ValueSource(strings = {"51-[\"x\",{\"_placeholder\":true,\"num\":0}]", "61-3[]", "5", "6abc"})
  void ofAttachmentsOnlyTheTypeIsLookedAt(String text) throws Exception {
    assertThat(SocketPacket.read(text).type())
        .isIn(SocketPacket.Type.BINARY_EVENT, SocketPacket.Type.BINARY_ACK);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "abc",
        "7",
        "0[]",
        "0{",
        "0{} {}",
        "0abc",
        "1{}",
        "2",
        "2{}",
        "2abc[\"message\"]",
        "2[\"connect\"]",
        "2[ \"disconnect\",1]",
        "2[\"newListener\"\n,1]",
        "3[]",
        "31{}",
        "31[",
        "4{\"message\":\"x\"}",
        "212345678901234567[\"parked\"]",
        "2/[\"parked\"]",
        "2:[\"parked\"]"
      })
  void whateverElseIsRefused(String text) {
    assertThatThrownBy(() -> SocketPacket.read(text)).isInstanceOf(BadPacketException.class);
  }

  @Test
  void theNumberOfAnAcknowledgementHasUpTo16Digits() throws Exception {
    assertThat(SocketPacket.read("29012345678901234[\"parked\"]").ack())
        .isEqualTo("9012345678901234");
    assertThat(SocketPacket.read("20[\"parked\"]").ack()).isEqualTo("0");
    assertThat(SocketPacket.read("39[]").ack()).isEqualTo("9");
  }

  @Test
  void aNamespaceIsNotEndless() throws Exception {
    assertThat(SocketPacket.read("0/" + "x".repeat(99)).namespace()).hasSize(100);
    assertThatThrownBy(() -> SocketPacket.read("0/" + "x".repeat(100)))
        .isInstanceOf(BadPacketException.class);
  }

  @Test
  void nestingWithoutEndIsRefused() {
    assertThatThrownBy(() -> SocketPacket.read("0{\"x\":" + "[".repeat(5_000)))
        .isInstanceOf(BadPacketException.class);
  }
}
