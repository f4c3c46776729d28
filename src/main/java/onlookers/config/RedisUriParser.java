package onlookers.config;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import onlookers.config.RedisUri.Address;
import onlookers.config.RedisUri.Login;
import onlookers.config.RedisUri.Mode;
import org.jspecify.annotations.Nullable;

/**
 * Reads the addresses that {@link RedisUri} describes. Not by {@link java.net.URI}, which knows no
 * list of hosts, and no host whose name has an underscore.
 */
final class RedisUriParser {
  private static final int MAX_PORT = 65_535;
  private static final int MAX_DATABASE = 65_535;

  private static final Pattern SCHEME =
      Pattern.compile("redis(?<tls>s?)(\\+(?<kind>sentinel|cluster))?");

  /** Any address at all, right or not. */
  static final Pattern ADDRESS =
      Pattern.compile(
          "(?<scheme>[a-z][a-z+]{0,19})://((?<login>.*)@)?(?<place>[^@]*)", Pattern.DOTALL);

  /** A character that must be percent-encoded, or a percent sign that encodes none. */
  private static final Pattern UNENCODED =
      Pattern.compile(
          "[\\p{ASCII}\\p{Cntrl}\\p{Z}\\p{Cs}&&[^A-Za-z0-9._~!$&'()*+,;=:%-]]"
              + "|%(?![0-9A-Fa-f]{2})");

  private static final Pattern NAME = Pattern.compile("[A-Za-z0-9._-]{1,253}");
  private static final Pattern ZONED =
      Pattern.compile("\\[(?<address>[0-9A-Fa-f:.]+)(?<zone>%[A-Za-z0-9._-]+)?]");
  private static final Pattern PORT = Pattern.compile(":([0-9]{0,5})");

  /** The characters that Sentinel lets a name consist of. */
  private static final Pattern MASTER = Pattern.compile("[A-Za-z0-9._-]{1,253}");

  private static final Pattern DATABASE = Pattern.compile("/?|/([0-9]{1,5})");

  private static final String HOSTS = "host[:port][,host[:port]...]";
  private static final String SINGLE_FORM = "redis://[user:password@]host[:port][/database]";
  private static final String SENTINEL_FORM =
      "redis+sentinel://[user:password@]" + HOSTS + "/master[/database]";
  private static final String CLUSTER_FORM = "redis+cluster://[user:password@]" + HOSTS;

  private final Mode mode;
  private final boolean tls;

  private RedisUriParser(Mode mode, boolean tls) {
    this.mode = mode;
    this.tls = tls;
  }

  /**
   * Reads an address.
   *
   * @throws IllegalArgumentException with what would be right, and in which part
   */
  static RedisUri parse(String text) {
    Matcher address = ADDRESS.matcher(text);
    Matcher scheme = SCHEME.matcher(address.matches() ? address.group("scheme") : "");
    if (!scheme.matches()) {
      throw new IllegalArgumentException(
          String.join(" or ", "'embedded'", SINGLE_FORM, SENTINEL_FORM, CLUSTER_FORM)
              + ", with rediss in the place of redis for TLS");
    }
    RedisUriParser parser =
        new RedisUriParser(mode(scheme.group("kind")), !scheme.group("tls").isEmpty());
    return parser.read(address.group("login"), address.group("place"));
  }

  private static Mode mode(@Nullable String kind) {
    if (kind == null) {
      return Mode.SINGLE;
    }
    return kind.equals("sentinel") ? Mode.SENTINEL : Mode.CLUSTER;
  }

  private RedisUri read(@Nullable String login, String place) {
    Login who = login(login);
    List<Address> addresses = addresses(hosts(place));
    String path = path(place);
    if (mode != Mode.SENTINEL) {
      return new RedisUri(mode, tls, who, addresses, null, database(path));
    }
    int end = path.indexOf('/', 1);
    String master = master(end < 0 ? path : path.substring(0, end));
    return new RedisUri(
        mode, tls, who, addresses, master, database(end < 0 ? "" : path.substring(end)));
  }

  static String hosts(String place) {
    int slash = place.indexOf('/');
    return slash < 0 ? place : place.substring(0, slash);
  }

