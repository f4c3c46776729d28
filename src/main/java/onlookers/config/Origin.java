package onlookers.config;

import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The origin of a page (RFC 6454, 6.1: {@code scheme://host[:port]}), with the case folded and the
 * default port of the scheme filled in; -1 where the scheme has none.
 */
record Origin(String scheme, String host, int port) {
  private static final Pattern FORM =
      Pattern.compile(
          "([A-Za-z][A-Za-z0-9+.-]*)://(\\[[0-9A-Fa-f:.]+\\]|[A-Za-z0-9._-]+)(?::([0-9]{1,5}))?");

  /** Its last label is no number (URL standard, 3.5: host ends in a number). */
  private static final Pattern NAME = Pattern.compile("(?:[a-z0-9_-]+\\.)*[a-z_-][a-z0-9_-]*");

  private static final Map<String, Integer> DEFAULT_PORTS =
      Map.of("http", 80, "ws", 80, "https", 443, "wss", 443);

  /**
   * The origin, or {@code null} when the text is not one: {@code null}, a path after it, several in
   * one.
   */
  static @Nullable Origin parse(String text) {
    Matcher parts = FORM.matcher(text);
    if (!parts.matches()) {
      return null;
    }
    String scheme = parts.group(1).toLowerCase(Locale.ROOT);
    int port = port(parts.group(3), scheme);
    return port > 65_535 ? null : new Origin(scheme, HostNames.bare(parts.group(2)), port);
  }

  private static int port(@Nullable String digits, String scheme) {
    return digits == null ? DEFAULT_PORTS.getOrDefault(scheme, -1) : Integer.parseInt(digits);
  }

  /** Whether its host is a name, such as could have subdomains, and no address. */
  boolean isNamed() {
    return NAME.matcher(host).matches();
  }

  /** Whether scheme and port are the same, and its host a name below the other one. */
  boolean isSubdomainOf(Origin parent) {
    return scheme.equals(parent.scheme)
        && port == parent.port
        && host.length() > parent.host.length() + 1
        && host.endsWith("." + parent.host);
  }

  @Override
  public String toString() {
    String name = host.indexOf(':') < 0 ? host : "[" + host + "]";
    return scheme + "://" + name + (port < 0 ? "" : ":" + port);
  }
}
