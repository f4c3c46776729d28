package onlookers.websocket;

import java.util.List;
import onlookers.presence.Post;
import onlookers.presence.Presence;
import onlookers.presence.Refusal;
import onlookers.presence.Session;
import onlookers.protocol.BadFrameException;
import onlookers.protocol.ClientEvent;
import onlookers.protocol.ClientEvent.Alive;
import onlookers.protocol.ClientEvent.Park;
import onlookers.protocol.ClientEvent.View;
import onlookers.protocol.ClientEvent.Watch;
import onlookers.runtime.Counter;
import onlookers.runtime.NodeMetrics;
import onlookers.runtime.Refusals.Reason;

/**
 * What one client says: each frame passes the rate limit, the codec and the tickets before any work
 * is done for it. Frames of one client come one after the other.
 */
public final class ClientSession {
  private static final int MAX_BAD_TICKETS = 3;

  /** Questions a minute whether the connection lives that count as no message. */
  private static final int FREE_QUESTIONS = 6;

  private final Connection connection;
  private final ConnectionTools tools;
  private final Presence presence;
  private final Tickets tickets;
  private final MessageLimit limit;
  private final NodeMetrics nodeMetrics;
  private final MessageLimit freeQuestions = new MessageLimit(FREE_QUESTIONS);
  private int badTickets;

  ClientSession(
      Connection connection,
      Presence presence,
      Tickets tickets,
      MessageLimit limit,
      ConnectionTools tools) {
    this.connection = connection;
    this.tools = tools;
    this.presence = presence;
    this.tickets = tickets;
    this.limit = limit;
    this.nodeMetrics = tools.nodeMetrics();
  }

  /** The client sent a text frame. */
  public void frame(String text) {
    if (isFree(text)) {
      received();
      connection.alive();
    } else if (admits()) {
      understand(text);
    }
  }

  /** Whether it is no more than an honest client asks, and counts against no limit. */
  private boolean isFree(String text) {
    return connection.codec().isAlive(text)
        && !connection.hasEnded()
        && freeQuestions.allows(tools.nanoTime());
  }

  private void understand(String text) {
    try {
      carryOut(connection.codec().decode(text));
    } catch (BadFrameException e) {
      refuse(e);
    }
  }

  /** The client sent something that ends the connection, whatever is in it. */
  public void unacceptable(CloseStatus closeStatus) {
    if (admits()) {
      refused(Reason.FRAME);
      connection.close(closeStatus);
    }
  }

  /** The client sent something; returns whether it is to be looked at. */
  public boolean admits() {
    if (connection.hasEnded()) {
      return false;
    }
    received();
    long now = tools.nanoTime();
    boolean isWithinAddressLimit = connection.isWithinAddressLimit(now); // each counts every frame
    if (limit.allows(now) && isWithinAddressLimit) {
      return true;
    }
    refused(Reason.RATE);
    connection.close(CloseStatus.TOO_MANY_MESSAGES);
    return false;
  }

  private void refused(Reason reason) {
    nodeMetrics.increment(Counter.FRAMES_REFUSED);
    nodeMetrics.refusals().add(reason, connection.address());
  }

  private void received() {
    connection.received();
    nodeMetrics.increment(Counter.FRAMES_RECEIVED);
  }

  private void refuse(BadFrameException e) {
    if (e.refusal() == null) {
      refused(Reason.FRAME);
      connection.close(CloseStatus.NOT_AN_EVENT);
    } else {
      connection.refuse(e.refusal(), e.getMessage());
    }
  }

  private void carryOut(ClientEvent event) {
    Session session = connection.session();
    if (session == null) {
      return;
    }
    if (event instanceof View view) {
      if (admits(
          List.of(view.post()), view.ticket() == null ? List.of() : List.of(view.ticket()))) {
        presence.view(session, view.post(), view.options());
      }
    } else if (event instanceof Watch watch) {
      if (admits(watch.posts(), watch.tickets())) {
        presence.watch(session, watch.posts(), watch.site());
      }
    } else if (event instanceof Park) {
      presence.park(session);
    } else if (event instanceof Alive) {
      connection.alive();
    }
  }

  /** Whether every post has its ticket; if not, that is one refusal. */
  private boolean admits(List<Post> posts, List<String> given) {
    for (int i = 0; i < posts.size(); i++) {
      if (!tickets.admit(posts.get(i), i < given.size() ? given.get(i) : null)) {
        refuseTicket();
        return false;
      }
    }
    return true;
  }

  private void refuseTicket() {
    connection.refuse(Refusal.BAD_TICKET, "the ticket is missing or not this post's");
    if (++badTickets >= MAX_BAD_TICKETS) {
      connection.close(CloseStatus.BAD_TICKETS);
    }
  }
}
