package onlookers.standalone.engine;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import onlookers.standalone.engine.UnfinishedHeads.Client;
import org.junit.jupiter.api.Test;

class UnfinishedHeadsTest {
  private static final String SOMEBODY = "192.0.2.7";
  private static final String ANOTHER = "192.0.2.8";

  private final List<String> cutOff = new ArrayList<>();
  private final Map<String, Client> clients = new HashMap<>();
  private final UnfinishedHeads heads = new UnfinishedHeads(4, 2);

  /** The same one for the same name. */
  private Client client(String name) {
    return clients.computeIfAbsent(name, key -> () -> cutOff.add(key));
  }

  @Test
  void ofTooManyOfOneAddressTheOldestIsCutOff() {
    heads.add(client("a"), SOMEBODY);
    heads.add(client("b"), ANOTHER);
    heads.add(client("c"), SOMEBODY);
    assertThat(cutOff).isEmpty();
    heads.add(client("d"), SOMEBODY);
    heads.add(client("e"), SOMEBODY);
    assertThat(cutOff).containsExactly("a", "c");
    assertThat(heads.size()).isEqualTo(3);
  }

  @Test
  void ofTooManyInAllTheOldestIsCutOff() {
    for (int i = 0; i < 6; i++) {
      heads.add(client("client " + i), "192.0.2." + i);
    }
    assertThat(cutOff).containsExactly("client 0", "client 1");
    assertThat(heads.size()).isEqualTo(4);
  }

  @Test
  void whoHasSaidAllMakesRoom() {
    for (int i = 0; i < 10; i++) {
      heads.add(client("client " + i), SOMEBODY);
      heads.remove(client("client " + i));
      heads.remove(client("client " + i));
    }
    assertThat(cutOff).isEmpty();
    assertThat(heads.size()).isZero();
  }

  @Test
  void whoIsAddedAgainIsCountedOnceAndGrowsNoYounger() {
    heads.add(client("a"), SOMEBODY);
    heads.add(client("b"), SOMEBODY);
    heads.add(client("a"), SOMEBODY);
    assertThat(cutOff).isEmpty();
    heads.add(client("c"), SOMEBODY);
    assertThat(cutOff).containsExactly("a");
  }

  @Test
  void theAddressesOfOneIpv6NetworkAreOne() {
    heads.add(client("a"), "2001:db8::1");
    heads.add(client("b"), "2001:db8::2");
    heads.add(client("c"), "2001:db8::3");
    assertThat(cutOff).containsExactly("a");
  }
}
