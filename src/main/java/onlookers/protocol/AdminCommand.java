package onlookers.protocol;

import jakarta.json.JsonNumber;
import jakarta.json.JsonObject;
import jakarta.json.JsonString;
import jakarta.json.JsonValue;
import jakarta.json.spi.JsonProvider;
import jakarta.json.stream.JsonParser;
import java.io.StringReader;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;

/**
 * What an administrator sends to have something done: {@code {"seconds":60,"node":"web-1"}}. Other
 * members are passed over.
 *
 * @param seconds as given, at least 0; empty when it was not given
 * @param node the only node that is meant, empty for whichever is asked
 */
public record AdminCommand(OptionalInt seconds, String node) {
  /** Kept, since looking it up takes about 100 µs. */
  private static final JsonProvider JSON = JsonProvider.provider();

  /** The command, or {@code null} when the text is none. */
  public static @Nullable AdminCommand parse(String text) {
    try (JsonParser parser = JSON.createParser(new StringReader(text))) {
      parser.next();
      JsonObject object = parser.getObject();
      return parser.hasNext() ? null : of(object);
    } catch (RuntimeException e) {
      // Bad syntax, no object, or more nesting or digits than the library is ready for.
      return null;
    }
  }

  private static @Nullable AdminCommand of(JsonObject object) {
    JsonValue seconds = object.get("seconds");
    JsonValue node = object.get("node");
    if ((seconds == null || isNatural(seconds)) && (node == null || node instanceof JsonString)) {
      return new AdminCommand(
          seconds == null
              ? OptionalInt.empty()
              : OptionalInt.of(((JsonNumber) seconds).intValueExact()),
          node == null ? "" : ((JsonString) node).getString());
    }
    return null;
  }

  private static boolean isNatural(JsonValue value) {
    return value instanceof JsonNumber number && EventReader.isNatural(number);
  }

  /** {@code {"clients":12}}: so many are being sent elsewhere. */
  public static String drained(int clients) {
    return JSON.createObjectBuilder().add("clients", clients).build().toString();
  }

  /** {@code {"collected":3}}: so many sessions were removed. */
  public static String swept(long sessions) {
    return JSON.createObjectBuilder().add("collected", sessions).build().toString();
  }
}
