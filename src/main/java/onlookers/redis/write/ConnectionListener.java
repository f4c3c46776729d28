package onlookers.redis.write;

import java.util.List;
import java.util.function.Predicate;
import onlookers.redis.connect.MasterConnections;

/**
 * What the owner of the {@link OrderedConnection} does when that connects or breaks. All run on the
 * ordered thread.
 */
public interface ConnectionListener {
  /**
   * Connected, and the lease is written: what is to be done before anything else.
   *
   * @param unrelated whether a key lies on a server whose data does not continue that of the one we
   *     wrote to before
   */
  List<? extends Queued> unconfirmed(Predicate<String> unrelated);

  /** What is to be written after that: what sessions have left, and those that have ended. */
  default List<? extends Queued> departed() {
    return List.of();
  }

  /**
   * {@link OrderedConnection#submit} is open again. What has to be written now ends with a {@link
   * Barrier}: until that is reached, a failure is one of the return itself.
   */
  void arrived(MasterConnections masters);

  /** About once a second: what has gathered, and can wait so long. */
  List<? extends Queued> gathered();

  /** Redis has answered; called for each batch, and once a second at least. */
  default void answered() {}

  /** Redis has forgotten this node, and with it perhaps all that it had written. */
  void forgotten();

  /** A connection broke, or its server is no master any more; perhaps it is back at once. */
  void disrupted();

  /** Lost, and not back at once. */
  void lost(Throwable cause);
}
