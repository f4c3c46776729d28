package onlookers.fuzz;

import com.code_intelligence.jazzer.junit.FuzzTest;
import onlookers.socketio.codec.EngineProtocol;

class Version4PayloadsFuzz {
  @FuzzTest(maxDuration = "1m")
  void aPayloadIsPacketsOrRefused(byte[] body) throws Exception {
    Payloads.check(EngineProtocol.V4, false, body);
  }
}
