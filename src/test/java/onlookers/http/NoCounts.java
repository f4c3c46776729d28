package onlookers.http;

import java.util.List;
import onlookers.presence.Counts;
import onlookers.presence.CountsReader;
import onlookers.presence.Post;
import onlookers.presence.RankedPost;
import onlookers.presence.SiteTotal;

/** A site that nobody views. */
final class NoCounts implements CountsReader {
  @Override
  public List<Counts> counts(List<Post> posts) {
    return posts.stream().map(post -> Counts.NONE).toList();
  }

  @Override
  public List<RankedPost> top(int limit) {
    return List.of();
  }

  @Override
  public SiteTotal site() {
    return new SiteTotal(0, 0);
  }
}
