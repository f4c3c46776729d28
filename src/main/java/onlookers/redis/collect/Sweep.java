package onlookers.redis.collect;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.BooleanSupplier;
import onlookers.presence.Post;
import onlookers.redis.schema.Keys;
import org.jspecify.annotations.Nullable;

/**
 * One walk through all that Redis holds of sessions, on which what does not look right is found.
 * What the hash says is compared with the keys and the sets, session by session. Then a set can
 * only hold more than it should if it is larger than the hash says: only such sets are walked.
 */
final class Sweep {
  /** Takes what is found, in steps. */
  interface Findings {
    /**
     * Of these sessions not all places say the same.
     *
     * @param seen the post in whose set they were seen, {@code null} for none
     * @return how many were removed
     */
    long suspects(Collection<String> sessions, @Nullable Post seen);

    /** These posts are not where they should be in the ranking. */
    void misplaced(List<Post> posts);
  }

  private final KeyScanner scanner;
  private final SessionChecker checker;
  private final SessionReader reader;
  private final Keys keys;
  private final BooleanSupplier goOn;
  private final Findings findings;

  /** How many sessions the hash says that each post has. */
  private final Map<Post, Long> met = new HashMap<>();

  /**
   * @param goOn whether to take another step
   */
  Sweep(
      KeyScanner scanner,
      SessionChecker checker,
      SessionReader reader,
      BooleanSupplier goOn,
      Findings findings) {
    this.scanner = scanner;
    this.checker = checker;
    this.reader = reader;
    this.keys = reader.keys();
    this.goOn = goOn;
    this.findings = findings;
  }

  /** Sweeps what the hash and the ranking lead to; returns how many sessions were removed. */
  long sweep() {
    long removed = scanner.part(keys.viewers(), () -> scanner.entries(goOn, this::sweepEntries));
    Map<Post, Long> ranking = new HashMap<>();
    removed +=
        scanner.part(
            keys.posts(),
            () ->
                scanner.posts(
                    goOn,
                    ranked -> {
                      ranking.putAll(ranked);
                      return sweepSizes(ranked);
                    }));
    Map<Post, Long> unranked = new HashMap<>();
    met.keySet().stream()
        .filter(post -> !ranking.containsKey(post)) // the index may have lost some
        .forEach(post -> unranked.put(post, 0L));
    return removed + sweepSizes(unranked);
  }

  private long sweepEntries(Map<String, String> postOf) {
    postOf.values().stream()
        .map(Post::parse)
        .filter(Objects::nonNull)
        .forEach(post -> met.merge(post, 1L, Long::sum));
    return findings.suspects(checker.suspects(postOf), null);
  }

  /**
   * @param ranked the posts and the viewers that their ranking says
   */
  private long sweepSizes(Map<Post, Long> ranked) {
    return KeyScanner.steps(ranked.keySet()).mapToLong(posts -> sweepSizes(posts, ranked)).sum();
  }

  private long sweepSizes(List<Post> posts, Map<Post, Long> ranked) {
    List<Long> sizes = reader.sizes(posts);
    List<Post> misplaced = new ArrayList<>();
    long removed = 0;
    for (int i = 0; i < posts.size(); i++) {
      Post post = posts.get(i);
      long size = sizes.get(i);
      if (size != met.getOrDefault(post, 0L)) {
        removed += sweepSet(post);
        misplaced.add(post);
      } else if (size != ranked.getOrDefault(post, 0L)) {
        misplaced.add(post);
      }
    }
    findings.misplaced(misplaced);
    return removed;
  }

  /** Looks through all keys for what neither leads to; returns how many sessions were removed. */
  long scan() {
    return scanner.part(keys.allViewers(), () -> scanner.sets(goOn, this::sweepSets))
        + scanner.part(
            keys.allSessions(),
            () ->
                scanner.sessions(
                    goOn, sessions -> findings.suspects(checker.unknown(sessions), null)));
  }

  private long sweepSets(Collection<Post> posts) {
    long removed = 0;
    for (Post post : posts) {
      removed += sweepSet(post);
    }
    KeyScanner.steps(posts).forEach(findings::misplaced);
    return removed;
  }

  private long sweepSet(Post post) {
    String key = keys.viewers(post);
    return scanner.part(
        key,
        () ->
            scanner.set(
                key,
                goOn,
                members -> findings.suspects(checker.wrongMembers(members, post), post)));
  }
}
