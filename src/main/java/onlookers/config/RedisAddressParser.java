package onlookers.config;

import java.util.regex.Matcher;
import java.util.regex.Pattern;
import onlookers.config.RedisUri.Address;

/** Reads one host of a Redis' address, and its port. */
final class RedisAddressParser {
  private static final int MAX_PORT = 65_535;
  private static final Pattern NAME = Pattern.compile("[A-Za-z0-9._-]{1,253}");
  private static final Pattern ZONED =
      Pattern.compile("\\[(?<address>[0-9A-Fa-f:.]+)(?<zone>%[A-Za-z0-9._-]+)?]");
  private static final Pattern PORT = Pattern.compile(":([0-9]{0,5})");

  private final RedisUriForm form;
  private final int defaultPort;

  RedisAddressParser(RedisUriForm form, int defaultPort) {
    this.form = form;
    this.defaultPort = defaultPort;
  }

  /**
   * Reads {@code host[:port]}.
   *
   * @param which of the hosts it is, where there are several
   * @throws IllegalArgumentException with what would be right
   */
  Address parse(String text, String which) {
    int colon = text.indexOf(':', text.startsWith("[") ? Math.max(0, text.indexOf(']')) : 0);
    int end = colon < 0 ? text.length() : colon;
    return new Address(host(text.substring(0, end), which), port(text.substring(end), which));
  }

  private String host(String text, String which) {
    if (NAME.matcher(text).matches()) {
      return text;
    }
    Matcher zoned = ZONED.matcher(text);
    if (!zoned.matches()
        || zoned.group("address").indexOf(':') < 0
        || IpAddress.parse(zoned.group("address")) == null) {
      throw form.wrong(
          "a host name of letters, digits, '.', '_' and '-', or an IPv6 address in brackets"
              + which);
    }
    // RFC 6874 writes the percent sign of the zone encoded.
    String zone = zoned.group("zone");
    return zoned.group("address") + (zone == null ? "" : zone.replaceFirst("^%25(?=.)", "%"));
  }

  private int port(String text, String which) {
    Matcher port = PORT.matcher(text);
    if (!text.isEmpty() && !port.matches()) {
      throw wrongPort(which);
    }
    if (text.length() < 2) {
      return defaultPort;
    }
    int number = Integer.parseInt(port.group(1));
    if (number < 1 || number > MAX_PORT) {
      throw wrongPort(which);
    }
    return number;
  }

  private IllegalArgumentException wrongPort(String which) {
    return form.wrong("a port from 1 to " + MAX_PORT + which);
  }
}
