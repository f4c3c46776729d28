package onlookers.protocol;

import jakarta.json.JsonException;
import jakarta.json.JsonValue;
import jakarta.json.spi.JsonProvider;
import jakarta.json.stream.JsonParser;
import jakarta.json.stream.JsonParser.Event;
import java.io.StringReader;
import java.util.ArrayList;
import java.util.List;
import java.util.NoSuchElementException;
import onlookers.presence.Counts;
import onlookers.presence.Post;
import onlookers.presence.Refusal;

/**
 * The native wire: each frame a JSON array (RFC 8259) of an event's name and its arguments.
 *
 * <p>What goes out is put together by hand, because posts, ids and numbers need no escaping and a
 * count is sent to every reader; what comes in is a stranger's and is read by the JSON library.
 */
public final class NativeCodec implements Codec {
  private static final String ALIVE = "[\"alive\"]";

  /** Looking the provider up costs about 100 µs: once. */
  private static final JsonProvider JSON = JsonProvider.provider();

  @Override
  public boolean isAlive(String frame) {
    return frame.equals(ALIVE);
  }

  @Override
  public String alive() {
    return ALIVE;
  }

  @Override
  public ClientEvent decode(String frame) throws BadFrameException {
    List<JsonValue> array = read(frame);
    String name = EventReader.text(array.get(0));
    List<JsonValue> arguments = array.subList(1, array.size());
    return switch (name) {
      case "viewing" -> EventReader.viewing(arguments);
      case "watching" -> EventReader.watching(arguments);
      case "parked" -> EventReader.parked(arguments);
      case "alive" -> EventReader.alive(arguments);
      default -> throw BadFrameException.refused(Refusal.BAD_FRAME, "unknown event");
    };
  }

  /** The array, of which it is certain that it begins with a string. */
  private static List<JsonValue> read(String frame) throws BadFrameException {
    List<JsonValue> array = new ArrayList<>();
    try (JsonParser parser = JSON.createParser(new StringReader(frame))) {
      if (parser.next() != Event.START_ARRAY || parser.next() != Event.VALUE_STRING) {
        throw notAnEvent();
      }
      array.add(parser.getValue());
      while (parser.next() != Event.END_ARRAY) {
        array.add(parser.getValue());
      }
      if (parser.hasNext()) {
        throw notAnEvent();
      }
      return array;
    } catch (JsonException | NoSuchElementException | IllegalStateException e) {
      throw notAnEvent();
    } catch (RuntimeException e) { // not bad syntax, but more of it than the library is ready for
      throw array.isEmpty() ? notAnEvent() : tooMuch();
    }
  }

  private static BadFrameException tooMuch() {
    return BadFrameException.refused(
        Refusal.BAD_FRAME, "a number is too long, or lists are nested too deeply");
  }

  private static BadFrameException notAnEvent() {
    return BadFrameException.broken("not a JSON array that begins with a string");
  }

  @Override
  public String session(String id) {
    return "[\"session\",\"" + id + "\"]";
  }

  /** Always both. */
  @Override
  public String counts(Post post, Counts counts, Change change) {
    return "[\"counts\",\"" + post + "\"," + counts.viewers() + "," + counts.views() + "]";
  }

  @Override
  public String online(long viewers) {
    return "[\"online\"," + viewers + "]";
  }

  @Override
  public String degraded(boolean degraded) {
    return degraded ? "[\"degraded\",true]" : "[\"degraded\",false]";
  }

  @Override
  public String error(Refusal refusal, String message) {
    return JSON.createArrayBuilder()
        .add("error")
        .add(refusal.code())
        .add(message)
        .build()
        .toString();
  }
}
