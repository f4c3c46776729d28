package onlookers.presence;

import java.time.Duration;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.Consumer;
import onlookers.runtime.CoalescedTask;
import onlookers.runtime.Guard;
import onlookers.runtime.Scheduler;

/**
 * Sessions that have lost their socket and may still be resumed. All grace periods are equally
 * long, so the queue is ordered by itself and the scheduler looks at its head only.
 */
final class GracePeriods {
  private static final Duration TICK = Duration.ofMillis(50);

  private record Grace(Session session, long endNanos) {}

  private final Duration length;
  private final Scheduler scheduler;
  private final Consumer<Session> over;
  private final Queue<Grace> queue = new ConcurrentLinkedQueue<>();

  /** Whoever waits is looked at each tick; nobody is woken where nobody waits. */
  private final CoalescedTask nextLook;

  GracePeriods(Duration length, Scheduler scheduler, Consumer<Session> over) {
    this.length = length;
    this.scheduler = scheduler;
    this.over = over;
    this.nextLook = new CoalescedTask(scheduler, TICK, this::tick);
  }

  /** Grants the session its grace; returns whether there is any. */
  boolean grant(Session session) {
    if (length.isZero()) {
      return false;
    }
    queue.add(new Grace(session, scheduler.nanoTime() + length.toNanos()));
    nextLook.request();
    return true;
  }

  private void tick() {
    endThose();
    if (!queue.isEmpty()) {
      nextLook.request();
    }
  }

  private void endThose() {
    long now = scheduler.nanoTime();
    for (Grace head = queue.peek(); head != null && head.endNanos - now <= 0; head = queue.peek()) {
      queue.remove();
      Session session = head.session;
      Guard.run(() -> over.accept(session));
    }
  }
}
