package onlookers.redis.write;

import java.util.HashSet;
import java.util.Objects;
import java.util.Set;
import onlookers.presence.Post;
import org.jspecify.annotations.Nullable;

/** What became of one session, and when the last of it was. Its owner guards it. */
final class SessionSteps {
  /** Most are empty or of one post: as small as can be, for they are many. */
  private Set<Post> left = Set.of();

  private @Nullable Ending ending;
  private @Nullable String formerOwner;
  private long nanos;

  /** Something has become of it at that time. */
  void changed(long nowNanos) {
    nanos = nowNanos;
  }

  /** When the last of it was. */
  long nanos() {
    return nanos;
  }

  /** It has moved away from these posts. */
  void left(Set<Post> posts) {
    if (left.isEmpty()) {
      left = Set.copyOf(posts);
    } else if (!left.containsAll(posts)) {
      Set<Post> all = new HashSet<>(left);
      all.addAll(posts);
      left = Set.copyOf(all);
    }
  }

  /** It has ended, and stands at none of these posts. */
  void ended(Ending how, Set<Post> posts) {
    ending = how;
    left(posts);
  }

  /** It is this node's now, and was another's. */
  void takenOver(String owner) {
    formerOwner = owner;
    ending = null;
  }

  /** It is another node's now: whose it was before is of no matter. */
  void forgetFormerOwner() {
    formerOwner = null;
  }

  /** From whom it was taken over, {@code null} for nobody. */
  @Nullable String formerOwner() {
    return formerOwner;
  }

  /** That it has left its posts, {@code null} where it has left none. */
  @Nullable Departure departure(String session) {
    return left.isEmpty()
        ? null
        : new Departure(session, ending, left, Objects.requireNonNullElse(formerOwner, ""));
  }
}
