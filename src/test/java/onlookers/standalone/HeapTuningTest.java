package onlookers.standalone;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.HotSpotDiagnosticMXBean;
import com.sun.management.VMOption;
import com.sun.management.VMOption.Origin;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import javax.management.ObjectName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.EnumSource.Mode;

class HeapTuningTest {
  private static final String MIN = "MinHeapFreeRatio";
  private static final String MAX = "MaxHeapFreeRatio";
  private static final String PERIOD = "G1PeriodicGCInterval";

  private final FakeHotSpot hotSpot = new FakeHotSpot();

  @Test
  void aHeapThatNobodyHasShapedKeepsLittleThatIsFree() {
    HeapTuning.shape(hotSpot);
    assertThat(hotSpot.set)
        .containsExactly(Map.entry(MIN, "3"), Map.entry(MAX, "5"), Map.entry(PERIOD, "300000"));
  }

  @Test
  void whoHasGivenThePeriodAloneKeepsIt() {
    hotSpot.origins.put(PERIOD, Origin.VM_CREATION);
    HeapTuning.shape(hotSpot);
    assertThat(hotSpot.set).containsExactly(Map.entry(MIN, "3"), Map.entry(MAX, "5"));
  }

  @ParameterizedTest
  @EnumSource(value = Origin.class, mode = Mode.EXCLUDE, names = "DEFAULT")
  void whatTheAdministratorHasGivenStandsWhereverHeGaveIt(Origin origin) {
    for (String given : List.of(MIN, MAX)) {
      hotSpot.origins.clear();
      hotSpot.origins.put(given, origin);
      HeapTuning.shape(hotSpot);
      assertThat(hotSpot.set).as(given).isEmpty();
    }
  }

  @Test
  void aMachineThatKnowsNoSuchOptionKeepsItsShape() {
    hotSpot.knows = false;
    HeapTuning.shape(hotSpot);
    assertThat(hotSpot.set).isEmpty();
  }

  @Test
  void aMachineThatRefusesKeepsItsShape() {
    hotSpot.refuses = true;
    HeapTuning.shape(hotSpot);
    assertThat(hotSpot.set).isEmpty();
  }

  @Test
  void anotherMachineThanHotSpotKeepsItsShape() {
    HeapTuning.shape(null);
  }

  /** A JVM whose options are as they were given. */
  private static final class FakeHotSpot implements HotSpotDiagnosticMXBean {
    final Map<String, Origin> origins = new LinkedHashMap<>();
    final Map<String, String> set = new LinkedHashMap<>();
    boolean knows = true;
    boolean refuses;

    @Override
    public VMOption getVMOption(String name) {
      if (!knows) {
        throw new IllegalArgumentException(name);
      }
      return new VMOption(name, "40", true, origins.getOrDefault(name, Origin.DEFAULT));
    }

    @Override
    public void setVMOption(String name, String value) {
      if (refuses) {
        throw new IllegalArgumentException(name + "=" + value);
      }
      set.put(name, value);
    }

    @Override
    public void dumpHeap(String outputFile, boolean live) {
      throw new UnsupportedOperationException();
    }

    @Override
    public List<VMOption> getDiagnosticOptions() {
      return List.of();
    }

    @Override
    public ObjectName getObjectName() {
      throw new UnsupportedOperationException();
    }
  }
}
