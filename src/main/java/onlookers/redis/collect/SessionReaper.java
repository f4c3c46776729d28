package onlookers.redis.collect;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import onlookers.redis.connect.MasterConnections;
import onlookers.redis.connect.RoutedPipeline;
import onlookers.redis.schema.ScriptCalls;
import onlookers.redis.schema.SessionReply;
import redis.clients.jedis.Response;
import redis.clients.jedis.exceptions.JedisDataException;

/** Removes the keys of sessions whose owner is dead. */
final class SessionReaper {
  private final ScriptCalls calls;

  SessionReaper(ScriptCalls calls) {
    this.calls = calls;
  }

  /**
   * Removes the keys of those that are still theirs.
   *
   * @param doomed session → dead owner
   * @return the sessions that were removed
   */
  List<String> reap(MasterConnections masters, Map<String, String> doomed) {
    Map<String, Response<Object>> answers = new LinkedHashMap<>();
    RoutedPipeline pipeline = masters.pipelined();
    doomed.forEach(
        (session, owner) -> answers.put(session, calls.sessions().reap(pipeline, session, owner)));
    pipeline.sync();
    List<String> reaped = new ArrayList<>();
    answers.forEach(
        (session, answer) -> {
          if (isGranted(answer)) {
            reaped.add(session);
          }
        });
    return reaped;
  }

  private boolean isGranted(Response<Object> answer) {
    try {
      return SessionReply.of(answer).granted();
    } catch (JedisDataException e) {
      calls.errors().logOrThrow("a session of a dead node", e);
      return false;
    }
  }
}
