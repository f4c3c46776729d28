package onlookers.websocket;

import jakarta.inject.Singleton;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import onlookers.presence.Audience;
import onlookers.presence.Counts;
import onlookers.presence.Post;
import onlookers.runtime.Guard;

/**
 * Who is where: for each post the seats of everyone here who views it, watches it, or is parked on
 * it; and who watches the site as a whole.
 */
@Singleton
public class Rooms implements Audience {
  private final Map<Post, Set<Seat>> rooms = new ConcurrentHashMap<>();
  private final Set<SiteSeat> site = ConcurrentHashMap.newKeySet();
  private final Set<Connection> everyone = ConcurrentHashMap.newKeySet();

  void join(Connection connection) {
    everyone.add(connection);
  }

  void quit(Connection connection) {
    everyone.remove(connection);
  }

  void enter(Post post, Seat seat) {
    rooms.compute(
        post,
        (key, seats) -> {
          Set<Seat> room = seats == null ? ConcurrentHashMap.newKeySet(1) : seats;
          room.add(seat);
          return room;
        });
  }

  void exit(Post post, Seat seat) {
    rooms.computeIfPresent(
        post,
        (key, seats) -> {
          seats.remove(seat);
          return seats.isEmpty() ? null : seats;
        });
  }

  void enterSite(SiteSeat seat) {
    site.add(seat);
  }

  void exitSite(SiteSeat seat) {
    site.remove(seat);
  }

  /** Whether nobody is here any more, and nothing is kept of those who were. */
  boolean isEmpty() {
    return everyone.isEmpty() && rooms.isEmpty() && site.isEmpty();
  }

  @Override
  public void tell(Post post, Counts counts) {
    Set<Seat> seats = rooms.get(post);
    if (seats != null) {
      CountsFrame frame = new CountsFrame(post, counts);
      Guard.each(seats, seat -> seat.tell(frame));
    }
  }

  @Override
  public void online(long viewers) {
    CountsFrame frame = CountsFrame.online(viewers);
    Guard.each(site, seat -> seat.tell(frame));
  }

  @Override
  public void degraded(boolean degraded) {
    Guard.each(everyone, connection -> connection.degraded(degraded));
  }
}
