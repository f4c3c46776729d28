package onlookers.redis.write;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.LongSupplier;
import onlookers.presence.Post;
import onlookers.redis.schema.Owner;

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

  /** The one that was changed last comes last. */
  @GuardedBy("this")
  private final Map<String, SessionSteps> recent = new LinkedHashMap<>();

  /**
   * Sessions that a new master may give to whom they were taken from, and who that was; once it is
   * known to be this node's, that it was ended by that one.
   */
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
    touch(session).left(Set.of(post));
  }

  /** The session has ended, and stands at none of these posts. */
  synchronized void ended(Ending ending, Set<Post> posts) {
    touch(ending.session()).ended(ending, posts);
  }

  /**
   * Another node has the session now. A server that lacks that would say that it is this node's,
   * and where the other has no answer either, nobody would end it there. If the other has it, it
   * writes it again. The other may be the one from which it was taken over before: nothing is ended
   * in that one's name any more.
   */
  synchronized void lost(String session, Post post) {
    ended(new Ending(session, post, false), Set.of(post));
    touch(session).forgetFormerOwner();
    contested.remove(session);
  }

  /** The session is this node's now, and was another's. */
  public synchronized void takenOver(String session, String formerOwner) {
    touch(session).takenOver(formerOwner);
  }

  @GuardedBy("this")
  private SessionSteps touch(String session) {
    long now = nanoTime.getAsLong();
    SessionSteps known = recent.remove(session);
    SessionSteps steps = known == null ? new SessionSteps() : known;
    steps.changed(now);
    recent.put(session, steps);
    forgetOld(now);
    return steps;
  }

  @GuardedBy("this")
  private void forgetOld(long now) {
    Iterator<Map.Entry<String, SessionSteps>> all = recent.entrySet().iterator();
    while (all.hasNext()) {
      Map.Entry<String, SessionSteps> oldest = all.next();
      boolean old = now - oldest.getValue().nanos() > ConnectedTime.REMEMBERED.toNanos();
      if (!old && recent.size() <= MAX) {
        return;
      }
      contested.computeIfPresent(oldest.getKey(), (s, by) -> Owner.isEnded(by) ? null : by);
      all.remove();
    }
  }

  /**
   * Who may be recorded as the owner of this node's session though it was taken over, because there
   * is a new master since, which may not know; else empty.
   */
  synchronized String formerOwner(String session) {
    if (contested.isEmpty()) {
      return "";
    }
    forgetOld(nanoTime.getAsLong());
    return contested.getOrDefault(session, "");
  }

  /**
   * The master knows now whose the session is. The former owner may not: it may have taken the
   * session from here before, not have heard that it was taken back, and end it now in this node's
   * name.
   */
  synchronized void settled(String session) {
    contested.computeIfPresent(session, (s, by) -> Owner.isEnded(by) ? by : Owner.ended(by));
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
          steps.changed(now); // sent again, so that another failover may lose it again
          String formerOwner = steps.formerOwner();
          if (formerOwner != null) {
            contested.put(session, formerOwner);
          }
          Departure departure = steps.departure(session);
          if (departure != null) {
            departures.add(departure);
          }
        });
    return departures;
  }
}
