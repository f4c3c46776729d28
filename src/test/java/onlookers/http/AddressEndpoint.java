package onlookers.http;

import jakarta.websocket.HandshakeResponse;
import jakarta.websocket.OnMessage;
import jakarta.websocket.Session;
import jakarta.websocket.server.HandshakeRequest;
import jakarta.websocket.server.ServerEndpoint;
import jakarta.websocket.server.ServerEndpointConfig;
import onlookers.websocket.ClientAddress;

/** Answers any frame with the address that the filter passed on. */
@ServerEndpoint(value = "/presence", configurator = AddressEndpoint.Configurator.class)
public class AddressEndpoint {
  @OnMessage
  public String tell(Session session, String frame) {
    return (String) session.getUserProperties().get("address");
  }

  /** Sees the headers of the handshake. */
  public static class Configurator extends ServerEndpointConfig.Configurator {
    @Override
    public void modifyHandshake(
        ServerEndpointConfig config, HandshakeRequest request, HandshakeResponse response) {
      config.getUserProperties().put("address", ClientAddress.of(request.getHeaders()));
    }
  }
}
