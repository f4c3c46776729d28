package onlookers.config;

import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * A form of any text given as {@code redis.uri} that may be shown: scheme, hosts, ports, database
 * and the name of a master, each only if it has the looks of one. All before the last {@code @} may
 * be a password; so may be a text without a scheme, or a path that is no number.
 */
final class RedisUriMask {
  private static final Pattern SHOWN_HOST =
      Pattern.compile("([A-Za-z0-9._-]+|\\[[0-9A-Fa-f:.]+(%[A-Za-z0-9.]+)?])(:[0-9]*)?");
  private static final Pattern SHOWN_PATH = Pattern.compile("(/[0-9]*)?");
  private static final Pattern SHOWN_MASTER = Pattern.compile("/[A-Za-z0-9._-]*(/[0-9]*)?");

  /** Stands for what may not be shown. */
  private static final String HIDDEN = "…";

  private RedisUriMask() {}

  /** What may be shown of the text, which may be no address. */
  static String mask(String text) {
    if (text.equals("embedded")) {
      return text;
    }
    Matcher address = RedisUriParser.ADDRESS.matcher(text);
    if (!address.matches()) {
      return text.isEmpty() ? "" : HIDDEN;
    }
    boolean hasLogin = address.group("login") != null;
    String place = address.group("place");
    return address.group("scheme")
        + "://"
        + (hasLogin ? Secret.MASK + "@" : "")
        + (isShown(text, address) ? place : maskPlace(place, hasLogin, address.group("scheme")));
  }

  /**
   * Of a place that is not right: what is no password for sure. Behind a login that is all that has
   * the looks of what it should be; without one a port and a path may be parts of a password.
   */
  private static String maskPlace(String place, boolean hasLogin, String scheme) {
    String hosts =
        Stream.of(RedisUriParser.hosts(place).split(",", -1))
            .map(host -> maskHost(host, hasLogin))
            .collect(Collectors.joining(","));
    String path = RedisUriParser.path(place);
    Pattern shown = scheme.endsWith("+sentinel") ? SHOWN_MASTER : SHOWN_PATH;
    boolean isShown = path.isEmpty() || (hasLogin && shown.matcher(path).matches());
    return hosts + (isShown ? path : "/" + HIDDEN);
  }

  private static String maskHost(String host, boolean hasLogin) {
    if (hasLogin && SHOWN_HOST.matcher(host).matches()) {
      return host;
    }
    int colon = host.indexOf(':', Math.max(0, host.indexOf(']')));
    String name = colon < 0 ? host : host.substring(0, colon);
    boolean isShown = name.isEmpty() || SHOWN_HOST.matcher(name).matches();
    return (isShown ? name : HIDDEN) + (colon < 0 ? "" : ":" + HIDDEN);
  }

  /**
   * What stands in the place of a master's name may be a password, of an address whose host was
   * forgotten; not when there is a login before it, or when all is right.
   */
  private static boolean isShown(String text, Matcher address) {
    String place = address.group("place");
    String path = RedisUriParser.path(place);
    if (!Stream.of(RedisUriParser.hosts(place).split(",", -1))
        .allMatch(SHOWN_HOST.asMatchPredicate())) {
      return false;
    }
    return SHOWN_PATH.matcher(path).matches()
        || (address.group("scheme").endsWith("+sentinel")
            && SHOWN_MASTER.matcher(path).matches()
            && (address.group("login") != null || isValid(text)));
  }

  private static boolean isValid(String text) {
    try {
      return !RedisUriParser.parse(text).embedded();
    } catch (IllegalArgumentException e) {
      return false;
    }
  }
}
