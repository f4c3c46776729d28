package onlookers.http;

import jakarta.servlet.http.HttpServletRequest;
import java.util.List;
import onlookers.presence.CountsReader;
import onlookers.presence.Post;
import onlookers.protocol.ApiJson;

/**
 * {@code /api/posts/{post}}: the counts of one post; {@code /api/posts?ids=1,2,3}: of up to 100, in
 * that order.
 */
final class PostsServlet extends ApiServlet {
  private static final long serialVersionUID = 1L;

  private final transient CountsReader reader;

  PostsServlet(Cors cors, CountsReader reader) {
    super(cors);
    this.reader = reader;
  }

  @Override
  Response read(HttpServletRequest request) {
    String path = request.getPathInfo();
    return path == null || path.equals("/") ? several(request) : one(path.substring(1));
  }

  private Response several(HttpServletRequest request) {
    List<Post> posts = new BoundedQuery(request).posts();
    return Response.json(ApiJson.counts(posts, reader.counts(posts)));
  }

  private Response one(String id) {
    Post post = BoundedQuery.post(id);
    return Response.json(ApiJson.counts(post, reader.counts(List.of(post)).get(0)));
  }
}
