package onlookers.config;

import java.util.LinkedHashSet;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The pages that may connect, by the {@code Origin} header that their browser sends (RFC 6454). */
public final class Origins {
  private static final String SAME_HOST = "same-host";
  private static final String ANY = "*";
  private static final String EXPECTED =
      "a comma-separated list of 'same-host', '*' and origins such as https://www.example.org"
          + " or http://localhost:8081, without a path";

  private final boolean any;
  private final boolean sameHost;
  private final Set<Origin> listed;

  private Origins(Set<String> entries) {
    any = entries.remove(ANY);
    sameHost = entries.remove(SAME_HOST);
    listed = new LinkedHashSet<>();
    entries.forEach(entry -> listed.add(listed(entry)));
  }

  /**
   * Reads a comma-separated list of {@code same-host}, {@code *} and origins {@code
   * scheme://host[:port]}.
   *
   * @throws IllegalArgumentException with what would be right
   */
  public static Origins parse(String text) {
    Set<String> entries = new LinkedHashSet<>();
    for (String entry : text.split(",", -1)) {
      entries.add(entry.strip());
    }
    return new Origins(entries);
  }

  private static Origin listed(String entry) {
    Origin origin = Origin.parse(entry);
    if (origin == null) {
      throw new IllegalArgumentException(EXPECTED + ", and " + LogSafe.of(entry) + " is none");
    }
    return origin;
  }

  /**
   * Whether a request with this {@code Origin} is let in. Without one it is no browser and is let
   * in; the opaque origin {@code null} only where any is.
   *
   * @param origin the {@code Origin} header, or {@code null} when there is none
   * @param requestHost the {@code Host} of the request, with or without a port; what {@code
   *     same-host} compares with, letter case and ports aside
   */
  public boolean allows(@Nullable String origin, String requestHost) {
    return origin == null || any || allows(Origin.parse(origin), requestHost);
  }

  private boolean allows(@Nullable Origin origin, String requestHost) {
    return origin != null && (isSameHost(origin, requestHost) || listed.contains(origin));
  }

  private boolean isSameHost(Origin origin, String requestHost) {
    return sameHost && origin.host().equals(HostNames.bare(requestHost));
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Origins that
        && any == that.any
        && sameHost == that.sameHost
        && listed.equals(that.listed);
  }

  @Override
  public int hashCode() {
    return listed.hashCode();
  }

  @Override
  public String toString() {
    return Stream.concat(
            Stream.of(any ? ANY : "", sameHost ? SAME_HOST : "").filter(word -> !word.isEmpty()),
            listed.stream().map(Origin::toString))
        .collect(Collectors.joining(","));
  }
}
