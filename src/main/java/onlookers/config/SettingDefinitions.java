package onlookers.config;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Every setting there is; {@link Settings} says what each means. */
final class SettingDefinitions {
  static final int LONGEST_LEASE_SECONDS = 600;

  static final Setting<Integer> HTTP_PORT = Setting.number("http.port", 3000, 0, 65_535, "");
  static final Setting<String> HTTP_ADDRESS =
      Setting.plain("http.address", "127.0.0.1", SettingDefinitions::listenAddress);
  static final Setting<Integer> HTTP_HEADER_SIZE =
      Setting.number("http.header.size", 8_192, 4_096, 1_048_576, " bytes");
  static final Setting<RedisUri> REDIS_URI =
      new Setting<>(
          "redis.uri", true, SettingDefinitions::defaultRedis, RedisUri::parse, RedisUriMask::mask);
  static final Setting<Optional<TrustedCertificates>> REDIS_CA =
      Setting.plain(
          "redis.ca", Optional.empty(), path -> Optional.of(TrustedCertificates.read(path)));
  static final Setting<Optional<Credentials>> SENTINEL_PASSWORD =
      Setting.secret("sentinel.password", Credentials::parse);
  static final Setting<String> NODE_ID =
      new Setting<>(
          "node.id",
          false,
          deployment -> NodeNames.random(),
          Setting.matching("[A-Za-z0-9_-]{1,48}", "1 to 48 characters of A-Z a-z 0-9 _ -"),
          UnaryOperator.identity());
  static final Setting<String> REDIS_PREFIX =
      Setting.text(
          "redis.prefix",
          "",
          "[!-~&&[^\"'`\\\\]]{0,64}",
          "at most 64 printable ASCII characters without space, quote or backslash");
  static final Setting<Duration> SESSION_TTL = Setting.seconds("session.ttl", 660, 1, 604_800);
  static final Setting<Duration> SESSION_GRACE = Setting.seconds("session.grace", 10, 0, 3600);
  static final Setting<Duration> NODE_LEASE =
      Setting.seconds("node.lease", 15, 1, LONGEST_LEASE_SECONDS);
  static final Setting<Duration> SWEEP_INTERVAL = Setting.seconds("sweep.interval", 30, 1, 86_400);
  static final Setting<Origins> ORIGINS =
      Setting.plain("origins", Origins.parse("same-host"), Origins::parse);
  static final Setting<Optional<Secret>> TICKET_SECRET = Setting.secret("ticket.secret");
  static final Setting<Optional<Secret>> ADMIN_TOKEN =
      Setting.secret("admin.token", SettingDefinitions::token);
  static final Setting<Networks> TRUSTED_PROXIES =
      Setting.plain("trusted.proxies", Networks.parse("loopback"), Networks::parse);
  static final Setting<Integer> LIMIT_SESSIONS = Setting.limit("limit.sessions", 0);
  static final Setting<Integer> LIMIT_SESSIONS_PER_ADDRESS =
      Setting.limit("limit.sessions.per.address", 1000);
  static final Setting<Integer> LIMIT_MESSAGES = Setting.limit("limit.messages", 60);
  static final Setting<Integer> LIMIT_WATCHED = Setting.limit("limit.watched", 100);
  static final Setting<Duration> SOCKETIO_PING_INTERVAL =
      Setting.seconds("socketio.ping.interval", 25, 1, 3600);
  static final Setting<Duration> SOCKETIO_PING_TIMEOUT =
      Setting.seconds("socketio.ping.timeout", 20, 1, 3600);
  static final Setting<Integer> SOCKETIO_MAX_PAYLOAD =
      Setting.number("socketio.max.payload", 100_000, 100, 10_000_000, " bytes");
  static final Setting<Duration> DRAIN_SECONDS = Setting.seconds("drain.seconds", 0, 0, 3600);
  static final Setting<Optional<String>> POST_URL =
      Setting.plain("post.url", Optional.empty(), text -> Optional.of(PostUrl.parse(text)));
  static final Setting<Duration> VIEWS_WINDOW = Setting.seconds("views.window", 0, 0, 31_536_000);

  static final List<Setting<?>> ALL =
      List.of(
          HTTP_PORT,
          HTTP_ADDRESS,
          HTTP_HEADER_SIZE,
          REDIS_URI,
          REDIS_CA,
          SENTINEL_PASSWORD,
          NODE_ID,
          REDIS_PREFIX,
          SESSION_TTL,
          SESSION_GRACE,
          NODE_LEASE,
          SWEEP_INTERVAL,
          ORIGINS,
          TICKET_SECRET,
          ADMIN_TOKEN,
          TRUSTED_PROXIES,
          LIMIT_SESSIONS,
          LIMIT_SESSIONS_PER_ADDRESS,
          LIMIT_MESSAGES,
          LIMIT_WATCHED,
          SOCKETIO_PING_INTERVAL,
          SOCKETIO_PING_TIMEOUT,
          SOCKETIO_MAX_PAYLOAD,
          DRAIN_SECONDS,
          POST_URL,
          VIEWS_WINDOW);

  /** What only the executable WAR reads, and what of a server's own connector does the same. */
  private static final Map<String, String> OF_THE_CONNECTOR =
      Map.of(
          HTTP_PORT.name(), "the port",
          HTTP_ADDRESS.name(), "the address",
          HTTP_HEADER_SIZE.name(), "the longest head of a request");

  private SettingDefinitions() {}

  /** What says the same in the deployment, where the setting does nothing; else {@code null}. */
  static @Nullable String instead(Setting<?> setting, Deployment deployment) {
    String part = OF_THE_CONNECTOR.get(setting.name());
    return part == null || deployment == Deployment.EXECUTABLE
        ? null
        : part + " of the server's own connector";
  }

  /** Every name that may be given, those of files too. */
  static List<String> names() {
    return ALL.stream().flatMap(SettingDefinitions::namesOf).toList();
  }

  private static Stream<String> namesOf(Setting<?> setting) {
    return setting.fromFile()
        ? Stream.of(setting.name(), setting.fileName())
        : Stream.of(setting.name());
  }

  /** An IPv6 address may stand in the brackets that it has in a URL. */
  private static String listenAddress(String text) {
    boolean bracketed = text.startsWith("[") && text.endsWith("]") && text.indexOf(':') > 0;
    return Setting.matching("[A-Za-z0-9._:%-]{1,253}", "an address or a host name")
        .apply(bracketed ? text.substring(1, text.length() - 1) : text);
  }

  /** It stands in a header: RFC 9110, 5.5, and RFC 7617, 2, of what a password may hold. */
  private static Secret token(String text) {
    if (!text.equals(text.strip()) || text.chars().anyMatch(Character::isISOControl)) {
      throw new IllegalArgumentException(
          "1 to "
              + Secret.MAX_LENGTH
              + " characters, none of them a control character, and no space at either end");
    }
    return new Secret(text);
  }

  private static RedisUri defaultRedis(Deployment deployment) {
    return deployment == Deployment.EXECUTABLE
        ? RedisUri.EMBEDDED
        : RedisUri.parse("redis://localhost:6379");
  }
}
