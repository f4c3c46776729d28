package onlookers.websocket;

import onlookers.config.Settings;
import onlookers.presence.Presence;
import onlookers.protocol.Codec;
import onlookers.protocol.FrameAssembly;

/** Where a client comes in, whichever wire it speaks. */
public final class Reception {
  private final Connections connections;
  private final Presence presence;
  private final Tickets tickets;
  private final int messageLimit;

  /** Receives clients for these connections. */
  public Reception(Connections connections, Presence presence, Settings settings) {
    this.connections = connections;
    this.presence = presence;
    this.tickets = new Tickets(settings.ticketSecret());
    this.messageLimit = settings.limitMessages();
  }

  /** Opens a connection and begins the conversation. */
  Guest welcome(Wire wire, Codec codec, String address) {
    Connection connection = connections.open(wire, codec, address);
    Conversation conversation =
        new Conversation(
            connection, connections, presence, tickets, new MessageLimit(messageLimit));
    return new Guest(connection, conversation, new FrameAssembly(FrameAssembly.MAX_EVENT));
  }

  /** The transport has ended. */
  void goodbye(Guest guest, boolean byCloseFrame) {
    connections.ended(guest.connection(), byCloseFrame);
  }

  /**
   * One client.
   *
   * @param assembly puts its frames together
   */
  record Guest(Connection connection, Conversation conversation, FrameAssembly assembly) {}
}
