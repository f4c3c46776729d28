package onlookers.config;

import java.util.Locale;

/** The host name in a {@code Host} header (RFC 9110, 7.2), made comparable. */
final class HostNames {
  private HostNames() {}

  /** The name in lower case, without port and without the brackets of an IPv6 address. */
  static String bare(String host) {
    String name = withoutPort(host.strip()).toLowerCase(Locale.ROOT);
    return name.startsWith("[") && name.endsWith("]") ? name.substring(1, name.length() - 1) : name;
  }

  private static String withoutPort(String host) {
    int bracket = host.lastIndexOf(']');
    int colon = host.indexOf(':', bracket + 1);
    // A second colon without brackets: a bare IPv6 address, as some containers give it.
    boolean isAddress = bracket < 0 && colon != host.lastIndexOf(':');
    return colon < 0 || isAddress ? host : host.substring(0, colon);
  }
}
