package onlookers.websocket;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongPredicate;
import java.util.function.LongSupplier;
import onlookers.config.IpAddress;
import onlookers.config.Settings;
import onlookers.runtime.Gauge;
import onlookers.runtime.NodeMetrics;
import onlookers.runtime.Refusals.Reason;
import org.jspecify.annotations.Nullable;

/**
 * Counts open sockets, in all and per client address, against {@code limit.sessions} and its like;
 * 0 is no limit. Nobody more is let in either while the heap is nearly full. An address stands for
 * its network where {@link IpAddress#countedAs} says so.
 */
final class ConnectionLimiter {
  /** Addresses without a socket are looked for when so many have come. */
  private static final int FEW = 1_000;

  private final int limit;
  private final int limitPerAddress;
  private final int messages;
  private final NodeMetrics nodeMetrics;
  private final LongPredicate room;
  private final LongSupplier nanoTime;

  /** Grows under this monitor only, as each address' does. */
  private final AtomicLong open = new AtomicLong();

  private final Map<String, AddressUse> uses = new ConcurrentHashMap<>();
  private volatile int purgeAbove = FEW;

  ConnectionLimiter(Settings settings, ConnectionTools tools) {
    this.limit = settings.limitSessions();
    this.limitPerAddress = settings.limitSessionsPerAddress();
    this.messages = settings.limitMessages();
    this.nodeMetrics = tools.nodeMetrics();
    this.room = tools.room();
    this.nanoTime = tools::nanoTime;
  }

  /**
   * Counts one more.
   *
   * @param address the client's, empty when it is not known: then no limit of an address applies
   * @return what its address uses, or {@code null} when a limit is reached; then it is not counted
   */
  @Nullable AddressUse enter(String address) {
    if (!room.test(open.get())) {
      nodeMetrics.refusals().add(Reason.MEMORY, address);
      return null;
    }
    purgeIfMany();
    String counted = address.isEmpty() ? "" : IpAddress.countedAs(address);
    AddressUse use;
    Reason refusal;
    synchronized (this) { // or of two who come for the last place neither might get it
      refusal = refusal(counted);
      use = refusal == null ? place(counted) : null;
    }
    if (refusal != null) {
      nodeMetrics.refusals().add(refusal, address);
    }
    return use;
  }

  @GuardedBy("this")
  private @Nullable Reason refusal(String counted) {
    if (limit > 0 && open.get() >= limit) {
      return Reason.FULL;
    }
    AddressUse use = uses.get(counted);
    boolean full = limitPerAddress > 0 && use != null && use.open() >= limitPerAddress;
    return full ? Reason.ADDRESS : null;
  }

  @GuardedBy("this")
  private AddressUse place(String counted) {
    open.incrementAndGet();
    nodeMetrics.move(Gauge.SESSIONS, 1);
    return counted.isEmpty()
        ? new AddressUse(0, nanoTime.getAsLong())
        : uses.compute(counted, (key, known) -> entered(known));
  }

  private AddressUse entered(@Nullable AddressUse known) {
    AddressUse use = known == null ? new AddressUse(messages, nanoTime.getAsLong()) : known;
    use.enter();
    return use;
  }

  void leave(String address) {
    open.decrementAndGet();
    nodeMetrics.move(Gauge.SESSIONS, -1);
    if (!address.isEmpty()) {
      uses.computeIfPresent(
          IpAddress.countedAs(address),
          (key, use) -> {
            use.leave();
            return use.isOver(nanoTime.getAsLong()) ? null : use;
          });
    }
  }

  /** What is remembered of addresses that have gone lasts a minute, and costs little. */
  private void purgeIfMany() {
    if (uses.size() > purgeAbove) {
      long now = nanoTime.getAsLong();
      uses.keySet()
          .forEach(key -> uses.computeIfPresent(key, (k, use) -> use.isOver(now) ? null : use));
      purgeAbove = Math.max(FEW, 2 * uses.size());
    }
  }

  /** How many addresses are remembered. */
  int addresses() {
    return uses.size();
  }
}
