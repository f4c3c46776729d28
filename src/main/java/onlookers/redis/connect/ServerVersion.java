package onlookers.redis.connect;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import redis.clients.jedis.Connection;
import redis.clients.jedis.Protocol.Command;
import redis.clients.jedis.exceptions.JedisDataException;
import redis.clients.jedis.util.SafeEncoder;

/**
 * What a server says of itself.
 *
 * @param name {@code Redis} or {@code Valkey}
 * @param version as in {@code 7.0.15}; empty when it is not known
 * @param mode {@code standalone}, {@code sentinel} or {@code cluster}; empty when it is not known
 * @param replica whether it takes no writes, because it follows another server
 */
record ServerVersion(String name, String version, String mode, boolean replica) {
  /**
   * Asks a server: by {@code HELLO}, which one older than 6.2 answers with an error, or then by
   * {@code INFO}. The connection goes on speaking the protocol that it spoke.
   *
   * @return nothing when the user is permitted neither
   * @throws redis.clients.jedis.exceptions.JedisConnectionException when the connection breaks
   */
  static Optional<ServerVersion> ask(Connection connection) {
    Optional<ServerVersion> said = send(connection, Command.HELLO).map(ServerVersion::ofHello);
    if (said.isPresent()) {
      return said;
    }
    Optional<String> server = send(connection, Command.INFO, "server").map(ServerVersion::text);
    return server.map(
        text ->
            ofInfo(
                text
                    + send(connection, Command.INFO, "replication")
                        .map(ServerVersion::text)
                        .orElse("")));
  }

  private static Optional<Object> send(Connection connection, Command command, String... words) {
    try {
      connection.sendCommand(command, words);
      return Optional.ofNullable(connection.getOne());
    } catch (JedisDataException refused) {
      return Optional.empty(); // unknown, with too few arguments, or not permitted
    }
  }

  /**
   * Reads the answer to {@code HELLO}.
   *
   * @param reply the names and values of RESP2, one after the other
   */
  static ServerVersion ofHello(Object reply) {
    Map<String, String> fields = new HashMap<>();
    if (reply instanceof List<?> words) {
      for (int i = 0; i + 1 < words.size(); i += 2) {
        fields.put(text(words.get(i)), text(words.get(i + 1)));
      }
    }
    return new ServerVersion(
        field(fields, "server").equals("valkey") ? "Valkey" : "Redis",
        field(fields, "version"),
        field(fields, "mode"),
        field(fields, "role").equals("replica"));
  }

  /**
   * Reads the answer to {@code INFO}.
   *
   * @param reply the section {@code server}, and perhaps others
   */
  static ServerVersion ofInfo(String reply) {
    Map<String, String> fields = new HashMap<>();
    for (String line : reply.split("\r?\n", -1)) {
      int colon = line.indexOf(':');
      if (colon > 0) {
        fields.put(line.substring(0, colon), line.substring(colon + 1));
      }
    }
    boolean valkey = fields.containsKey("valkey_version");
    return new ServerVersion(
        valkey ? "Valkey" : "Redis",
        field(fields, valkey ? "valkey_version" : "redis_version"),
        field(fields, fields.containsKey("server_mode") ? "server_mode" : "redis_mode"),
        field(fields, "role").equals("slave"));
  }

  private static String field(Map<String, String> fields, String name) {
    return fields.getOrDefault(name, "");
  }

  private static String text(@Nullable Object word) {
    return word instanceof byte[] bytes ? SafeEncoder.encode(bytes) : String.valueOf(word);
  }

  /** Its name and version, as in {@code Valkey 8.1.1}. */
  @Override
  public String toString() {
    return (name + " " + version).strip();
  }
}
