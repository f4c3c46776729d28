package onlookers.protocol;

import jakarta.json.JsonArray;
import jakarta.json.JsonNumber;
import jakarta.json.JsonObject;
import jakarta.json.JsonString;
import jakarta.json.JsonValue;
import jakarta.json.spi.JsonProvider;
import jakarta.json.stream.JsonParser;
import java.io.StringReader;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import onlookers.presence.Post;
import onlookers.presence.ViewsEditor.Edited;
import org.jspecify.annotations.Nullable;

/** Changes of views and their answers, as JSON texts (RFC 8259). */
public final class EditJson {
  /** Kept, since looking it up takes about 100 µs. */
  private static final JsonProvider JSON = JsonProvider.provider();

  private static final String SET = "views";
  private static final String RESTORE = "atLeast";

  private EditJson() {}

  /**
   * What views are to become.
   *
   * @param restores whether they are raised to that and never lowered
   * @param views of each post
   */
  public record Edit(boolean restores, Map<Post, Long> views) {}

  /**
   * Reads <code>{"views":500}</code> or <code>{"atLeast":500}</code>. Other members are passed
   * over.
   *
   * @throws BadImportException {@code bad-request} when it is neither or both, {@code bad-views}
   *     when the number is not an integer from 0 to 2^53−1
   */
  public static Edit one(Post post, String text) throws BadImportException {
    JsonObject object = object(text);
    boolean restores = restores(object);
    JsonValue number = object.get(restores ? RESTORE : SET);
    return new Edit(restores, Map.of(post, ImportJson.number(number)));
  }

  /**
   * Reads <code>{"views":{"13":500}}</code> or <code>{"atLeast":{"13":500}}</code>, of up to
   * {@value ImportJson#MAX_POSTS} posts. Of a post that comes twice the last number counts.
   *
   * @throws BadImportException as {@link #one}; also {@code too-many}, and {@code bad-post} when
   *     one is not a post
   */
  public static Edit many(String text) throws BadImportException {
    JsonObject object = object(text);
    boolean restores = restores(object);
    if (object.get(restores ? RESTORE : SET) instanceof JsonObject views) {
      return new Edit(restores, ImportJson.views(views));
    }
    throw neither();
  }

  /**
   * Reads <code>{"posts":["13",14]}</code>, of up to {@value ImportJson#MAX_POSTS} posts, each of
   * which may stand there more than once.
   *
   * @throws BadImportException {@code bad-request} when it is no such text, {@code too-many},
   *     {@code bad-post} when one is not a post
   */
  public static List<Post> posts(String text) throws BadImportException {
    if (!(object(text).get("posts") instanceof JsonArray given)) {
      throw new BadImportException("bad-request", "what is forgotten is {\"posts\":[post,…]}");
    }
    ImportJson.checkSize(given.size());
    Set<Post> posts = new LinkedHashSet<>();
    for (JsonValue one : given) {
      posts.add(ImportJson.post(id(one)));
    }
    return List.copyOf(posts);
  }

  private static @Nullable String id(JsonValue value) {
    if (value instanceof JsonString text) {
      return text.getString();
    }
    boolean natural = value instanceof JsonNumber number && EventReader.isNatural(number);
    return natural ? Long.toString(((JsonNumber) value).longValueExact()) : null;
  }

  private static JsonObject object(String text) throws BadImportException {
    try (JsonParser parser = JSON.createParser(new StringReader(text))) {
      parser.next();
      JsonObject object = parser.getObject();
      if (!parser.hasNext()) {
        return object;
      }
    } catch (RuntimeException e) {
      // Bad syntax, no object, or more nesting or digits than the library is ready for.
    }
    throw new BadImportException("bad-request", "send one JSON object");
  }

  private static boolean restores(JsonObject object) throws BadImportException {
    boolean restores = object.containsKey(RESTORE);
    if (restores == object.containsKey(SET)) {
      throw neither();
    }
    return restores;
  }

  private static BadImportException neither() {
    return new BadImportException(
        "bad-request",
        "send {\"views\":number} or {\"atLeast\":number}; for many posts {post:number,…} in its place");
  }

  /** <code>{"post":"13","views":500}</code>. */
  public static String answer(Edited edited) {
    return JSON.createObjectBuilder()
        .add("post", edited.post().id())
        .add("views", edited.views())
        .build()
        .toString();
  }

  /** <code>{"posts":2,"changed":1}</code>. */
  public static String answer(List<Edited> edited) {
    return JSON.createObjectBuilder()
        .add("posts", edited.size())
        .add("changed", edited.stream().filter(Edited::changed).count())
        .build()
        .toString();
  }
}
