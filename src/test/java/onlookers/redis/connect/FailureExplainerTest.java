package onlookers.redis.connect;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Optional;
import onlookers.config.RedisUri;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import redis.clients.jedis.HostAndPort;
import redis.clients.jedis.exceptions.JedisConnectionException;

class FailureExplainerTest {
  private static final HostAndPort MASTER = new HostAndPort("10.0.0.1", 6379);

  @ParameterizedTest
  @ValueSource(strings = {"redis+cluster://first", "redis+sentinel://first/main"})
  void aMasterThatOthersNameMayBeDownAsWellAsOutOfReach(String address) {
    RedisUri uri = RedisUri.parse(address);
    FailureExplainer failures =
        new FailureExplainer(uri, Tls.of(uri, Optional.empty()), Duration.ofMillis(1));

    assertThat(failures.origin(MASTER, new JedisConnectionException("Failed to connect")))
        .contains("right is one at which a master runs, and which is reached from here");
  }
}
