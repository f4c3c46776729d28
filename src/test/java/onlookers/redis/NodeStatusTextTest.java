package onlookers.redis;

import static org.assertj.core.api.Assertions.assertThat;

import onlookers.presence.NodeStatus;
import org.junit.jupiter.api.Test;

class NodeStatusTextTest {
  @Test
  void whatIsWrittenIsRead() {
    NodeStatus status = new NodeStatus("1.0.0-SNAPSHOT", 7, 1, 2, 3, 4, 5, true, 1_764_196_522L);
    assertThat(NodeStatusText.parse(NodeStatusText.of(status))).isEqualTo(status);
  }

  @Test
  void whatALaterVersionAddsIsPassedOverAndWhatItLeavesOutIsZero() {
    assertThat(NodeStatusText.parse("version=9 sessions=12 colour=blue loose"))
        .isEqualTo(new NodeStatus("9", 0, 12, 0, 0, 0, 0, false, 0));
  }

  @Test
  void whatIsNoStatusIsNone() {
    assertThat(NodeStatusText.parse("")).isNull();
    assertThat(NodeStatusText.parse("sessions=12")).isNull();
    assertThat(NodeStatusText.parse("version=1 sessions=-1 pushes=9999999999999999999999"))
        .isEqualTo(new NodeStatus("1", 0, 0, 0, 0, 0, 0, false, 0));
  }
}
