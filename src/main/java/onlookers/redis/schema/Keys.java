package onlookers.redis.schema;

import java.time.LocalDate;
import java.util.stream.Stream;
import onlookers.presence.Post;
import org.jspecify.annotations.Nullable;

/**
 * The name of every key. The first four are the schema that other programs read and write; the rest
 * is ours, under {@code onlookers:}. Those that belong to a key of the schema name it in braces, so
 * that a Cluster keeps both in one slot and one script may touch them (Redis Cluster specification,
 * "Hash tags").
 *
 * <table>
 * <caption>Ours</caption>
 * <tr><th>key</th><th>type</th><th>bounded by</th></tr>
 * <tr><td>owner:{session:&lt;session&gt;}</td><td>string</td><td>the TTL of the session</td></tr>
 * <tr><td>visit:{views:&lt;post&gt;}:&lt;visit&gt;</td><td>string</td><td>a TTL of one day</td></tr>
 * <tr><td>visitor:{views:&lt;post&gt;}:&lt;visitor&gt;</td><td>string</td><td>a TTL of views.window</td></tr>
 * <tr><td>written:{views:&lt;post&gt;}:&lt;owner&gt;</td><td>string, number of the owner's last view of the post</td><td>a TTL</td></tr>
 * <tr><td>imported:{views:&lt;post&gt;}</td><td>string</td><td>the posts whose views were imported</td></tr>
 * <tr><td>day:&lt;yyyy-mm-dd&gt;</td><td>zset post → views of that day</td><td>a TTL of 31 days, and 100,000 posts</td></tr>
 * <tr><td>total:{onlookers:day:&lt;yyyy-mm-dd&gt;}</td><td>string, views of that day</td><td>likewise</td></tr>
 * <tr><td>batches:{onlookers:day:&lt;yyyy-mm-dd&gt;}:&lt;owner&gt;</td><td>set of numbers</td><td>a TTL, and 500 numbers</td></tr>
 * <tr><td>peak:&lt;yyyy-mm-dd&gt;</td><td>hash minute or hour → most viewers</td><td>a TTL of 31 days</td></tr>
 * <tr><td>nodes</td><td>zset owner → end of lease</td><td>the nodes that live, or are not yet collected</td></tr>
 * <tr><td>node:&lt;owner&gt;</td><td>string, its status</td><td>a TTL of max(20 s, 2 × node.lease)</td></tr>
 * <tr><td>posts</td><td>zset post → viewers</td><td>the posts that somebody views</td></tr>
 * <tr><td>version</td><td>string, "2"</td><td>there is one</td></tr>
 * <tr><td>earlier</td><td>string</td><td>a TTL of one day</td></tr>
 * <tr><td>collector</td><td>string, the owner that collects</td><td>a TTL of a third of node.lease</td></tr>
 * <tr><td>scanned</td><td>string</td><td>a TTL of one hour</td></tr>
 * <tr><td>probe:&lt;owner&gt;</td><td>string or set</td><td>a TTL of 15 s</td></tr>
 * </table>
 */
public final class Keys {
  private static final String SESSION = "session:";
  private static final String VIEWERS = "viewers";
  private static final String VIEWERS_OF = "viewers:";
  private static final String VIEWS = "views:";
  private static final String OURS = "onlookers:";

  /** The most characters of a session that is not ours. */
  private static final int MAX_SESSION = 128;

  private final String prefix;

  /**
   * @param prefix {@code redis.prefix}, put before every key; may be empty
   */
  public Keys(String prefix) {
    this.prefix = prefix;
  }

  String prefix() {
    return prefix;
  }

  /** The post that the session views; exists while it is alive. */
  public String session(String session) {
    return prefix + SESSION + session;
  }

  /** The post of every session. */
  public String viewers() {
    return prefix + VIEWERS;
  }

  /** The sessions that view the post. */
  public String viewers(Post post) {
    return prefix + VIEWERS_OF + post.id();
  }

  /** How many views the post has ever had. */
  public String views(Post post) {
    return prefix + VIEWS + post.id();
  }

  /** Who renews the session, in the slot of its key. */
  public String owner(String session) {
    return prefix + OURS + "owner:{" + session(session) + "}";
  }

  String writtenBy(String owner, Post post) {
    return prefix + OURS + "written:{" + views(post) + "}:" + owner;
  }

  /** When each owner's lease ends, in milliseconds since 1970. */
  public String nodes() {
    return prefix + OURS + "nodes";
  }

  /** A node's status. */
  public String node(String owner) {
    return prefix + OURS + "node:" + owner;
  }

