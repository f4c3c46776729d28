package onlookers.protocol;

import jakarta.json.JsonNumber;
import jakarta.json.JsonObject;
import jakarta.json.JsonValue;
import jakarta.json.spi.JsonProvider;
import jakarta.json.stream.JsonParser;
import java.io.StringReader;
import java.util.LinkedHashMap;
import java.util.Map;
import onlookers.presence.Post;
import org.jspecify.annotations.Nullable;

/** An import of views and its answer, as JSON texts (RFC 8259). */
public final class ImportJson {
  /** Kept, since looking it up takes about 100 µs. */
  private static final JsonProvider JSON = JsonProvider.provider();

  /** The most posts of one import. */
  public static final int MAX_POSTS = 1000;

  private ImportJson() {}

  /**
   * Reads {@code {"views":{"13":120,"14":7}}}. Other members are passed over; of a post that comes
   * twice the last number counts.
   *
   * @throws BadImportException {@code bad-request} when it is no such text, {@code too-many} above
   *     {@value #MAX_POSTS} posts, {@code bad-post} when one is not a post, {@code bad-views} when
   *     a number is not an integer from 0 to 2^53−1
   */
  public static Map<Post, Long> read(String text) throws BadImportException {
    return views(object(text));
  }

  /** The views of each post, as {@link #read}. */
  static Map<Post, Long> views(JsonObject views) throws BadImportException {
    checkSize(views.size());
    Map<Post, Long> read = new LinkedHashMap<>();
    for (Map.Entry<String, JsonValue> entry : views.entrySet()) {
      read.put(post(entry.getKey()), number(entry.getValue()));
    }
    return read;
  }

  /** Refuses more than {@value #MAX_POSTS} posts. */
  static void checkSize(int posts) throws BadImportException {
    if (posts > MAX_POSTS) {
      throw new BadImportException("too-many", "at most " + MAX_POSTS + " posts in one request");
    }
  }

  private static JsonObject object(String text) throws BadImportException {
    try (JsonParser parser = JSON.createParser(new StringReader(text))) {
      parser.next();
      if (parser.getObject().get("views") instanceof JsonObject views && !parser.hasNext()) {
        return views;
      }
    } catch (RuntimeException e) {
      // Bad syntax, no object, or more nesting or digits than the library is ready for.
    }
    throw new BadImportException("bad-request", "an import is {\"views\":{post:number,…}}");
  }

  static Post post(@Nullable String id) throws BadImportException {
    Post post = id == null ? null : Post.parse(id);
    if (post == null) {
      throw new BadImportException(
          "bad-post", "a post is 1 to " + Post.MAX_LENGTH + " characters of A-Z a-z 0-9 _ -");
    }
    return post;
  }

  static Long number(@Nullable JsonValue value) throws BadImportException {
    if (value instanceof JsonNumber number && EventReader.isNatural(number)) {
      return number.longValueExact();
    }
    throw new BadImportException("bad-views", "views are an integer from 0 to 2^53-1");
  }

  /** {@code {"imported":2,"already":0}}. */
  public static String answer(int imported, int already) {
    return JSON.createObjectBuilder()
        .add("imported", imported)
        .add("already", already)
        .build()
        .toString();
  }
}
