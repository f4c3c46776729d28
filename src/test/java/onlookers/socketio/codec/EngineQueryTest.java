package onlookers.socketio.codec;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class EngineQueryTest {
  @Test
  void whatAClientSaysIsRead() {
    EngineQuery query = EngineQuery.parse("EIO=4&transport=polling&t=Q8BVc9o&sid=a_b-c");

    assertThat(query)
        .isEqualTo(new EngineQuery(EngineProtocol.V4, "polling", "a_b-c", false, false, false));
    assertThat(query.fault()).isNull();
  }

  @ParameterizedTest
  @CsvSource({
    "EIO=4,UNKNOWN_TRANSPORT",
    "EIO=4&transport=abc,UNKNOWN_TRANSPORT",
    "EIO=4&transport=webtransport,UNKNOWN_TRANSPORT",
    "transport=polling,UNSUPPORTED_PROTOCOL",
    "EIO=abc&transport=polling,UNSUPPORTED_PROTOCOL",
    "EIO=2&transport=polling,UNSUPPORTED_PROTOCOL",
    "EIO=%&transport=polling,UNSUPPORTED_PROTOCOL",
    "EIO=3&transport=polling&j=0,JSONP"
  })
  void whatIsNotSpokenIsNamed(String query, EngineError fault) {
    assertThat(EngineQuery.parse(query).fault()).isEqualTo(fault);
  }

  @Test
  void noQueryIsNoTransport() {
    assertThat(EngineQuery.parse(null).fault()).isEqualTo(EngineError.UNKNOWN_TRANSPORT);
  }

  @Test
  void valuesAreDecodedWhereTheyCanBe() {
    assertThat(EngineQuery.parse("sid=a%2Db").sid()).isEqualTo("a-b");
    assertThat(EngineQuery.parse("sid=%").sid()).isEqualTo("%");
    assertThat(EngineQuery.parse("sid").sid()).isNull();
    assertThat(EngineQuery.parse("b64=1").base64()).isTrue();
    assertThat(EngineQuery.parse("b64=0").base64()).isFalse();
  }

  @Test
  void aRepeatedNameCountsOnce() {
    assertThat(EngineQuery.parse("sid=a&sid=b").sid()).isEqualTo("a");
  }

  @ParameterizedTest
  @CsvSource({"1795490384363-0,true", "Q8BVc9o,false", "1795490384363,false", "4myusvjr,false"})
  void onlyTheOldestClientsSendATimeAndANumber(String t, boolean old) {
    assertThat(EngineQuery.parse("t=" + t).clockStamp()).isEqualTo(old);
  }

  @Test
  void anErrorHasTheReferenceServersCode() {
    assertThat(EngineError.UNKNOWN_SID.json())
        .isEqualTo("{\"code\":1,\"message\":\"Session ID unknown\"}");
  }
}
