package onlookers.config;

import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * Every setting, read once at start. A value is taken from the first place that gives one: the
 * command line ({@code --session.ttl=60}), the system property {@code onlookers.session.ttl}, the
 * environment variable {@code ONLOOKERS_SESSION_TTL}, the JNDI entry {@code
 * java:comp/env/onlookers.session.ttl}; else it is the default. {@code ticket.secret}, {@code
 * admin.token}, {@code sentinel.password} and {@code redis.uri} may also be given as {@code
 * NAME.file}, the path of a file that holds the value.
 *
 * <p>Times are given in whole seconds. In every limit 0 means none.
 *
 * @param httpPort {@code http.port}, default 3000: port of the executable WAR, 0 to 65535; 0 = any
 *     free one
 * @param httpAddress {@code http.address}, default 127.0.0.1: address that the executable WAR
 *     listens on
 * @param httpHeaderSize {@code http.header.size}, default 8192 bytes: the longest head of a request
 *     to the executable WAR, cookies included, 4096 to 1048576 bytes
 * @param redisUri {@code redis.uri}, default {@code embedded} in the executable WAR, {@code
 *     redis://localhost:6379} in a server: where Redis is, see {@link RedisUri}
 * @param redisCa {@code redis.ca}, default none: the path of a file in PEM; with TLS its
 *     certificates are trusted instead of the JVM's, see {@link TrustedCertificates}
 * @param sentinelPassword {@code sentinel.password}, default none: how to log in to the sentinels,
 *     {@code [user:]password}, see {@link Credentials}
 * @param nodeId {@code node.id}, default the host's name and six random characters: this node's
 *     name in JMX, metrics and Redis, 1 to 48 characters of {@code A-Z a-z 0-9 _ -}
 * @param redisPrefix {@code redis.prefix}, default empty: put before every key, at most 64
 *     printable ASCII characters without space, quote or backslash
 * @param sessionTtl {@code session.ttl}, default 660 s: life of a {@code session:} key without
 *     renewal, 1 s to 604800 s
 * @param sessionGrace {@code session.grace}, default 10 s: how long a session outlives a socket
 *     that was lost without a close frame, 0 s to 3600 s
 * @param nodeLease {@code node.lease}, default 15 s: how long a dead server's sessions survive it,
 *     at most twice this; 1 s to 600 s
 * @param sweepInterval {@code sweep.interval}, default 30 s: period of the garbage collector, 1 s
 *     to 86400 s
 * @param origins {@code origins}, default {@code same-host}: the pages that may connect, see {@link
 *     Origins}
 * @param ticketSecret {@code ticket.secret}, default none: when set, viewing and watching need a
 *     ticket; 1 to 1024 characters
 * @param adminToken {@code admin.token}, default none: bearer token of administrators, 1 to 1024
 *     characters, none of them a control character, and no space at either end
 * @param trustedProxies {@code trusted.proxies}, default {@code loopback}: networks whose {@code
 *     X-Forwarded-For} and {@code X-Forwarded-Host} are believed, see {@link Networks}
 * @param limitSessions {@code limit.sessions}, default 0: open sockets on this node, 0 to 10000000
 * @param limitSessionsPerAddress {@code limit.sessions.per.address}, default 1000: open sockets of
 *     one client address, IPv6 by networks of 64 bits, 0 to 10000000
 * @param limitMessages {@code limit.messages}, default 60: frames that a client may send in a
 *     minute, 0 to 10000000
 * @param limitWatched {@code limit.watched}, default 100: posts that one session may watch, 0 to
 *     10000000
 * @param socketioPingInterval {@code socketio.ping.interval}, default 25 s: 1 s to 3600 s
 * @param socketioPingTimeout {@code socketio.ping.timeout}, default 20 s: 1 s to 3600 s
 * @param socketioMaxPayload {@code socketio.max.payload}, default 100000 bytes: 100 to 10000000
 *     bytes
 * @param drainSeconds {@code drain.seconds}, default 0 s: over how long a SIGTERM or an undeploy
 *     first sends the clients elsewhere, 0 s to 3600 s; 0 = it ends them at once
 * @param postUrl {@code post.url}, default none: the template of a post's address for the
 *     dashboard's links, at most 500 characters with {@code {post}} in it, a path or with {@code
 *     http} or {@code https}
 * @param viewsWindow {@code views.window}, default 0 s: time within which a second view of a post
 *     by the same visitor is not counted, 0 s to 31536000 s; 0 = every page load counts
 */
public record Settings(
    int httpPort,
    String httpAddress,
    int httpHeaderSize,
    RedisUri redisUri,
    Optional<TrustedCertificates> redisCa,
    Optional<Credentials> sentinelPassword,
    String nodeId,
    String redisPrefix,
    Duration sessionTtl,
    Duration sessionGrace,
    Duration nodeLease,
    Duration sweepInterval,
    Origins origins,
    Optional<Secret> ticketSecret,
    Optional<Secret> adminToken,
    Networks trustedProxies,
    int limitSessions,
    int limitSessionsPerAddress,
    int limitMessages,
    int limitWatched,
    Duration socketioPingInterval,
    Duration socketioPingTimeout,
    int socketioMaxPayload,
    Duration drainSeconds,
    Optional<String> postUrl,
    Duration viewsWindow) {
  /** The highest {@code node.lease}. */
  public static final Duration LONGEST_LEASE =
      Duration.ofSeconds(SettingDefinitions.LONGEST_LEASE_SECONDS);

  /**
   * The settings, and what the administrator is to learn about them at start.
   *
   * @param settings the settings
   * @param report one line {@code name = value (source)} for each that is not at its default,
   *     secrets masked
   * @param warnings one line for each thing that is odd but not fatal: unknown environment
   *     variables, settings that do nothing here
   */
  public record Loaded(Settings settings, List<String> report, List<String> warnings) {}
}
