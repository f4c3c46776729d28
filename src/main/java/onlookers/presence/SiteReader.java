package onlookers.presence;

import java.util.concurrent.CompletionStage;

/** Asks for the site's total, and makes nobody wait for it. */
@FunctionalInterface
public interface SiteReader {
  /**
   * The total as it was within the last second; fails with an {@link UnavailableException} when
   * Redis is out of reach. Does not throw.
   */
  CompletionStage<SiteTotal> read();
}
