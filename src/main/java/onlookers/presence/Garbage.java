package onlookers.presence;

import java.time.Duration;
import java.util.Collection;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * What the garbage collector can do in Redis. Every step is atomic, looks at everything afresh and
 * may be repeated; long walks go in steps of a few milliseconds and stop when {@code goOn} says so.
 * All throw {@link UnavailableException} when Redis is out of reach.
 */
public interface Garbage {
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
  boolean lock(Duration length, boolean force);

  /** Gives the lock up if this node has it. */
  void unlock();

  /** From now on tells the collector what happens in Redis; {@code null} to stop it. */
  void listen(@Nullable EndOfSessions collector);

  /** Ends the sessions of nodes whose lease is over. Returns how many. */
  long buryDeadNodes(BooleanSupplier goOn);

  /** Looks at these sessions, whose key may have ended. Returns how many were removed. */
  long settle(Collection<String> sessions);

  /** Sets the posts' places in the ranking. */
  void rank(Collection<Post> posts);

  /** Walks the hash and the index of posts. Returns how many sessions were removed. */
  long sweep(BooleanSupplier goOn);

  /**
   * Walks all keys for sets that the index does not know, if that was not done, to its end, within
   * the hour. Returns how many sessions were removed.
   */
  long scan(BooleanSupplier goOn);
}
