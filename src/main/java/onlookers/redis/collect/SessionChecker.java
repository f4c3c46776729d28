package onlookers.redis.collect;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import onlookers.presence.Post;
import onlookers.redis.schema.Keys;
import onlookers.redis.schema.Owner;
import org.jspecify.annotations.Nullable;

/**
 * Compares what Redis says of sessions in three places: a session's key, the hash, and the set of
 * its post. It only looks; what does not look right is looked at again by the script that mends it.
 */
final class SessionChecker {
  private final Keys keys;
  private final SessionReader reader;

  SessionChecker(SessionReader reader) {
    this.keys = reader.keys();
    this.reader = reader;
  }

  /**
   * Those of the hash's entries whose key or set says something else.
   *
   * @param entries session → post
   */
  Collection<String> suspects(Map<String, String> entries) {
    Set<String> suspects = new HashSet<>();
    List<String> sessions = List.copyOf(entries.keySet());
    List<@Nullable String> keyed = reader.keyedPosts(sessions);
    Map<String, List<String>> sessionsOf = new HashMap<>();
    for (int i = 0; i < sessions.size(); i++) {
      String session = sessions.get(i);
      String post = entries.get(session);
      if (!Objects.equals(post, keyed.get(i))) {
        suspects.add(session);
      }
      sessionsOf.computeIfAbsent(post, key -> new ArrayList<>()).add(session);
    }
    suspects.addAll(reader.noMembers(sessionsOf));
    return suspects;
  }

  /**
   * Those of the sessions whose key is gone although a node owns them: what that node is called.
   */
  Map<String, String> ownedWithoutKey(Collection<String> sessions) {
    Map<String, String> owned = owned(List.copyOf(sessions));
    List<String> names = List.copyOf(owned.keySet());
    List<@Nullable String> keyed = reader.keyedPosts(names);
    Map<String, String> withoutKey = new HashMap<>();
    for (int i = 0; i < names.size(); i++) {
      if (keyed.get(i) == null) {
        withoutKey.put(names.get(i), owned.get(names.get(i)));
      }
    }
    return withoutKey;
  }

  /** Those that a node owns, and which; most that have ended had no owner any more. */
  private Map<String, String> owned(List<String> sessions) {
    List<@Nullable String> owners = reader.texts(sessions.stream().map(keys::owner).toList());
    Map<String, String> owned = new HashMap<>();
    for (int i = 0; i < owners.size(); i++) {
      String owner = owners.get(i);
      if (owner != null && Owner.isHolder(owner)) {
        owned.put(sessions.get(i), owner);
      }
    }
    return owned;
  }

  /** Those of the sessions with a key of which the hash says something else, or nothing. */
  Collection<String> unknown(List<String> sessions) {
    List<String> keyed = reader.keyedPosts(sessions);
    List<String> hashed = reader.hashedPosts(sessions);
    List<String> unknown = new ArrayList<>();
    for (int i = 0; i < sessions.size(); i++) {
      if (keyed.get(i) != null && !keyed.get(i).equals(hashed.get(i))) {
        unknown.add(sessions.get(i));
      }
    }
    return unknown;
  }

  /** Those members of the post's set of whom their key or the hash says something else. */
  Collection<String> wrongMembers(Collection<String> members, Post post) {
    List<String> sessions = List.copyOf(members);
    List<String> keyed = reader.keyedPosts(sessions);
    List<String> hashed = reader.hashedPosts(sessions);
    List<String> wrong = new ArrayList<>();
    for (int i = 0; i < sessions.size(); i++) {
      if (!post.id().equals(keyed.get(i)) || !post.id().equals(hashed.get(i))) {
        wrong.add(sessions.get(i));
      }
    }
    return wrong;
  }

  /** Those of the sessions that the hash knows. */
  Collection<String> hashed(Collection<String> sessions) {
    List<String> list = List.copyOf(sessions);
    List<String> posts = reader.hashedPosts(list);
    List<String> hashed = new ArrayList<>();
    for (int i = 0; i < list.size(); i++) {
      if (posts.get(i) != null) {
        hashed.add(list.get(i));
      }
    }
    return hashed;
  }
}
