package onlookers.protocol;

import jakarta.json.JsonObject;
import jakarta.json.JsonString;
import jakarta.json.JsonValue;
import java.util.ArrayList;
import java.util.List;
import onlookers.presence.Tokens;
import org.jspecify.annotations.Nullable;

/** Reads the options of an event, the last of its arguments. */
final class EventOptions {
  private static final int MIN_TOKEN = 16;
  private static final int MAX_TOKEN = 32;

  /** Longer than any id or ticket of ours, so that nothing longer is kept. */
  private static final int MAX_OPAQUE = 64;

  private EventOptions() {}

  /** The options that stand there; none at all when nothing does. */
  static JsonObject of(List<JsonValue> arguments, int index) throws BadFrameException {
    if (arguments.size() <= index) {
      return JsonValue.EMPTY_JSON_OBJECT;
    }
    if (arguments.get(index) instanceof JsonObject options) {
      return options;
    }
    throw BadFrameException.wrongArguments("options are an object");
  }

  /** An id of the client's own making, {@code null} when it is not given. */
  static @Nullable String token(JsonObject options, String name) throws BadFrameException {
    String token = string(options, name);
    if (token != null && !Tokens.isToken(token, MIN_TOKEN, MAX_TOKEN)) {
      throw BadFrameException.wrongArguments(name + " is 16 to 32 characters of A-Z a-z 0-9 _ -");
    }
    return token;
  }

  /** A text that is only ever compared. One that cannot be right is as good as a wrong one. */
  static @Nullable String opaque(JsonObject options, String name) throws BadFrameException {
    String text = string(options, name);
    return text == null || Tokens.isToken(text, 1, MAX_OPAQUE) ? text : "";
  }

  private static @Nullable String string(JsonObject options, String name) throws BadFrameException {
    JsonValue value = options.get(name);
    if (value == null) {
      return null;
    }
    if (value instanceof JsonString text) {
      return text.getString();
    }
    throw BadFrameException.wrongArguments(name + " is a string");
  }

  /** Those of the posts watched, in their order; none when they are not given. */
  static List<String> tickets(JsonObject options) throws BadFrameException {
    JsonValue value = options.get("tickets");
    if (value == null) {
      return List.of();
    }
    if (!(value instanceof List<?> list)) {
      throw BadFrameException.wrongArguments("tickets is a list of strings");
    }
    List<String> tickets = new ArrayList<>(list.size());
    for (Object element : list) {
      if (!(element instanceof JsonString ticket)) {
        throw BadFrameException.wrongArguments("tickets is a list of strings");
      }
      tickets.add(ticket.getString());
    }
    return List.copyOf(tickets);
  }
}
