package onlookers.presence;

import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * What the garbage collector can do in Redis. Every step is atomic, looks at everything afresh and
 * may be repeated; long walks go in steps of a few milliseconds and stop when {@code goOn} says so.
 * All throw {@link UnavailableException} when Redis is out of reach.
 */
public interface CollectorStore {
  /**
   * Takes the collector's lock or keeps it. Unlike the other steps this one is not repeated unseen
   * on a fresh connection: whoever is about to declare a node dead must learn of every break, in
   * which that node may not have been able to renew its lease.
   *
   * @param length how long it lasts unless kept
   * @param force whether to take it from another node
   * @return whether this node has it now
   * @throws UnavailableException also when only the connection broke, and Redis may be back
   */
  Lock lock(Duration length, boolean force);

  /** Who has the collector's lock. */
  enum Lock {
    /** Another node. */
    ELSEWHERE,
    /** This node, as before. */
    KEPT,
    /** This node, since now: what happened before was perhaps dealt with by nobody. */
    TAKEN
  }

  /** Gives the lock up if this node has it. */
  void unlock();

  /** From now on notifies the collector of what happens in Redis; {@code null} to stop it. */
  void listen(@Nullable SessionEvents collector);

  /**
   * Ends the sessions of nodes whose lease is over. A lease that is over for long and was not at
   * the last look is left until the next one: perhaps it is the clock that was set. Returns how
   * many.
   */
  long reapDeadNodes(BooleanSupplier goOn);

  /** Looks at these sessions, whose key may have ended. Returns how many were removed. */
  long reconcile(Collection<String> sessions);

  /** Sets the posts' places in the ranking. */
  void rank(Collection<Post> posts);

  /**
   * Looks how many sessions view anything now, and remembers it if the site never had more in this
   * minute or in this hour of UTC.
   *
   * @return how many there are; 0 as well when they cannot be counted
   */
  long recordPeak(Instant now);

  /**
   * Walks the hash and the index of posts. Returns how many sessions were removed.
   *
   * @param pace how much it may ask of Redis
   */
  long sweep(BooleanSupplier goOn, Pace pace);

  /** How fast a sweep goes. */
  enum Pace {
    /** So that Redis does not feel it, however much there is. */
    CALM,
    /** Because something may have gone unnoticed, or somebody waits. */
    BRISK
  }

  /**
   * Walks all keys for sets that the index does not know, if that was not done, to its end, within
   * the hour. Returns how many sessions were removed.
   */
  long scan(BooleanSupplier goOn);
}
