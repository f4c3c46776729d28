package onlookers.config;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Where Redis is: {@code embedded}, or {@code redis://[user:password@]host[:port][/db]}, with
 * {@code rediss} for TLS. The port is 6379 unless given, the database a number from 0 to 65535, 0
 * unless given. {@link #toString()} shows neither user nor password.
 */
public final class RedisUri {
  /** A Redis server that lives and dies with this process. */
  public static final RedisUri EMBEDDED = new RedisUri(null);

  private static final int DEFAULT_PORT = 6379;
  private static final int MAX_DATABASE = 65_535;
  private static final Set<String> SCHEMES = Set.of("redis", "rediss");
  private static final Set<String> LATER = Set.of("redis+sentinel", "redis+cluster");
  private static final Pattern SHOWN =
      Pattern.compile(
          "(?<scheme>[a-z][a-z+]{0,19})://(?<user>.*@)?(?<place>[^@]*)", Pattern.DOTALL);
  private static final Pattern PLACE =
      Pattern.compile("([A-Za-z0-9._-]+|\\[[0-9A-Fa-f:.]+(%[A-Za-z0-9.]+)?])(:[0-9]*)?(/[0-9]*)?");
  private static final Pattern PATH = Pattern.compile("/?|/([0-9]{1,5})");
  private static final String EXPECTED =
      "'embedded' or redis://[user:password@]host[:port][/database], rediss:// for TLS, with every"
          + " special character of the password percent-encoded";

  private final @Nullable URI uri;

  private RedisUri(@Nullable URI uri) {
    this.uri = uri;
  }

  /**
   * Reads a value of {@code redis.uri}.
   *
   * @throws IllegalArgumentException with what would be right, never with what was given
   */
  public static RedisUri parse(String text) {
    if (text.equals("embedded")) {
      return EMBEDDED;
    }
    String scheme = scheme(text);
    if (LATER.contains(scheme)) {
      throw new IllegalArgumentException(EXPECTED + "; " + scheme + ":// is not supported yet");
    }
    URI uri = uri(text);
    if (uri == null || !isAddress(uri)) {
      throw new IllegalArgumentException(EXPECTED);
    }
    return new RedisUri(uri.getPort() < 0 ? withDefaultPort(uri) : uri);
  }

  /** Whether Redis is to be started by this process; then there is no {@link #uri()}. */
  public boolean embedded() {
    return uri == null;
  }

  /**
   * Where Redis is; always with scheme, host and port. It holds the password: not for a log.
   *
   * @throws IllegalStateException when it is {@link #embedded()}
   */
  public URI uri() {
    if (uri == null) {
      throw new IllegalStateException("an embedded Redis has no address until it is started");
    }
    return uri;
  }

  /**
   * A form of any text given as {@code redis.uri} that may be shown: scheme, host, port and
   * database, each only if it has the looks of one. All before the last {@code @} may be a
   * password; so may be a text without a scheme, or a path that is no number.
   */
  static String mask(String text) {
    if (text.equals("embedded")) {
      return text;
    }
    Matcher parts = SHOWN.matcher(text);
    if (!parts.matches()) {
      return "…";
    }
    String user = parts.group("user") == null ? "" : Secret.MASK + "@";
    String place = parts.group("place");
    return parts.group("scheme") + "://" + (PLACE.matcher(place).matches() ? user + place : "…");
  }

  private static String scheme(String text) {
    Matcher parts = SHOWN.matcher(text);
    return parts.matches() ? parts.group("scheme") : "";
  }

  /** The URI with scheme and host, or {@code null} when the text is none. */
  private static @Nullable URI uri(String text) {
    try {
      URI uri = new URI(text);
      return uri.getScheme() == null || uri.getHost() == null ? null : uri;
    } catch (URISyntaxException e) {
      return null;
    }
  }

  private static boolean isAddress(URI uri) {
    return SCHEMES.contains(uri.getScheme())
        && uri.getPort() != 0
        && uri.getPort() <= 65_535
        && uri.getRawQuery() == null
        && uri.getRawFragment() == null
        && isDatabase(uri.getRawPath());
  }

  private static boolean isDatabase(String path) {
    Matcher matcher = PATH.matcher(path);
    return matcher.matches()
        && (matcher.group(1) == null || Integer.parseInt(matcher.group(1)) <= MAX_DATABASE);
  }

  private static URI withDefaultPort(URI uri) {
    String user = uri.getRawUserInfo() == null ? "" : uri.getRawUserInfo() + "@";
    return URI.create(
        uri.getScheme() + "://" + user + uri.getHost() + ":" + DEFAULT_PORT + uri.getRawPath());
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof RedisUri that
        && (uri == null ? that.uri == null : uri.equals(that.uri));
  }

  @Override
  public int hashCode() {
    return uri == null ? 0 : uri.hashCode();
  }

  @Override
  public String toString() {
    return uri == null ? "embedded" : mask(uri.toString());
  }
}
