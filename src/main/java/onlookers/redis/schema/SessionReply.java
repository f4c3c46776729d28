package onlookers.redis.schema;

import java.util.List;
import onlookers.presence.Post;
import org.jspecify.annotations.Nullable;
import redis.clients.jedis.Response;

/**
 * What {@code claim}, {@code park}, {@code release} and {@code reap} answer.
 *
 * @param granted whether it was done
 * @param post where the session was before, as its key said; {@code null} if nowhere, or at what is
 *     no post of ours
 * @param owner whose it was before, also while it was parked; if it was not done, what is recorded
 *     of its owner. Empty for nobody, and where that was not asked
 */
public record SessionReply(boolean granted, @Nullable Post post, String owner) {
  /** What would be answered of a session that nobody ever had. */
  public static final SessionReply FIRST = new SessionReply(true, null, "");

  /** Of an answer that has come; throws what Redis refused it with. */
  public static SessionReply of(Response<Object> response) {
    return of(response.get());
  }

  /** Of the two or three elements of a reply. */
  public static SessionReply of(Object reply) {
    List<?> answer = (List<?>) reply;
    return new SessionReply(
        Long.valueOf(1).equals(answer.get(0)),
        Post.parse(String.valueOf(answer.get(1))),
        answer.size() > 2 ? String.valueOf(answer.get(2)) : "");
  }
}
