package onlookers.redis.schema;

import java.time.Duration;

/**
 * The calls of the scripts in the name of one owner: which keys, which arguments. Grouped by what
 * the scripts are about.
 */
public final class ScriptCalls {
  private final Keys keys;
  private final String owner;
  private final RedisPolicy policy;
  private final SessionCalls sessions;
  private final CountCalls counts;
  private final NodeCalls nodes;
  private final EarlierVersionCalls earlierVersion;
  private final ErrorReplies errors = new ErrorReplies();

  /**
   * @param keys what they are about
   * @param owner in whose name they are sent
   * @param policy how long what they write lives
   */
  public ScriptCalls(Keys keys, Owner owner, RedisPolicy policy) {
    this.keys = keys;
    this.owner = owner.name();
    this.policy = policy;
    this.sessions = new SessionCalls(keys, owner.name(), policy);
    this.earlierVersion = new EarlierVersionCalls(keys, owner.name(), policy);
    this.counts = new CountCalls(keys, owner.name(), policy, earlierVersion);
    this.nodes = new NodeCalls(keys, owner.name(), policy);
  }

  /** In whose name they are sent: {@code <node.id>:<incarnation>}. */
  public String owner() {
    return owner;
  }

  /** How long a node's lease lasts. */
  public Duration lease() {
    return policy.lease();
  }

  /** What they are about. */
  public Keys keys() {
    return keys;
  }

  /** Who owns a session, and which post it is on. */
  public SessionCalls sessions() {
    return sessions;
  }

  /** Views and most viewers. */
  public CountCalls counts() {
    return counts;
  }

  /** Leases and the collector's lock. */
  public NodeCalls nodes() {
    return nodes;
  }

  /** What nodes of the version before look at. */
  public EarlierVersionCalls earlierVersion() {
    return earlierVersion;
  }

  /** What Redis refuses of all that. */
  public ErrorReplies errors() {
    return errors;
  }
}
