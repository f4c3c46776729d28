package onlookers.bench.scenario;

import onlookers.bench.load.Post;
import onlookers.bench.load.Tally;

/** Somebody who goes to a post where others are, and whose own counts nobody waits for. */
final class Visitor {
  private Visitor() {}

  static Post to(Post post) {
    return new Post(post.id(), new Tally(Integer.MAX_VALUE));
  }
}
