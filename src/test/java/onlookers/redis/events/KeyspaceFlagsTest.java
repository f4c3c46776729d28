package onlookers.redis.events;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import onlookers.redis.connect.ScriptedRedis;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class KeyspaceFlagsTest {
  private final ScriptedRedis redis = new ScriptedRedis();

  @ParameterizedTest
  @CsvSource({"'',K$sgxe", "xE,xEK$sge", "AKE,AKE", "AE,AEK", "K$sgx,K$sgxe", "KElt,KElt$sgxe"})
  void whatIsMissingIsAddedAndWhatIsThereIsKept(String before, String after) {
    assertThat(KeyspaceFlags.added(before)).isEqualTo(after);
  }

  @Test
  void whatIsMissingIsSet() {
    redis.on("CONFIG", call -> isGet(call) ? List.of(KeyspaceFlags.SETTING, "xE") : "OK");

    assertThat(KeyspaceFlags.ensure(redis.jedis())).isEqualTo(KeyspaceFlags.State.ADDED);

    assertThat(redis.calls).hasSize(2);
    assertThat(redis.last("CONFIG").arguments())
        .containsExactly("SET", KeyspaceFlags.SETTING, "xEK$sge");
  }

  @Test
  void whatIsSetAlreadyIsLeftAlone() {
    redis.on("CONFIG", List.of(KeyspaceFlags.SETTING, "AK"));

    assertThat(KeyspaceFlags.ensure(redis.jedis())).isEqualTo(KeyspaceFlags.State.PRESENT);

    assertThat(redis.calls).hasSize(1);
  }

  @Test
  void whoMayNotLookKnowsThatNothingIsAnnounced() {
    redis.on("CONFIG", ScriptedRedis.error("NOPERM no"));

    assertThat(KeyspaceFlags.ensure(redis.jedis())).isEqualTo(KeyspaceFlags.State.FORBIDDEN);
  }

  @Test
  void whoMayLookAndNotSetKnowsItToo() {
    redis.on(
        "CONFIG",
        call ->
            isGet(call) ? List.of(KeyspaceFlags.SETTING, "") : ScriptedRedis.error("ERR renamed"));

    assertThat(KeyspaceFlags.ensure(redis.jedis())).isEqualTo(KeyspaceFlags.State.FORBIDDEN);
  }

  private static boolean isGet(ScriptedRedis.Call call) {
    return call.arguments().get(0).equals("GET");
  }
}
