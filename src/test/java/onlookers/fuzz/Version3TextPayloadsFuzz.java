package onlookers.fuzz;

import com.code_intelligence.jazzer.junit.FuzzTest;
import onlookers.socketio.codec.EngineProtocol;

class Version3TextPayloadsFuzz {
  @FuzzTest(maxDuration = "1m")
  void aPayloadIsPacketsOrRefused(byte[] body) throws Exception {
    Payloads.check(EngineProtocol.V3, false, body);
  }
}
