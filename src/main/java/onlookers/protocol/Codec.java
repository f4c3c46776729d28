package onlookers.protocol;

import onlookers.presence.Counts;
import onlookers.presence.Post;
import onlookers.presence.Refusal;
import org.jspecify.annotations.Nullable;

/**
 * One wire's spelling of the conversation. Stateless, and shared by all connections of its wire.
 */
public interface Codec {
  /**
   * What the client said.
   *
   * @throws BadFrameException when the frame says nothing that we know
   */
  ClientEvent decode(String frame) throws BadFrameException;

  /** The session's id, the first thing that a client hears. */
  String session(String id);

  /** The two counts of a post. */
  String counts(Post post, Counts counts);

  /**
   * What a socket is sent of {@link #counts}, on a wire that spells the two counts apart: only what
   * has changed.
   *
   * @param text the counts, as {@link #counts} has spelled them for everybody
   * @param before what the socket was sent last, {@code null} when nothing
   */
  default String news(String text, @Nullable Counts before, Counts now) {
    return text;
  }

  /** Whether counts are this node's own. */
  String degraded(boolean degraded);

  /** Why an event was not carried out. */
  String error(Refusal refusal, String message);
}
