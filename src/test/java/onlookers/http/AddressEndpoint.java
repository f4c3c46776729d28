package onlookers.http;

import jakarta.websocket.HandshakeResponse;
import jakarta.websocket.OnMessage;
import jakarta.websocket.Session;
import jakarta.websocket.server.HandshakeRequest;
import jakarta.websocket.server.ServerEndpoint;
import jakarta.websocket.server.ServerEndpointConfig;
import onlookers.websocket.ClientAddress;

/** Tells the address that the filter passed on, or which headers were listed with it. */
@ServerEndpoint(value = "/presence", configurator = AddressEndpoint.Configurator.class)
public class AddressEndpoint {
  @OnMessage
  public String tell(Session session, String frame) {
    return (String) session.getUserProperties().get(frame);
  }

  /** Sees the headers of the handshake. */
  public static class Configurator extends ServerEndpointConfig.Configurator {
    @Override
    public void modifyHandshake(
        ServerEndpointConfig config, HandshakeRequest request, HandshakeResponse response) {
      config.getUserProperties().put("address", ClientAddress.of(request.getHeaders()));
      config.getUserProperties().put("headers", String.join(" ", request.getHeaders().keySet()));
    }
  }
}
