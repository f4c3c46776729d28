package onlookers.redis.schema;

import java.time.Duration;
import java.time.LocalDate;
import java.time.ZoneOffset;
import onlookers.config.Settings;
import redis.clients.jedis.params.SetParams;

/**
 * How long what we write lives.
 *
 * @param ttl of a session without renewal
 * @param lease of a node
 * @param window within which a second view by the same visitor is not counted, zero for none
 */
public record RedisPolicy(Duration ttl, Duration lease, Duration window) {
  /** Per post and visit one view a day. */
  private static final Duration VISIT = Duration.ofDays(1);

  /** What belongs to a day is kept so long, from its beginning. */
  private static final int DAYS = 31;

  /** When what belongs to a day of UTC is forgotten, in seconds since 1970. */
  static long dayExpiresAt(LocalDate day) {
    return day.plusDays(DAYS).atStartOfDay(ZoneOffset.UTC).toEpochSecond();
  }

  /** By {@code session.ttl}, {@code node.lease} and {@code views.window}. */
  public static RedisPolicy of(Settings settings) {
    return new RedisPolicy(settings.sessionTtl(), settings.nodeLease(), settings.viewsWindow());
  }

  String ttlSeconds() {
    return Long.toString(ttl.toSeconds());
  }

  String leaseMillis() {
    return Long.toString(lease.toMillis());
  }

  /** What is said to last longer was written before Redis' clock was set back. */
  static String longestLeaseMillis() {
    return Long.toString(Settings.LONGEST_LEASE.toMillis());
  }

  String windowSeconds() {
    return Long.toString(window.toSeconds());
  }

  static String visitSeconds() {
    return Long.toString(VISIT.toSeconds());
  }

  /** For a mark of a page load that stays as it was set first. */
  static SetParams visitOnce() {
    return SetParams.setParams().nx().ex(VISIT.toSeconds());
  }

  /** A node's own keys outlive its sessions, and its death until it is collected. */
  String ownerSeconds() {
    return Long.toString(Math.max(ttl.toSeconds(), 4 * lease.toSeconds()) + 60);
  }
}
