package onlookers.protocol;

import java.util.List;
import onlookers.presence.Post;
import onlookers.presence.ViewOptions;
import org.jspecify.annotations.Nullable;

/** What a client can say. */
public sealed interface ClientEvent {
  /**
   * This page shows the post.
   *
   * @param post the post
   * @param options what the client added
   * @param ticket the ticket for the post, if one came along
   */
  record View(Post post, ViewOptions options, @Nullable String ticket) implements ClientEvent {}

  /**
   * This page wants the counts of the posts without being counted.
   *
   * @param posts the posts; replaces the earlier list
   * @param site whether {@code "*"} was among them: the site's total is wanted, too
   * @param tickets the tickets, in the posts' order; empty if none came along
   */
  record Watch(List<Post> posts, boolean site, List<String> tickets) implements ClientEvent {}

  /** The page is hidden. */
  record Park() implements ClientEvent {}

  /** The page asks whether its connection still lives. */
  record Alive() implements ClientEvent {}
}
