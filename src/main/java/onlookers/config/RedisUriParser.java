package onlookers.config;

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
  private static final int MAX_DATABASE = 65_535;

  private static final Pattern SCHEME =
      Pattern.compile("redis(?<tls>s?)(\\+(?<kind>sentinel|cluster))?");

  /** Any address at all, right or not. */
  static final Pattern ADDRESS =
      Pattern.compile(
          "(?<scheme>[a-z][a-z+]{0,19})://((?<login>.*)@)?(?<place>[^@]*)", Pattern.DOTALL);

  /** The characters that Sentinel lets a name consist of. */
  private static final Pattern MASTER = Pattern.compile("[A-Za-z0-9._-]{1,253}");

  private static final Pattern DATABASE = Pattern.compile("/?|/([0-9]{1,5})");

  private final Mode mode;
  private final boolean tls;
  private final RedisUriForm form;

  private RedisUriParser(Mode mode, boolean tls) {
    this.mode = mode;
    this.tls = tls;
    this.form = new RedisUriForm(mode, tls);
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
          "'embedded' or " + RedisUriForm.all() + ", with rediss in the place of redis for TLS");
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
    Login who = new RedisLoginParser(form).parse(login);
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

  private List<Address> addresses(String text) {
    List<String> hosts = List.of(text.split(",", -1));
    if (mode == Mode.SINGLE && hosts.size() > 1) {
      throw form.wrong("one host; where there are several, it is " + RedisUriForm.ofSeveral());
    }
    RedisAddressParser parser =
        new RedisAddressParser(form, mode == Mode.SENTINEL ? 26_379 : 6_379);
    List<Address> addresses = new ArrayList<>();
    for (int i = 0; i < hosts.size(); i++) {
      String which = hosts.size() == 1 ? "" : ", at host " + (i + 1) + " of " + hosts.size();
      addresses.add(parser.parse(hosts.get(i), which));
    }
    return addresses.stream().distinct().toList();
  }

  /** Of the path's first part, with the slash before it. */
  private String master(String text) {
    String name = text.isEmpty() ? "" : text.substring(1);
    if (!MASTER.matcher(name).matches()) {
      throw form.wrong(
          "the name by which the sentinels know the master, of letters, digits, '.', '_' and '-',"
              + " after the hosts");
    }
    return name;
  }

  private int database(String path) {
    Matcher matcher = DATABASE.matcher(path);
    if (mode == Mode.CLUSTER && path.length() > 1) {
      throw form.wrong("no database and no path after the hosts: a Cluster has but database 0");
    }
    int number =
        matcher.matches() ? matcher.group(1) == null ? 0 : Integer.parseInt(matcher.group(1)) : -1;
    if (number < 0 || number > MAX_DATABASE) {
      throw form.wrong("a database from 0 to " + MAX_DATABASE + " at the end");
    }
    return number;
  }
}
