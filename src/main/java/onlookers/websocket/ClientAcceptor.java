package onlookers.websocket;

import onlookers.config.Settings;
import onlookers.presence.Presence;
import onlookers.protocol.Codec;
import onlookers.protocol.FrameAssembly;

/** Where a client comes in, whichever wire it speaks. */
public final class ClientAcceptor {
  private final ConnectionManager connections;
  private final Presence presence;
  private final ConnectionTools tools;
  private final Tickets tickets;
  private final int messageLimit;

  /** Receives clients for these connections. */
  public ClientAcceptor(
      ConnectionManager connections, Presence presence, ConnectionTools tools, Settings settings) {
    this.connections = connections;
    this.tools = tools;
    this.presence = presence;
    this.tickets = new Tickets(settings.ticketSecret());
    this.messageLimit = settings.limitMessages();
  }

  /** Opens a connection, and the session of its client. */
  public ClientContext welcome(Transport transport, Codec codec, String address) {
    Connection connection = connections.open(transport, codec, address);
    ClientSession clientSession =
        new ClientSession(connection, presence, tickets, new MessageLimit(messageLimit), tools);
    return new ClientContext(connection, clientSession, new FrameAssembly(FrameAssembly.MAX_EVENT));
  }

  /** Whether whoever comes now is sent to another node. */
  public boolean isDraining() {
    return tools.nodeMetrics().state().draining();
  }

  /** The transport has ended. */
  public void ended(ClientContext clientContext, boolean byCloseFrame) {
    connections.ended(clientContext.connection(), byCloseFrame);
  }

  /**
   * One client.
   *
   * @param assembly puts its frames together
   */
  public record ClientContext(
      Connection connection, ClientSession clientSession, FrameAssembly assembly) {}
}
