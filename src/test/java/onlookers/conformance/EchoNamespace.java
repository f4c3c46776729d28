package onlookers.conformance;

import jakarta.json.Json;
import jakarta.json.JsonArray;
import jakarta.json.JsonException;
import jakarta.json.JsonReader;
import jakarta.json.JsonString;
import java.io.StringReader;
import onlookers.socketio.namespace.Namespace;
import onlookers.socketio.namespace.NamespaceSocket;
import onlookers.socketio.namespace.SocketIoClient;

/**
 * Emits {@code auth} with what the client connected with; answers {@code message} by {@code
 * message-back}, and {@code message-with-ack} by an acknowledgement.
 */
final class EchoNamespace implements Namespace {
  @Override
  public NamespaceSocket enter(SocketIoClient client) {
    return new EchoMember(client);
  }

  private record EchoMember(SocketIoClient client) implements NamespaceSocket {
    @Override
    public void connected(String auth) {
      client.emit("[\"auth\"," + auth + "]");
    }

    @Override
    public void event(String text, String ack) {
      JsonArray array;
      try (JsonReader reader = Json.createReader(new StringReader(text))) {
        array = reader.readArray();
      } catch (JsonException e) {
        client.fail();
        return;
      }
      if (array.isEmpty() || !(array.get(0) instanceof JsonString name)) {
        client.fail();
        return;
      }
      switch (name.getString()) {
        case "message" ->
            client.emit(Json.createArrayBuilder(array).set(0, "message-back").build().toString());
        case "message-with-ack" ->
            client.acknowledge(ack, Json.createArrayBuilder(array).remove(0).build().toString());
        default -> {}
      }
    }

    @Override
    public boolean admits() {
      return true;
    }

    @Override
    public void attachment() {
      client.fail();
    }

    @Override
    public void left(boolean orderly) {}
  }
}
