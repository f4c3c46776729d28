package onlookers.protocol;

import jakarta.json.JsonArrayBuilder;
import jakarta.json.JsonObjectBuilder;
import jakarta.json.spi.JsonProvider;
import java.util.Collection;
import java.util.List;
import java.util.function.ToLongFunction;
import onlookers.presence.ListedNode;
import onlookers.presence.NodeStatus;
import onlookers.presence.PeakReader.Peak;
import onlookers.presence.PostViews;
import onlookers.presence.RankedPost;
import onlookers.presence.SiteDay;
import onlookers.presence.SitePoint;
import org.jspecify.annotations.Nullable;

/**
 * What the dashboard is sent, as JSON texts (RFC 8259): times in seconds since 1970, {@code null}
 * for what is not known.
 */
public final class DashboardJson {
  /** Kept, since looking it up takes about 100 µs. */
  private static final JsonProvider JSON = JsonProvider.provider();

  private static final long SECONDS_A_DAY = 86_400;

  private DashboardJson() {}

  /**
   * Who sends, once to each page: {@code {"node":"web-1","admin":true,"postUrl":"/?p={post}"}}.
   *
   * @param admin whether it may drain and sweep
   * @param postUrl the template of a post's address, empty for none
   */
  public static String hello(String node, boolean admin, String postUrl) {
    JsonObjectBuilder hello = JSON.createObjectBuilder().add("node", node).add("admin", admin);
    return orNull(hello, "postUrl", postUrl.isEmpty() ? null : postUrl).build().toString();
  }

  /** The last hour: a column for each number, whose rows are the moments {@code at}. */
  public static String hour(Collection<SitePoint> points) {
    JsonObjectBuilder columns = JSON.createObjectBuilder();
    column(columns, "at", points, SitePoint::at);
    column(columns, "viewers", points, SitePoint::viewers);
    column(columns, "posts", points, SitePoint::posts);
    column(columns, "joins", points, SitePoint::joins);
    column(columns, "views", points, SitePoint::views);
    return columns.build().toString();
  }

  private static <T> void column(
      JsonObjectBuilder columns, String name, Collection<T> rows, ToLongFunction<T> number) {
    JsonArrayBuilder column = JSON.createArrayBuilder();
    rows.forEach(row -> column.add(number.applyAsLong(row)));
    columns.add(name, column);
  }

  /** One more moment of it. */
  public static String point(SitePoint point) {
    return JSON.createObjectBuilder()
        .add("at", point.at())
        .add("viewers", point.viewers())
        .add("posts", point.posts())
        .add("joins", point.joins())
        .add("views", point.views())
        .build()
        .toString();
  }

  /** How it stands: {@code {"redis":true,"top":[…],"nodes":[…]}}. */
  public static String state(boolean redis, List<RankedPost> top, List<ListedNode> nodes) {
    JsonArrayBuilder posts = JSON.createArrayBuilder();
    top.forEach(
        ranked ->
            posts.add(
                JSON.createObjectBuilder()
                    .add("post", ranked.post().id())
                    .add("viewers", ranked.viewers())));
    JsonArrayBuilder all = JSON.createArrayBuilder();
    nodes.forEach(node -> all.add(node(node)));
    return JSON.createObjectBuilder()
        .add("redis", redis)
        .add("top", posts)
        .add("nodes", all)
        .build()
        .toString();
  }

  private static JsonObjectBuilder node(ListedNode node) {
    JsonObjectBuilder object =
        JSON.createObjectBuilder()
            .add("name", node.name())
            .add("incarnation", node.incarnation())
            .add("lease", node.leaseMillis())
            .add("collecting", node.collecting());
    NodeStatus status = node.status();
    return status == null ? object.addNull("version") : status(object, status);
  }

  private static JsonObjectBuilder status(JsonObjectBuilder object, NodeStatus status) {
    return object
        .add("version", status.version())
        .add("startedAt", status.startedAt())
        .add("sessions", status.sessions())
        .add("pushes", status.pushes())
        .add("roundTripMicros", status.roundTripMicros())
        .add("draining", status.draining());
  }

  /**
   * The site's past: {@code {"today":[…],"day":{…},"days":{…}}}.
   *
   * @param today the most viewed posts
   * @param day the most viewers of the last 24 hours
   * @param days the last days
   */
  public static String history(List<PostViews> today, List<Peak> day, List<SiteDay> days) {
    JsonArrayBuilder posts = JSON.createArrayBuilder();
    today.forEach(
        viewed ->
            posts.add(
                JSON.createObjectBuilder()
                    .add("post", viewed.post().id())
                    .add("views", viewed.views())));
    JsonObjectBuilder peaks = JSON.createObjectBuilder();
    column(peaks, "at", day, Peak::at);
    column(peaks, "viewers", day, Peak::viewers);
    JsonObjectBuilder columns = JSON.createObjectBuilder();
    column(columns, "at", days, one -> one.day().toEpochDay() * SECONDS_A_DAY);
    column(columns, "views", days, SiteDay::views);
    column(columns, "viewers", days, SiteDay::viewers);
    return JSON.createObjectBuilder()
        .add("today", posts)
        .add("day", peaks)
        .add("days", columns)
        .build()
        .toString();
  }

  private static JsonObjectBuilder orNull(
      JsonObjectBuilder object, String name, @Nullable String value) {
    return value == null ? object.addNull(name) : object.add(name, value);
  }
}
