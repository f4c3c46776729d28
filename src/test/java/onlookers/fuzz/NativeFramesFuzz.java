package onlookers.fuzz;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import onlookers.presence.Refusal;
import onlookers.protocol.BadFrameException;
import onlookers.protocol.ClientEvent;
import onlookers.protocol.Codec;
import onlookers.protocol.FrameAssembly;
import onlookers.protocol.NativeCodec;

class NativeFramesFuzz {
  private static final Codec CODEC = new NativeCodec();
  private static final long PER_BYTE = 400;

  @FuzzTest(maxDuration = "1m")
  void aFrameIsAnEventOrRefused(byte[] data) throws Exception {
    if (data.length > FrameAssembly.MAX_EVENT) {
      return;
    }
    String frame = new String(data, UTF_8);
    try {
      ClientEvent event = Cost.bounded(data.length, PER_BYTE, () -> CODEC.decode(frame));
      assertThat(CODEC.decode(Spelling.of(event))).isEqualTo(event);
    } catch (BadFrameException refused) {
      Refusal refusal = refused.refusal();
      if (refusal != null) {
        assertThat(CODEC.error(refusal, refused.getMessage()))
            .matches("\\[\"error\",\"[a-z-]+\",\"[^\"\\\\\\p{Cntrl}]+\"]");
      }
    }
  }
}
