package onlookers.presence;

import java.util.List;

/**
 * Reads counts for whoever may wait for them: the HTTP API and administrators, never a WebSocket
 * thread.
 */
public interface CountsReader {
  /** The most posts of a ranking. */
  int MOST = 10_000;

  /**
   * The counts of the posts, in the order asked; zeros for a post that nobody ever viewed.
   *
   * @throws UnavailableException when Redis is out of reach
   */
  List<Counts> counts(List<Post> posts);

  /**
   * The most viewed posts over all nodes, the most viewed first.
   *
   * @param limit the most posts to return, 1 to {@value #MOST}
   * @throws UnavailableException when Redis is out of reach
   */
  List<RankedPost> top(int limit);

  /**
   * How many sessions view anything now over all nodes, and on how many posts.
   *
   * @throws UnavailableException when Redis is out of reach
   */
  SiteTotal site();
}
