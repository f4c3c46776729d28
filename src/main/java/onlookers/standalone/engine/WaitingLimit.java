package onlookers.standalone.engine;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import onlookers.config.IpAddress;

/**
 * How many threads of the engine may wait for clients at once, in all and for one address. Whoever
 * finds no place is not waited for.
 */
final class WaitingLimit {
  private final Semaphore places;
  private final int placesPerAddress;
  private final Map<String, Integer> waiting = new ConcurrentHashMap<>();

  /**
   * @param places in all
   * @param placesPerAddress for one address, as {@link IpAddress#countedAs} counts them
   */
  WaitingLimit(int places, int placesPerAddress) {
    this.places = new Semaphore(places);
    this.placesPerAddress = placesPerAddress;
  }

  /** Takes a place for a thread that is to wait for the address; returns whether there is one. */
  boolean enter(String address) {
    if (!places.tryAcquire()) {
      return false;
    }
    if (waiting.merge(IpAddress.countedAs(address), 1, Integer::sum) > placesPerAddress) {
      leave(address);
      return false;
    }
    return true;
  }

  /** Gives the place back. */
  void leave(String address) {
    waiting.computeIfPresent(
        IpAddress.countedAs(address), (key, n) -> n <= 1 ? null : Integer.valueOf(n - 1));
    places.release();
  }
}