  /** How many viewers each post has: the ranking. */
  public String posts() {
    return prefix + OURS + "posts";
  }

  /** That the page load was seen or counted, in the slot of the views. */
  public String visit(Post post, String visit) {
    return prefix + OURS + "visit:{" + views(post) + "}:" + visit;
  }

  String visitor(Post post, String visitor) {
    return prefix + OURS + "visitor:{" + views(post) + "}:" + visitor;
  }

  /** The collector's lock: the owner that collects. */
  public String collector() {
    return prefix + OURS + "collector";
  }

  String imported(Post post) {
    return prefix + OURS + "imported:{" + views(post) + "}";
  }

  /** What was viewed on that day of UTC. */
  public String day(LocalDate day) {
    return prefix + OURS + "day:" + day;
  }

  /** How many views that day of UTC had, in the slot of the day. */
  public String dayTotal(LocalDate day) {
    return prefix + OURS + "total:{" + day(day) + "}";
  }

  /** The numbers of the owner's last batches of that day of UTC. */
  public String dayBatches(LocalDate day, String owner) {
    return prefix + OURS + "batches:{" + day(day) + "}:" + owner;
  }

  /** The most viewers at once of each minute and hour of that day of UTC. */
  public String peak(LocalDate day) {
    return prefix + OURS + "peak:" + day;
  }

  /** What the names of all keys begin with that are not the schema's. */
  public String allOurs() {
    return prefix + OURS;
  }

  /** Whether the key is one that a node writes though nobody views anything. */
  public boolean isWrittenAtStart(String key) {
    return Stream.of("nodes", "node:", "collector", "scanned", "probe:")
        .anyMatch(name -> key.startsWith(prefix + OURS + name));
  }

  /** Which version of this schema wrote here: none before the second. */
  public String version() {
    return prefix + OURS + "version";
  }

  /** That nodes of the version before have written here within a day. */
  public String earlier() {
    return prefix + OURS + "earlier";
  }

  /** Who renews the session, as the version before has it. */
  public String ownerEarlier(String session) {
    return prefix + OURS + "owner:" + session;
  }

  /** That the page load was counted, as the version before has it. */
  String visitEarlier(Post post, String visit) {
    return prefix + OURS + "visit:" + post.id() + ":" + visit;
  }

  /** That the visitor was counted, as the version before has it. */
  String visitorEarlier(Post post, String visitor) {
    return prefix + OURS + "visitor:" + post.id() + ":" + visitor;
  }

  /** The set of imported posts that the version before kept. */
  public String importedEarlier() {
    return prefix + OURS + "imported";
  }

  /** Who scanned all keys within the last hour. */
  public String scanned() {
    return prefix + OURS + "scanned";
  }

  /** What the owner changes to receive its own events. */
  public String probe(String owner) {
    return prefix + OURS + "probe:" + owner;
  }

  /** The channel, not a key, on which all nodes are notified that events were not announced. */
  public String missed() {
    return prefix + OURS + "missed";
  }

  /** The channel, not a key, on which an owner is asked to write one of its sessions again. */
  public String rewrite(String owner) {
    return prefix + OURS + "rewrite:" + owner;
  }

  /** What every {@link #session} key begins with. */
  public String allSessions() {
    return prefix + SESSION;
  }

  /** What every {@link #viewers(Post)} key begins with. */
  public String allViewers() {
    return prefix + VIEWERS_OF;
  }

  String allViews() {
    return prefix + VIEWS;
  }

  /** The post of a {@code viewers:} or {@code views:} key, or {@code null} when it is neither. */
  public @Nullable Post post(String key) {
    String id = after(key, VIEWERS_OF);
    if (id == null) {
      id = after(key, VIEWS);
    }
    return id == null ? null : Post.parse(id);
  }

  /** The post of a {@code viewers:} key, or {@code null}. */
  public @Nullable Post postOfViewers(String key) {
    String id = after(key, VIEWERS_OF);
    return id == null ? null : Post.parse(id);
  }

  /**
   * The session of a {@code session:} key, or {@code null}. A session that is not ours may have any
   * name.
   */
  public @Nullable String sessionOf(String key) {
    String session = after(key, SESSION);
    return session == null || session.isEmpty() || session.length() > MAX_SESSION ? null : session;
  }

  private @Nullable String after(String key, String kind) {
    int start = prefix.length() + kind.length();
    boolean matches = key.startsWith(prefix) && key.startsWith(kind, prefix.length());
    return matches ? key.substring(start) : null;
  }
}
