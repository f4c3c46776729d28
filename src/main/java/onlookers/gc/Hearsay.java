package onlookers.gc;

import java.util.Collection;
import java.util.HashSet;
import java.util.Set;
import onlookers.presence.EndOfSessions;
import onlookers.presence.Post;

/**
 * What was heard since it was last asked for. Bounded: what does not fit is left to the next sweep,
 * which finds it without having heard of it.
 */
final class Hearsay implements EndOfSessions {
  private static final int MAX = 100_000;

  private Set<String> sessions = new HashSet<>();
  private Set<Post> posts = new HashSet<>();

  @Override
  public synchronized void sessionEnded(String session) {
    if (sessions.size() < MAX) {
      sessions.add(session);
    }
  }

  @Override
  public synchronized void viewersChanged(Post post) {
    if (posts.size() < MAX) {
      posts.add(post);
    }
  }

  synchronized Collection<String> endedSessions() {
    Set<String> heard = sessions;
    sessions = heard.isEmpty() ? heard : new HashSet<>();
    return heard;
  }

  synchronized Collection<Post> changedPosts() {
    Set<Post> heard = posts;
    posts = heard.isEmpty() ? heard : new HashSet<>();
    return heard;
  }
}
