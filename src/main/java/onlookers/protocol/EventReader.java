package onlookers.protocol;

import jakarta.json.JsonNumber;
import jakarta.json.JsonObject;
import jakarta.json.JsonString;
import jakarta.json.JsonValue;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import onlookers.presence.Post;
import onlookers.presence.Refusal;
import onlookers.presence.ViewOptions;

/** Reads an event's arguments; whatever does not fit is refused as a whole. */
final class EventReader {
  /** The largest integer that a JSON reader may be trusted to keep exact (RFC 8259, section 6). */
  private static final long MAX_INTEGER = (1L << 53) - 1;

  private static final int MAX_DIGITS = 16;

  /** Stands in a list for the site as a whole. */
  private static final String SITE = "*";

  private EventReader() {}

  static ClientEvent viewing(List<JsonValue> arguments) throws BadFrameException {
    requireSize(arguments, 1, 2, "viewing takes a post and options");
    Post post = post(arguments.get(0));
    JsonObject options = EventOptions.of(arguments, 1);
    return new ClientEvent.View(
        post,
        new ViewOptions(
            EventOptions.token(options, "visit"),
            EventOptions.token(options, "visitor"),
            EventOptions.opaque(options, "session")),
        EventOptions.opaque(options, "ticket"));
  }

  static ClientEvent watching(List<JsonValue> arguments) throws BadFrameException {
    requireSize(arguments, 1, 2, "watching takes a list of posts and options");
    if (!(arguments.get(0) instanceof List<?> list)) {
      throw BadFrameException.wrongArguments("watching takes a list of posts");
    }
    List<Post> posts = new ArrayList<>(list.size());
    boolean site = false;
    for (Object element : list) {
      if (isSite((JsonValue) element)) {
        site = true;
      } else {
        posts.add(post((JsonValue) element));
      }
    }
    return new ClientEvent.Watch(
        List.copyOf(posts), site, EventOptions.tickets(EventOptions.of(arguments, 1)));
  }

  static ClientEvent parked(List<JsonValue> arguments) throws BadFrameException {
    requireSize(arguments, 0, 0, "parked takes no arguments");
    return new ClientEvent.Park();
  }

  static ClientEvent alive(List<JsonValue> arguments) throws BadFrameException {
    requireSize(arguments, 0, 0, "alive takes no arguments");
    return new ClientEvent.Alive();
  }

  private static boolean isSite(JsonValue value) {
    return isText(value) && text(value).equals(SITE);
  }

  static boolean isText(JsonValue value) {
    return value instanceof JsonString;
  }

  static String text(JsonValue value) {
    return ((JsonString) value).getString();
  }

  private static Post post(JsonValue value) throws BadFrameException {
    Post post = null;
    if (value instanceof JsonString text) {
      post = Post.parse(text.getString());
    } else if (value instanceof JsonNumber number && isNatural(number)) {
      post = new Post(Long.toString(number.longValueExact()));
    }
    if (post == null) {
      throw BadFrameException.refused(
          Refusal.BAD_POST,
          "a post is 1 to 32 characters of A-Z a-z 0-9 _ -, or an integer from 0 to 2^53-1");
    }
    return post;
  }

  /**
   * Whether the value is an integer from 0 to 2^53−1, however it is spelled: 13, 13.0 and 1.3e1 are
   * one number. Its digits before the point are counted first, because 1e999999999 is a number,
   * too.
   */
  static boolean isNatural(JsonNumber number) {
    try {
      BigDecimal value = number.bigDecimalValue();
      long digits = (long) value.precision() - value.scale();
      return value.signum() == 0
          || (value.signum() > 0
              && digits > 0
              && digits <= MAX_DIGITS
              && value.longValueExact() <= MAX_INTEGER);
    } catch (ArithmeticException fraction) {
      return false;
    }
  }

  private static void requireSize(List<JsonValue> arguments, int min, int max, String message)
      throws BadFrameException {
    if (arguments.size() < min || arguments.size() > max) {
      throw BadFrameException.wrongArguments(message);
    }
  }
}
