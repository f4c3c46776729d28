package onlookers.config;

import java.util.LinkedHashSet;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The pages that may connect, by the {@code Origin} header that their browser sends (RFC 6454). */
public final class Origins {
  private static final String SAME_HOST = "same-host";
  private static final String ANY = "*";
  private static final String EXPECTED =
      "a comma-separated list of 'same-host', '*' and origins such as https://www.example.org,"
          + " http://localhost:8081 or https://*.example.org for every subdomain, without a path";

  /** What stands in the place of a name in {@code https://*.example.org}. */
  private static final String EVERY_SUBDOMAIN = "://*.";

  private final boolean any;
  private final boolean sameHost;
  private final Set<Origin> listed = new LinkedHashSet<>();

  /** Whose subdomains are let in, but not they themselves. */
  private final Set<Origin> parents = new LinkedHashSet<>();

  private Origins(Set<String> entries) {
    any = entries.remove(ANY);
    sameHost = entries.remove(SAME_HOST);
    entries.forEach(this::list);
  }

  private void list(String entry) {
    if (entry.contains(EVERY_SUBDOMAIN)) {
      parents.add(parent(entry));
    } else {
      listed.add(listed(entry, entry));
    }
  }

  /** An address has no subdomains. */
  private static Origin parent(String entry) {
    Origin parent = listed(entry.replace(EVERY_SUBDOMAIN, "://"), entry);
    if (!parent.isNamed()) {
      throw wrong(entry);
    }
    return parent;
  }

  /**
   * Reads a comma-separated list of {@code same-host}, {@code *}, origins {@code
   * scheme://host[:port]}, and {@code scheme://*.host[:port]} for every subdomain of the host, at
   * any depth.
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

  private static Origin listed(String text, String entry) {
    Origin origin = Origin.parse(text);
    if (origin == null) {
      throw wrong(entry);
    }
    return origin;
  }

  private static IllegalArgumentException wrong(String entry) {
    return new IllegalArgumentException(EXPECTED + ", and " + LogSafe.of(entry) + " is none");
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
    return origin != null
        && (isSameHost(origin, requestHost)
            || listed.contains(origin)
            || parents.stream().anyMatch(origin::isSubdomainOf));
  }

  private boolean isSameHost(Origin origin, String requestHost) {
    return sameHost && origin.host().equals(HostNames.bare(requestHost));
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Origins that
        && any == that.any
        && sameHost == that.sameHost
        && listed.equals(that.listed)
        && parents.equals(that.parents);
  }

  @Override
  public int hashCode() {
    return Objects.hash(listed, parents);
  }

  @Override
  public String toString() {
    return Stream.of(
            Stream.of(any ? ANY : "", sameHost ? SAME_HOST : "").filter(word -> !word.isEmpty()),
            listed.stream().map(Origin::toString),
            parents.stream().map(parent -> parent.toString().replace("://", EVERY_SUBDOMAIN)))
        .flatMap(part -> part)
        .collect(Collectors.joining(","));
  }
}
