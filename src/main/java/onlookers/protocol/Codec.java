package onlookers.protocol;

import onlookers.presence.Counts;
import onlookers.presence.Post;
import onlookers.presence.Refusal;

/**
 * The encoding of one wire: frames to events, and events to frames. Stateless, and shared by all
 * connections of its wire.
 */
public interface Codec {
  /** The wire's name in the metrics. */
  default String wire() {
    return "native";
  }

  /**
   * What the client said.
   *
   * @throws BadFrameException when the frame says nothing that we know
   */
  ClientEvent decode(String frame) throws BadFrameException;

  /**
   * Whether the frame is no more than the question whether the connection lives, spelled as short
   * as it can be. Costs nothing.
   */
  boolean isAlive(String frame);

  /** Answers that question. */
  String alive();

  /** The session's id, the first thing that a client receives. */
  String session(String id);

  /**
   * The counts of a post; on a wire that spells the two apart, those that are news.
   *
   * @param change which of them are
   */
  String counts(Post post, Counts counts, Change change);

  /** How many sessions view anything now. */
  String online(long viewers);

  /** Whether counts are this node's own. */
  String degraded(boolean degraded);

  /** Why an event was not carried out. */
  String error(Refusal refusal, String message);
}
