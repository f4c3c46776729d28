package onlookers.standalone.engine;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import onlookers.standalone.engine.FairTasks.ClientTask;
import org.junit.jupiter.api.Test;

class FairTasksTest {
  private final FairTasks tasks = new FairTasks();
  private final List<String> done = new ArrayList<>();

  @Test
  void whoComesAloneWaitsForOneOfACrowdAtMost() {
    for (int i = 0; i < 500; i++) {
      add("crowd", "c" + i);
    }
    add("reader", "r");
    run(2);

    assertThat(done).containsExactly("c0", "r");
  }

  @Test
  void theTasksOfOneAddressKeepTheirOrder() {
    add("a", "a1");
    add("a", "a2");
    add("b", "b1");
    add("b", "b2");
    add("a", "a3");
    run(5);

    assertThat(done).containsExactly("a1", "b1", "a2", "b2", "a3");
  }

  @Test
  void whoComesAgainStandsBehindTheOthers() {
    add("a", "a1");
    add("b", "b1");
    run(1);
    add("a", "a2");
    run(2);

    assertThat(done).containsExactly("a1", "b1", "a2");
  }

  @Test
  void whereNobodyWaitsNothingIsRun() {
    run(1);

    assertThat(done).isEmpty();
  }

  private void run(int times) {
    for (int i = 0; i < times; i++) {
      tasks.runNext();
    }
  }

  private void add(String network, String name) {
    tasks.add(
        new ClientTask() {
          @Override
          public String network() {
            return network;
          }

          @Override
          public void run() {
            done.add(name);
          }
        });
  }
}
