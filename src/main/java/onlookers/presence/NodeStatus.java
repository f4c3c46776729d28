package onlookers.presence;

/**
 * What a node publishes of itself: numbers, and nothing of any reader.
 *
 * @param version of the program, at most {@value #MAX_VERSION} characters without a space
 * @param startedAt since when it is up, in seconds since 1970
 * @param sessions open sockets
 * @param opened sockets that were let in since then
 * @param views views that it counted since then
 * @param pushes counts handed to sockets since then
 * @param roundTripMicros the last round trip to Redis, in microseconds
 * @param draining whether it sends its clients elsewhere
 * @param sweptAt when it last ended a sweep, in seconds since 1970; 0 when it has not
 */
public record NodeStatus(
    String version,
    long startedAt,
    long sessions,
    long opened,
    long views,
    long pushes,
    long roundTripMicros,
    boolean draining,
    long sweptAt) {
  /** The most characters of a version. */
  public static final int MAX_VERSION = 40;
}
