package onlookers.redis.connect;

import java.net.UnknownHostException;
import java.security.cert.CertificateExpiredException;
import java.security.cert.CertificateNotYetValidException;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import redis.clients.jedis.HostAndPort;

/** Says in one line why an exchange with Redis failed. */
public final class RootCause {
  /** Redis goes on so where it repeats the words of a command, be they a password. */
  private static final Pattern REPEATED = Pattern.compile(", with args beginning with.*");

  /**
   * How such a reason begins, or what is in it → what would be right. Without a scheme: it is the
   * same for each form of the address, with TLS or without.
   */
  private static final Map<Pattern, String> ADVICE =
      Map.of(
          Pattern.compile("^NOAUTH"),
          "redis.uri with a password, :PASSWORD@ or USER:PASSWORD@ before its hosts",
          Pattern.compile("^WRONGPASS|^ERR invalid password"),
          "the user and the password that Redis knows, in redis.uri USER:PASSWORD@ before its"
              + " hosts, or :PASSWORD@ of the default user; special characters in them are"
              + " percent-encoded",
          Pattern.compile("AUTH.*without any password configured"),
          "the same address without a password, or a Redis that has one",
          Pattern.compile("^NOPERM"),
          "a user who may do what server-config/redis/user.conf lists",
          Pattern.compile("^ERR DB index is out of range"),
          "one of its databases, 0 to 15 unless its setting 'databases' says otherwise",
          Pattern.compile("^Unknown reply: "),
          "the address of a Redis: something else answers there",
          Pattern.compile("^ERR unknown command .?HELLO"),
          "Redis or Valkey 6.2 or newer: this one is older than 6.0",
          Pattern.compile("Unsupported or unrecognized SSL message"),
          "redis in the place of rediss in redis.uri, for a server without TLS",
          Pattern.compile("fatal alert: protocol_version|selected protocol version"),
          "a Redis that speaks TLS 1.2 or 1.3, as its setting tls-protocols says");

  /** The same of the server's certificate. */
  private static final Map<Pattern, String> ADVICE_ON_CERTIFICATES =
      Map.of(
          Pattern.compile("unable to find valid certification path"),
          "redis.ca with the certificate of whoever issued the server's",
          Pattern.compile("^No (subject alternative|name matching)"),
          "a host name, or an address, that the server's certificate holds",
          Pattern.compile("^(Extended key usage|KeyUsage) does not"),
          "a certificate made for a server: with serverAuth in its extended key usage and"
              + " digitalSignature in its key usage, where it has these",
          Pattern.compile("^a certificate (has expired|is not valid yet)"),
          "a new one for the server or, if that is there, for whoever issued it; or the right time"
              + " on this machine");

  /** The same of what is asked where the masters are. */
  private static final Map<Pattern, String> ADVICE_ON_ASKING =
      Map.of(
          Pattern.compile("^ERR This instance has cluster support disabled"),
          "redis.uri without its +cluster, for a server that is no node of a Cluster",
          Pattern.compile("^ERR unknown command .?CLUSTER"),
          "the address of a node of a Cluster; for a Sentinel redis.uri has +sentinel in the place"
              + " of +cluster",
          Pattern.compile("^ERR unknown command .?SENTINEL"),
          "the address of a sentinel, of port 26379 unless it says otherwise; for a server which"
              + " keeps keys redis.uri has no +sentinel");

  /** The same of a sentinel, which has users and passwords of its own. */
  private static final Map<Pattern, String> ADVICE_ON_SENTINELS =
      Map.of(
          Pattern.compile("^NOAUTH"),
          "sentinel.password with the password of the sentinels, which is not that of redis.uri",
          Pattern.compile("^WRONGPASS|^ERR invalid password"),
          "sentinel.password with the [user:]password that the sentinels know",
          Pattern.compile("AUTH.*without any password configured"),
          "no sentinel.password, or sentinels that have one",
          Pattern.compile("^NOPERM"),
          "a user in sentinel.password who may call SENTINEL GET-MASTER-ADDR-BY-NAME");

  private RootCause() {}

  /** The same, and what would be right where that is known. */
  public static String withAdvice(Throwable failure) {
    return withAdvice(failure, List.of(ADVICE, ADVICE_ON_CERTIFICATES, ADVICE_ON_ASKING));
  }

  /** The same of a sentinel. */
  static String withAdviceOnSentinels(Throwable failure) {
    return withAdvice(
        failure, List.of(ADVICE_ON_SENTINELS, ADVICE_ON_ASKING, ADVICE, ADVICE_ON_CERTIFICATES));
  }

  private static String withAdvice(Throwable failure, List<Map<Pattern, String>> advice) {
    String reason = of(failure);
    if (isExplained(failure)) {
      return reason;
    }
    return advice.stream()
        .flatMap(known -> known.entrySet().stream())
        .filter(known -> known.getKey().matcher(reason).find())
        .findFirst()
        .map(known -> reason + "; right is " + known.getValue())
        .orElse(reason);
  }

  /** The reason with the server that it is about, unless it names that itself. */
  static String at(HostAndPort address, String reason) {
    String words = reason.endsWith(".") ? reason.substring(0, reason.length() - 1) : reason;
    return words.contains(address.toString()) ? words : address + ": " + words;
  }

  private static boolean isExplained(Throwable failure) {
    return failure instanceof RedisAwayException && failure.getCause() != null;
  }

  /**
   * The message of the innermost cause, which is what the operating system or Redis said; its kind
   * where it says nothing, or nothing but a name. Our own words of a cause stand for it.
   */
  public static String of(Throwable failure) {
    Throwable cause = failure;
    while (!isExplained(cause) && cause.getCause() != null && cause.getCause() != cause) {
      cause = cause.getCause();
    }
    String kind = cause.getClass().getSimpleName();
    String message = String.valueOf(cause.getMessage()).lines().findFirst().orElse("");
    message = REPEATED.matcher(message).replaceFirst("");
    if (cause.getMessage() == null || message.isBlank()) {
      return kind;
    }
    return subject(cause) + message;
  }

  /** What the message is about, where it is but a name or a date. */
  private static String subject(Throwable cause) {
    if (cause instanceof UnknownHostException) {
      return "unknown host ";
    }
    if (cause instanceof CertificateExpiredException) {
      return "a certificate has expired, ";
    }
    return cause instanceof CertificateNotYetValidException
        ? "a certificate is not valid yet, "
        : "";
  }
}
