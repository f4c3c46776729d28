package onlookers.redis.connect;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import redis.clients.jedis.HostAndPort;

/** As {@code CLUSTER SLOTS} answers: texts as bytes, numbers as longs. */
class ClusterSlotsTest {
  private static final HostAndPort ASKED = new HostAndPort("asked.example", 7005);

  private static @Nullable Object bytes(@Nullable String text) {
    return text == null ? null : text.getBytes(UTF_8);
  }

  private static List<Object> node(@Nullable String endpoint, long port) {
    return Arrays.asList(
        bytes(endpoint), port, bytes("id"), List.of(bytes("ip"), bytes("10.0.0.1")));
  }

  private static List<Object> range(long from, long to, List<?>... nodes) {
    Object[] range = new Object[2 + nodes.length];
    range[0] = from;
    range[1] = to;
    System.arraycopy(nodes, 0, range, 2, nodes.length);
    return Arrays.asList(range);
  }

  private static @Nullable Layout layout(List<?>... ranges) {
    return ClusterSlots.layout(List.of(ranges), ASKED);
  }

  @Test
  void eachSlotIsOfTheFirstNodeOfItsRange() {
    Layout layout =
        layout(
            range(0, 5460, node("10.0.0.1", 7000), node("10.0.0.4", 7003)),
            range(10923, 16383, node("10.0.0.3", 7002)),
            range(5461, 10922, node("10.0.0.2", 7001)));

    assertThat(layout.masters())
        .containsExactly(
            new HostAndPort("10.0.0.1", 7000),
            new HostAndPort("10.0.0.3", 7002),
            new HostAndPort("10.0.0.2", 7001));
    assertThat(layout.masterOf(0)).isEqualTo(new HostAndPort("10.0.0.1", 7000));
    assertThat(layout.masterOf(5460)).isEqualTo(new HostAndPort("10.0.0.1", 7000));
    assertThat(layout.masterOf(5461)).isEqualTo(new HostAndPort("10.0.0.2", 7001));
    assertThat(layout.masterOf(16383)).isEqualTo(new HostAndPort("10.0.0.3", 7002));
    assertThat(layout.masterOf("bar")).as("slot 5061").isEqualTo(layout.masterOf(0));
    assertThat(layout.masterOf("x{bar}y")).as("by its tag").isEqualTo(layout.masterOf(0));
    assertThat(layout.isCluster()).isTrue();
  }

  @Test
  void aMasterWithSeveralRangesIsOneMaster() {
    Layout layout =
        layout(
            range(0, 99, node("one", 7000)),
            range(100, 100, node("two", 7001)),
            range(101, 16383, node("one", 7000)));

    assertThat(layout.masters()).hasSize(2);
    assertThat(layout.masterOf(100)).isEqualTo(new HostAndPort("two", 7001));
    assertThat(layout.masterOf(101)).isEqualTo(new HostAndPort("one", 7000));
  }

  @Test
  void aHostNameIsTakenAsItIs() {
    assertThat(layout(range(0, 16383, node("redis-0.redis.svc", 6379))).masters())
        .containsExactly(new HostAndPort("redis-0.redis.svc", 6379));
  }

  @Test
  void anEmptyOrMissingEndpointIsTheAddressThatWasAsked() {
    HostAndPort asked = new HostAndPort("asked.example", 7000);

    assertThat(layout(range(0, 16383, node("", 7000))).masters()).containsExactly(asked);
    assertThat(layout(range(0, 16383, node(null, 7000))).masters()).containsExactly(asked);
  }

  @Test
  void aMasterWhoseAddressIsNotKnownIsNotGuessed() {
    assertThat(layout(range(0, 99, node("one", 7000)), range(100, 16383, node("?", 7001))))
        .isNull();
  }

  @Test
  void aSlotWithoutAMasterIsNoLayout() {
    List<Object> one = node("one", 7000);

    assertThat(layout(range(0, 99, one), range(101, 16383, one))).isNull();
    assertThat(layout(range(0, 16382, one))).isNull();
    assertThat(layout(range(1, 16383, one))).isNull();
    assertThat(layout()).isNull();
  }
}
