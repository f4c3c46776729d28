package onlookers.config;

import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Where Redis is: {@code embedded}, or an address of one of these forms, each with {@code rediss}
 * in the place of {@code redis} for TLS.
 *
 * <ul>
 *   <li>one server: {@code redis://[user:password@]host[:port][/database]}, port 6379
 *   <li>a Sentinel group: {@code
 *       redis+sentinel://[user:password@]host[:port][,host[:port]...]/master[/database]}: the hosts
 *       are those of its sentinels, port 26379; user and password are those of the servers
 *   <li>a Cluster: {@code redis+cluster://[user:password@]host[:port][,host[:port]...]}, port 6379:
 *       some of its nodes, from which the others are learnt; it has no database
 * </ul>
 *
 * <p>A host is a name, which may hold underscores, as those of Docker do, an IPv4 address or an
 * IPv6 address in brackets. Special characters of user and password are percent-encoded; a password
 * has 1 to 1024 characters. The database is a number from 0 to 65535, 0 unless given. {@link
 * #toString()} shows neither user nor password.
 */
public final class RedisUri {
  /** A Redis server that lives and dies with this process. */
  public static final RedisUri EMBEDDED = new RedisUri(Mode.SINGLE, false);

  /** How many servers there are, and who knows which of them to write to. */
  public enum Mode {
    /** One server, or what looks like one: a proxy, a name that moves. */
    SINGLE,
    /** One master, whose address is asked of sentinels. */
    SENTINEL,
    /** Several masters, each with a part of the slots. */
    CLUSTER
  }

  /**
   * A place to connect to.
   *
   * @param host a name or an address; an IPv6 address is without brackets
   * @param port 1 to 65535
   */
  public record Address(String host, int port) {
    /** {@code host:port}, an IPv6 address in brackets. */
    @Override
    public String toString() {
      return (host.indexOf(':') < 0 ? host : "[" + host + "]") + ":" + port;
    }
  }

  private final Mode mode;
  private final boolean tls;
  private final List<Address> addresses;
  private final @Nullable String master;
  private final @Nullable String user;
  private final @Nullable Secret password;
  private final int database;

  private RedisUri(Mode mode, boolean tls) {
    this(mode, tls, Login.NONE, List.of(), null, 0);
  }

  RedisUri(
      Mode mode,
      boolean tls,
      Login login,
      List<Address> addresses,
      @Nullable String master,
      int database) {
    this.mode = mode;
    this.tls = tls;
    this.user = login.user();
    this.password = login.password();
    this.addresses = List.copyOf(addresses);
    this.master = master;
    this.database = database;
  }

  /**
   * Reads a value of {@code redis.uri}.
   *
   * @throws IllegalArgumentException with the part that is wrong and what would be right, never
   *     with what was given
   */
  public static RedisUri parse(String text) {
    return text.equals("embedded") ? EMBEDDED : RedisUriParser.parse(text);
  }

  /** Whether Redis is to be started by this process; then there are no {@link #addresses()}. */
  public boolean embedded() {
    return addresses.isEmpty();
  }

  /** What stands at the {@link #addresses()}. */
  public Mode mode() {
    return mode;
  }

  /**
   * The one server, the sentinels, or some nodes of the Cluster: at least one, none twice.
   *
   * @throws IllegalStateException when it is {@link #embedded()}
   */
  public List<Address> addresses() {
    if (embedded()) {
      throw new IllegalStateException("an embedded Redis has no address until it is started");
    }
    return addresses;
  }

  /**
   * The name by which the sentinels know the master.
   *
   * @throws IllegalStateException in another mode than {@link Mode#SENTINEL}
   */
  public String masterName() {
    if (master == null) {
      throw new IllegalStateException("only sentinels know a master by its name");
    }
    return master;
  }

  /** The user to log in as, decoded; there is none without a password. */
  public Optional<String> user() {
    return Optional.ofNullable(user);
  }

  /** The password of that user, or of the default user, decoded. */
  public Optional<Secret> password() {
    return Optional.ofNullable(password);
  }

  /** Whether every connection is to be encrypted, those to sentinels too. */
  public boolean tls() {
    return tls;
  }

  /** The number of the database, from 0 to 65535; always 0 in a Cluster. */
  public int database() {
    return database;
  }

  private String scheme() {
    String secure = tls ? "rediss" : "redis";
    return switch (mode) {
      case SINGLE -> secure;
      case SENTINEL -> secure + "+sentinel";
      case CLUSTER -> secure + "+cluster";
    };
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof RedisUri that
        && toString().equals(that.toString())
        && Objects.equals(user, that.user)
        && Objects.equals(password, that.password);
  }

  @Override
  public int hashCode() {
    return Objects.hash(toString(), user, password);
  }

  /** The address with every port, without user and password. */
  @Override
  public String toString() {
    return embedded()
        ? "embedded"
        : scheme()
            + "://"
            + (password == null ? "" : Secret.MASK + "@")
            + addresses.stream().map(Address::toString).collect(Collectors.joining(","))
            + (master == null ? "" : "/" + master)
            + (database == 0 ? "" : "/" + database);
  }

  /**
   * Whom to log in as.
   *
   * @param user {@code null} for the default user
   * @param password {@code null} when nobody logs in; then there is no user either
   */
  record Login(@Nullable String user, @Nullable Secret password) {
    static final Login NONE = new Login(null, null);
  }
}
