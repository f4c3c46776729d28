package onlookers.http;

import jakarta.servlet.http.HttpServletRequest;
import java.util.ArrayList;
import java.util.List;
import onlookers.presence.HistoryReader;
import onlookers.presence.Post;
import org.jspecify.annotations.Nullable;

/** The parameters of a request, each within its range or refused. */
final class BoundedQuery {
  /** The most posts of one request. */
  static final int MAX_POSTS = 100;

  /** The longest ranking of one request. */
  static final int MAX_LIMIT = 1000;

  private static final int DEFAULT_LIMIT = 10;

  private final HttpServletRequest request;

  BoundedQuery(HttpServletRequest request) {
    this.request = request;
  }

  /**
   * The posts of {@code ids}, comma-separated, in the order given.
   *
   * @throws RequestException {@code bad-request} when there is none, {@code too-many} above 100,
   *     {@code bad-post} when one is not a post
   */
  List<Post> posts() {
    String ids = parameter("ids");
    if (ids == null || ids.isEmpty()) {
      throw new RequestException("bad-request", "ids is missing: 1 to 100 posts, comma-separated");
    }
    String[] given = ids.split(",", MAX_POSTS + 1);
    if (given.length > MAX_POSTS) {
      throw new RequestException("too-many", "at most " + MAX_POSTS + " posts in one request");
    }
    List<Post> posts = new ArrayList<>(given.length);
    for (String id : given) {
      posts.add(post(id));
    }
    return posts;
  }

  /**
   * The post of that name.
   *
   * @throws RequestException {@code bad-post} when it is none
   */
  static Post post(String id) {
    Post post = Post.parse(id);
    if (post == null) {
      throw new RequestException(
          "bad-post", "a post is 1 to " + Post.MAX_LENGTH + " characters of A-Z a-z 0-9 _ -");
    }
    return post;
  }

  /**
   * The parameter {@code limit}, 1 to 1000; 10 when it is not given.
   *
   * @throws RequestException {@code bad-request} when it is anything else
   */
  int limit() {
    String given = parameter("limit");
    int limit = given == null ? DEFAULT_LIMIT : number(given);
    if (limit < 1 || limit > MAX_LIMIT) {
      throw new RequestException("bad-request", "limit is a whole number from 1 to " + MAX_LIMIT);
    }
    return limit;
  }

  /**
   * The parameter {@code days}, 1 to 30, or what stands for it when it is not given.
   *
   * @throws RequestException {@code bad-request} when it is anything else
   */
  int days(int otherwise) {
    String given = parameter("days");
    if (given == null) {
      return otherwise;
    }
    int days = number(given);
    if (days < 1 || days > HistoryReader.MAX_DAYS) {
      throw new RequestException(
          "bad-request", "days is a whole number from 1 to " + HistoryReader.MAX_DAYS);
    }
    return days;
  }

  /**
   * The parameter {@code starts}, with which the names of posts begin; empty when it is not given.
   *
   * @throws RequestException {@code bad-post} when no post's name begins so
   */
  String starts() {
    String given = parameter("starts");
    return given == null || given.isEmpty() ? "" : post(given).id();
  }

  /**
   * The post of {@code post}, {@code null} when it is not given.
   *
   * @throws RequestException {@code bad-post} when it is none
   */
  @Nullable Post post() {
    String given = parameter("post");
    return given == null ? null : post(given);
  }

  /** The number, or -1 when the text is none of at most four digits. */
  private static int number(String text) {
    return text.matches("[0-9]{1,4}") ? Integer.parseInt(text) : -1;
  }

  private @Nullable String parameter(String name) {
    try {
      return request.getParameter(name);
    } catch (IllegalStateException e) {
      // Tomcat 11 on a query that cannot be decoded; Tomcat 10.1 drops such a parameter.
      throw new RequestException("bad-request", "the query cannot be decoded");
    }
  }
}
