package onlookers.redis.write;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.LongSupplier;
import onlookers.presence.Post;
import org.jspecify.annotations.Nullable;

/**
 * The posts that sessions of this node have left, the sessions that have ended or were lost to
 * other nodes, and those that were taken over from other nodes, all in the last {@linkplain
 * ConnectedTime#REMEMBERED 30 s}: Redis has acknowledged that, and a server that was promoted
 * meanwhile may never have got it. Writing the living sessions again does not take those away that
 * are gone, nor can it write one of which that server thinks that it is another node's.
 *
 * <p>Up to {@value #MAX} sessions; the oldest are forgotten first.
 *
 * <p>Thread safe: what is abandoned is noted by whoever abandons it.
 */
public final class RecentSteps {
  static final int MAX = 100_000;

  /** What became of one session, the last of it at that time. */
  private static final class Steps {
    /** Most are empty or of one post: as small as can be, for they are many. */
    Set<Post> left = Set.of();

    @Nullable Ending ending;
    @Nullable String formerOwner;
    long nanos;

    void add(Set<Post> posts) {
      if (left.isEmpty()) {
        left = Set.copyOf(posts);
      } else if (!left.containsAll(posts)) {
        Set<Post> all = new HashSet<>(left);
        all.addAll(posts);
        left = Set.copyOf(all);
      }
    }
  }

  /**
   * What is to be made sure of.
   *
   * @param ending how the session ended, {@code null} if it did not
   * @param left the posts where it no longer stands, unless its key says so
   * @param formerOwner from whom it was taken over, empty for nobody
   */
  public record Departure(
      String session, @Nullable Ending ending, Set<Post> left, String formerOwner) {}

  /** The one that was changed last comes last. */
  @GuardedBy("this")
  private final Map<String, Steps> recent = new LinkedHashMap<>();

  /** Sessions that a new master may give to whom they were taken from, and who that was. */
  @GuardedBy("this")
  private final Map<String, String> contested = new HashMap<>();

  private final LongSupplier nanoTime;

  /**
   * Starts with nothing remembered.
   *
   * @param nanoTime in which Redis has answered, such as {@link ConnectedTime}
   */
  public RecentSteps(LongSupplier nanoTime) {
    this.nanoTime = nanoTime;
  }

  /** The session has moved away from the post. */
  synchronized void left(String session, Post post) {
    touch(session).add(Set.of(post));
  }

  /** The session has ended, and stands at none of these posts. */
  synchronized void ended(Ending ending, Set<Post> posts) {
    Steps steps = touch(ending.session());
    steps.ending = ending;
    steps.add(posts);
  }

  /**
   * Another node has the session now. A server that lacks that would say that it is this node's,
   * and where the other has no answer either, nobody would end it there. If the other has it, it
   * writes it again. The other may be the one from which it was taken over before: nothing is ended
   * in that one's name any more.
   */
  synchronized void lost(String session, Post post) {
    ended(new Ending(session, post, false), Set.of(post));
    touch(session).formerOwner = null;
    contested.remove(session);
  }

  /** The session is this node's now, and was another's. */
  public synchronized void takenOver(String session, String formerOwner) {
    Steps steps = touch(session);
    steps.formerOwner = formerOwner;
    steps.ending = null;
  }

  @GuardedBy("this")
  private Steps touch(String session) {
    long now = nanoTime.getAsLong();
    Steps known = recent.remove(session);
    Steps steps = known == null ? new Steps() : known;
    steps.nanos = now;
    recent.put(session, steps);
    forgetOld(now);
    return steps;
  }

  @GuardedBy("this")
  private void forgetOld(long now) {
    Iterator<Steps> oldest = recent.values().iterator();
    while (oldest.hasNext()) {
      boolean old = now - oldest.next().nanos > ConnectedTime.REMEMBERED.toNanos();
      if (!old && recent.size() <= MAX) {
        return;
      }
      oldest.remove();
    }
  }

  /**
   * From whom the session was taken over, if there is a new master since, which may not know; else
   * empty.
   */
  synchronized String formerOwner(String session) {
    return contested.getOrDefault(session, "");
  }

  /** The master knows now whose the session is. */
  synchronized void settled(String session) {
    contested.remove(session);
  }

  /**
   * There may be a new master. Answers all that is remembered, and goes on to be, of sessions that
   * left a post or ended.
   */
  public synchronized List<Departure> departures() {
    long now = nanoTime.getAsLong();
    forgetOld(now);
    List<Departure> departures = new ArrayList<>();
    contested.clear();
    recent.forEach(
        (session, steps) -> {
          steps.nanos = now; // sent again, so that another failover may lose it again
          if (steps.formerOwner != null) {
            contested.put(session, steps.formerOwner);
          }
          if (!steps.left.isEmpty()) {
            departures.add(new Departure(session, steps.ending, steps.left, formerOwner(session)));
          }
        });
    return departures;
  }
}
