package onlookers.protocol;

import jakarta.json.JsonArrayBuilder;
import jakarta.json.JsonObjectBuilder;
import jakarta.json.spi.JsonProvider;
import java.time.LocalDate;
import java.util.List;
import onlookers.presence.Counts;
import onlookers.presence.DayViews;
import onlookers.presence.Post;
import onlookers.presence.PostViews;
import onlookers.presence.RankedPost;
import onlookers.presence.SiteDay;
import onlookers.presence.SiteTotal;

/** What the HTTP API says, as JSON texts (RFC 8259). */
public final class ApiJson {
  /** Kept, since {@code jakarta.json.Json} looks it up at each call, in about 100 µs. */
  private static final JsonProvider JSON = JsonProvider.provider();

  private ApiJson() {}

  /** {@code {"post":"13","viewers":4,"views":120}}. */
  public static String counts(Post post, Counts counts) {
    return object(post, counts).build().toString();
  }

  /** An array of the same, in the order of the posts. */
  public static String counts(List<Post> posts, List<Counts> counts) {
    JsonArrayBuilder array = JSON.createArrayBuilder();
    for (int i = 0; i < posts.size(); i++) {
      array.add(object(posts.get(i), counts.get(i)));
    }
    return array.build().toString();
  }

  /** {@code [{"post":"13","viewers":4},…]}. */
  public static String top(List<RankedPost> ranking) {
    JsonArrayBuilder array = JSON.createArrayBuilder();
    ranking.forEach(ranked -> array.add(object(ranked)));
    return array.build().toString();
  }

  /** {@code [{"post":"13","views":512},…]}. */
  public static String mostViewed(List<PostViews> ranking) {
    JsonArrayBuilder array = JSON.createArrayBuilder();
    ranking.forEach(
        one ->
            array.add(
                JSON.createObjectBuilder().add("post", one.post().id()).add("views", one.views())));
    return array.build().toString();
  }

  /** {@code [{"day":"2026-11-26","views":12},…]}. */
  public static String history(List<DayViews> days) {
    JsonArrayBuilder array = JSON.createArrayBuilder();
    days.forEach(day -> array.add(day(day.day(), day.views())));
    return array.build().toString();
  }

  /** {@code [{"day":"2026-11-26","views":12,"viewers":3},…]}. */
  public static String siteHistory(List<SiteDay> days) {
    JsonArrayBuilder array = JSON.createArrayBuilder();
    days.forEach(day -> array.add(day(day.day(), day.views()).add("viewers", day.viewers())));
    return array.build().toString();
  }

  private static JsonObjectBuilder day(LocalDate day, long views) {
    return JSON.createObjectBuilder().add("day", day.toString()).add("views", views);
  }

  /** {@code {"viewers":1234,"posts":56}}. */
  public static String online(SiteTotal total) {
    return JSON.createObjectBuilder()
        .add("viewers", total.viewers())
        .add("posts", total.posts())
        .build()
        .toString();
  }

  /** {@code {"error":"bad-post","message":"…"}}. */
  public static String error(String code, String message) {
    return JSON.createObjectBuilder().add("error", code).add("message", message).build().toString();
  }

  /** {@code {"live":true}}. */
  public static String live() {
    return JSON.createObjectBuilder().add("live", true).build().toString();
  }

  /**
   * {@code {"ready":true}}, or {@code {"ready":true,"troubles":["…"]}}.
   *
   * @param troubles what is not as it should be, in words
   */
  public static String ready(List<String> troubles) {
    JsonObjectBuilder ready = JSON.createObjectBuilder().add("ready", true);
    if (!troubles.isEmpty()) {
      ready.add("troubles", JSON.createArrayBuilder(troubles));
    }
    return ready.build().toString();
  }

  /** {@code {"ready":false,"reason":"…"}}. */
  public static String notReady(String reason) {
    return JSON.createObjectBuilder().add("ready", false).add("reason", reason).build().toString();
  }

  private static JsonObjectBuilder object(Post post, Counts counts) {
    return JSON.createObjectBuilder()
        .add("post", post.id())
        .add("viewers", counts.viewers())
        .add("views", counts.views());
  }

  private static JsonObjectBuilder object(RankedPost ranked) {
    return JSON.createObjectBuilder()
        .add("post", ranked.post().id())
        .add("viewers", ranked.viewers());
  }
}
