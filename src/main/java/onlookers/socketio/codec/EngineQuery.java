package onlookers.socketio.codec;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.net.URLDecoder;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What a request says in its query.
 *
 * @param protocol {@code EIO}, {@code null} when it is not spoken here
 * @param transport {@code transport}, empty when it is missing
 * @param sid {@code sid}, {@code null} in the request that begins a session
 * @param base64 {@code b64=1}: the client cannot receive bytes
 * @param jsonp {@code j}: the client loads scripts
 * @param clockStamp {@code t} is a time and a number, as clients 1.3 and older send it, which lose
 *     the text of an answer that is not {@code application/octet-stream}
 */
public record EngineQuery(
    @Nullable EngineProtocol protocol,
    String transport,
    @Nullable String sid,
    boolean base64,
    boolean jsonp,
    boolean clockStamp) {
  /** HTTP requests, of which one waits. */
  public static final String POLLING = "polling";

  /** One WebSocket. */
  public static final String WEBSOCKET = "websocket";

  private static final Pattern CLOCK_STAMP = Pattern.compile("\\d{13}-\\d.*");

  /** Reads the query as it stands in the URL; where a name is repeated, the first counts. */
  public static EngineQuery parse(@Nullable String query) {
    Map<String, String> parameters = new HashMap<>();
    for (String pair : (query == null ? "" : query).split("&", -1)) {
      int equals = pair.indexOf('=');
      if (equals > 0) {
        parameters.putIfAbsent(pair.substring(0, equals), pair.substring(equals + 1));
      }
    }
    return new EngineQuery(
        EngineProtocol.parse(decode(parameters.get("EIO"))),
        Objects.requireNonNullElse(decode(parameters.get("transport")), ""),
        decode(parameters.get("sid")),
        "1".equals(decode(parameters.get("b64"))),
        parameters.containsKey("j"),
        CLOCK_STAMP.matcher(Objects.requireNonNullElse(decode(parameters.get("t")), "")).matches());
  }

  /** Only of what is asked for: each percent sign that is wrong costs an exception. */
  private static @Nullable String decode(@Nullable String value) {
    if (value == null) {
      return null;
    }
    try {
      return URLDecoder.decode(value, UTF_8);
    } catch (IllegalArgumentException e) {
      return value; // a lone percent sign: equal to nothing that is known
    }
  }

  /** Why no session knows what to do with the request, {@code null} when one may. */
  public @Nullable EngineError fault() {
    if (!transport.equals(POLLING) && !transport.equals(WEBSOCKET)) {
      return EngineError.UNKNOWN_TRANSPORT;
    }
    if (protocol == null) {
      return EngineError.UNSUPPORTED_PROTOCOL;
    }
    return jsonp ? EngineError.JSONP : null;
  }
}