  /** All after the hosts, with the slash that begins it. */
  static String path(String place) {
    int slash = place.indexOf('/');
    return slash < 0 ? "" : place.substring(slash);
  }

  private Login login(@Nullable String text) {
    if (text == null || text.equals(":")) {
      return Login.NONE;
    }
    if (UNENCODED.matcher(text).find()) {
      throw wrong(
          "a user and a password in which every special character is percent-encoded (@ is %40, /"
              + " is %2F, # is %23, % is %25)");
    }
    int colon = text.indexOf(':');
    String password = colon < 0 ? "" : decode(text.substring(colon + 1));
    if (password.isEmpty() || password.length() > Secret.MAX_LENGTH) {
      throw wrong(
          "user:password@ or :password@, the password of 1 to "
              + Secret.MAX_LENGTH
              + " characters, before the host");
    }
    String user = decode(text.substring(0, colon));
    return new Login(user.isEmpty() ? null : user, new Secret(password));
  }

  /** Of text in which each percent sign has two hexadecimal digits after it. */
  private String decode(String text) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    for (int i = 0; i < text.length(); ) {
      if (text.charAt(i) == '%') {
        bytes.write(Integer.parseInt(text, i + 1, i + 3, 16));
        i += 3;
      } else {
        int end = Math.max(i + 1, nextPercent(text, i));
        bytes.writeBytes(text.substring(i, end).getBytes(UTF_8));
        i = end;
      }
    }
    try {
      return UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes.toByteArray())).toString();
    } catch (CharacterCodingException e) {
      throw wrong("a user and a password that are UTF-8 once they are percent-decoded");
    }
  }

  private static int nextPercent(String text, int from) {
    int next = text.indexOf('%', from);
    return next < 0 ? text.length() : next;
  }

  private List<Address> addresses(String text) {
    List<String> hosts = List.of(text.split(",", -1));
    if (mode == Mode.SINGLE && hosts.size() > 1) {
      throw wrong(
          "one host; where there are several, it is " + SENTINEL_FORM + " or " + CLUSTER_FORM);
    }
    List<Address> addresses = new ArrayList<>();
    for (int i = 0; i < hosts.size(); i++) {
      String which = hosts.size() == 1 ? "" : ", at host " + (i + 1) + " of " + hosts.size();
      addresses.add(address(hosts.get(i), which));
    }
    return addresses.stream().distinct().toList();
  }

  private Address address(String text, String which) {
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
      throw wrong(
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
      return mode == Mode.SENTINEL ? 26_379 : 6_379;
    }
    int number = Integer.parseInt(port.group(1));
    if (number < 1 || number > MAX_PORT) {
      throw wrongPort(which);
    }
    return number;
  }

  private IllegalArgumentException wrongPort(String which) {
    return wrong("a port from 1 to " + MAX_PORT + which);
  }

  /** Of the path's first part, with the slash before it. */
  private String master(String text) {
    String name = text.isEmpty() ? "" : text.substring(1);
    if (!MASTER.matcher(name).matches()) {
      throw wrong(
          "the name by which the sentinels know the master, of letters, digits, '.', '_' and '-',"
              + " after the hosts");
    }
    return name;
  }

  private int database(String path) {
    Matcher matcher = DATABASE.matcher(path);
    if (mode == Mode.CLUSTER && path.length() > 1) {
      throw wrong("no database and no path after the hosts: a Cluster has but database 0");
    }
    int number =
        matcher.matches() ? matcher.group(1) == null ? 0 : Integer.parseInt(matcher.group(1)) : -1;
    if (number < 0 || number > MAX_DATABASE) {
      throw wrong("a database from 0 to " + MAX_DATABASE + " at the end");
    }
    return number;
  }

  private IllegalArgumentException wrong(String right) {
    String form =
        switch (mode) {
          case SINGLE -> SINGLE_FORM;
          case SENTINEL -> SENTINEL_FORM;
          case CLUSTER -> CLUSTER_FORM;
        };
    String scheme = tls ? form.replaceFirst("redis", "rediss") : form;
    return new IllegalArgumentException(right + ", in " + scheme);
  }
}
