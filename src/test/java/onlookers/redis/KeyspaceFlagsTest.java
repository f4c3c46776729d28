package onlookers.redis;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class KeyspaceFlagsTest {
  @ParameterizedTest
  @CsvSource({"'',K$sgx", "xE,xEK$sg", "AKE,AKE", "AE,AEK", "K$sgx,K$sgx", "KElt,KElt$sgx"})
  void whatIsMissingIsAddedAndWhatIsThereIsKept(String before, String after) {
    assertThat(KeyspaceFlags.added(before)).isEqualTo(after);
  }
}
