package onlookers.redis.connect;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketTimeoutException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import redis.clients.jedis.HostAndPort;
import redis.clients.jedis.Protocol.Command;
import redis.clients.jedis.exceptions.JedisConnectionException;

/** The end of a connection, whoever brings it about. */
class MasterConnectionTest {
  private ServerSocket server;
  private MasterConnection connection;
  private Socket accepted;

  @BeforeEach
  void connect() throws IOException {
    server = new ServerSocket(0, 5, InetAddress.getLoopbackAddress());
    connection = new MasterConnection(new HostAndPort("127.0.0.1", server.getLocalPort()));
    connection.connect();
    accepted = server.accept();
  }

  @AfterEach
  void end() throws IOException {
    accepted.close();
    server.close();
  }

  enum Ending {
    CLOSE {
      @Override
      void of(MasterConnection connection) {
        connection.close();
      }
    },
    DISCONNECT {
      @Override
      void of(MasterConnection connection) {
        connection.disconnect();
      }
    };

    abstract void of(MasterConnection connection);
  }

  /** What was written cannot be sent any more, which whoever ends it need not receive. */
  @ParameterizedTest
  @EnumSource
  void aConnectionThatItsServerHasResetEndsWithoutAnError(Ending ending) throws IOException {
    connection.sendCommand(Command.PING);
    accepted.setSoLinger(true, 0);
    accepted.close();
    assertThatCode(() -> ending.of(connection)).doesNotThrowAnyException();
  }

  /** Jedis would connect anew at the next command, without password, name or role. */
  @ParameterizedTest
  @EnumSource
  void whatWasEndedIsNotConnectedAnewByACommand(Ending ending) throws IOException {
    ending.of(connection);
    assertThatThrownBy(() -> connection.sendCommand(Command.PING))
        .isInstanceOf(JedisConnectionException.class);
    server.setSoTimeout(50);
    assertThatThrownBy(server::accept).isInstanceOf(SocketTimeoutException.class);
  }

  @Test
  void whatWasNeverConnectedCanBeEnded() {
    MasterConnection never = new MasterConnection(new HostAndPort("127.0.0.1", 1));
    assertThatCode(never::close).doesNotThrowAnyException();
  }
}
