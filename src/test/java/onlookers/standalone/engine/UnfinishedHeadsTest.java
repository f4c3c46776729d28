package onlookers.standalone.engine;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class UnfinishedHeadsTest {
  private static final String SOMEBODY = "192.0.2.7";
  private static final String ANOTHER = "192.0.2.8";

  private final List<String> cutOff = new ArrayList<>();
  private final UnfinishedHeads<String> heads = new UnfinishedHeads<>(4, 2, cutOff::add);

  @Test
  void ofTooManyOfOneAddressTheOldestIsCutOff() {
    heads.add("a", SOMEBODY);
    heads.add("b", ANOTHER);
    heads.add("c", SOMEBODY);
    assertThat(cutOff).isEmpty();
    heads.add("d", SOMEBODY);
    heads.add("e", SOMEBODY);
    assertThat(cutOff).containsExactly("a", "c");
    assertThat(heads.size()).isEqualTo(3);
  }

  @Test
  void ofTooManyInAllTheOldestIsCutOff() {
    for (int i = 0; i < 6; i++) {
      heads.add("client " + i, "192.0.2." + i);
    }
    assertThat(cutOff).containsExactly("client 0", "client 1");
    assertThat(heads.size()).isEqualTo(4);
  }

  @Test
  void whoHasSaidAllMakesRoom() {
    for (int i = 0; i < 10; i++) {
      heads.add("client " + i, SOMEBODY);
      heads.remove("client " + i);
      heads.remove("client " + i);
    }
    assertThat(cutOff).isEmpty();
    assertThat(heads.size()).isZero();
  }

  @Test
  void whoIsAddedAgainIsCountedOnceAndGrowsNoYounger() {
    heads.add("a", SOMEBODY);
    heads.add("b", SOMEBODY);
    heads.add("a", SOMEBODY);
    assertThat(cutOff).isEmpty();
    heads.add("c", SOMEBODY);
    assertThat(cutOff).containsExactly("a");
  }

  @Test
  void theAddressesOfOneIpv6NetworkAreOne() {
    heads.add("a", "2001:db8::1");
    heads.add("b", "2001:db8::2");
    heads.add("c", "2001:db8::3");
    assertThat(cutOff).containsExactly("a");
  }
}
