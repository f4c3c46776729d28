package onlookers.websocket;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import onlookers.fixture.ManualScheduler;
import org.junit.jupiter.api.Test;

class OpenConnectionsTest {
  private static final Duration SECOND = Duration.ofSeconds(1);

  private final ManualScheduler time = new ManualScheduler();
  private final InMemoryNode node = new InMemoryNode(time, Map.of());
  private final OpenConnections open = new OpenConnections(time.nanoTime());

  @Test
  void aConnectionIsLookedAtWhenItsPingIsDueAndNotBefore() {
    Connection connection = opened();
    time.skip(Duration.ofSeconds(24));
    assertThat(due()).isEmpty();
    time.skip(SECOND);
    assertThat(due()).containsExactly(connection);
    time.skip(SECOND);
    assertThat(due()).isEmpty();
  }

  @Test
  void whatIsDueAndNotYetDoneIsLookedAtEachSecond() {
    Connection connection = opened();
    time.skip(Duration.ofSeconds(25));
    for (int i = 0; i < 3; i++) {
      assertThat(due()).containsExactly(connection);
      open.refile(connection);
      time.skip(SECOND);
    }
  }

  @Test
  void whoHasEndedIsNotLookedAtAndNotFiledAgain() {
    Connection connection = opened();
    time.skip(Duration.ofSeconds(25));
    assertThat(due()).hasSize(1);
    open.remove(connection);
    open.refile(connection);

    assertThat(open.all()).isEmpty();
    time.skip(Duration.ofSeconds(100));
    assertThat(due()).isEmpty();
  }

  @Test
  void anHourInWhichNobodyLookedHidesNobody() {
    Connection connection = opened();
    time.skip(Duration.ofHours(1));
    assertThat(due()).containsExactly(connection);
  }

  @Test
  void whoeverComesAndGoesAllAreKnownAndNoneTwice() {
    Random random = new Random(13);
    List<Connection> expected = new ArrayList<>();
    for (int i = 0; i < 2_000; i++) {
      if (expected.isEmpty() || random.nextBoolean()) {
        expected.add(opened());
      } else {
        open.remove(expected.remove(random.nextInt(expected.size())));
      }
      time.skip(Duration.ofMillis(random.nextInt(200)));
      due().forEach(open::refile);
      assertThat(open.all()).containsExactlyInAnyOrderElementsOf(expected);
    }
  }

  private Connection opened() {
    Connection connection = new TestClient(node).clientContext.connection();
    open.add(connection);
    return connection;
  }

  private List<Connection> due() {
    return open.due(time.nanoTime());
  }
}
