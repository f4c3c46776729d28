package onlookers.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import java.util.ArrayList;
import java.util.List;
import onlookers.fixture.LogCapture;
import org.junit.jupiter.api.Test;

class GuardTest {
  private final List<String> done = new ArrayList<>();

  @Test
  void aTaskThatFailsIsLoggedAndItsCallerGoesOn() {
    try (LogCapture log = new LogCapture(Guard.class)) {
      Guard.run(
          () -> {
            throw new IllegalStateException("once");
          });
      Guard.run(
          () -> {
            throw new StackOverflowError();
          });

      assertThat(log.warnings())
          .hasSize(2)
          .allMatch(line -> line.equals("a task of " + thread() + " failed"));
    }
  }

  @Test
  void whatGoesWellIsNotLogged() {
    try (LogCapture log = new LogCapture(Guard.class)) {
      Guard.run(() -> done.add("a"));
      Guard.each(List.of("b", "c"), done::add);

      assertThat(done).containsExactly("a", "b", "c");
      assertThat(log.all()).isEmpty();
    }
  }

  @Test
  void eachIsDoneWhateverBecomesOfTheOthersAndOneIsSaidOfAll() {
    try (LogCapture log = new LogCapture(Guard.class)) {
      Guard.each(List.of("a", "bad", "b", "worse", "bad", "c"), this::doOrFail);

      assertThat(done).containsExactly("a", "b", "c");
      assertThat(log.warnings())
          .containsExactly(
              "a task of " + thread() + " failed, for 3 of those it was done for; the first:");
      assertThat(log.causes()).singleElement().asString().contains("bad");
    }
  }

  @Test
  void oneFailureAmongManyIsLoggedAsOne() {
    try (LogCapture log = new LogCapture(Guard.class)) {
      Guard.each(List.of("a", "bad", "b"), this::doOrFail);

      assertThat(log.warnings()).containsExactly("a task of " + thread() + " failed");
    }
  }

  private void doOrFail(String what) {
    switch (what) {
      case "bad" -> throw new IllegalStateException("bad");
      case "worse" -> throw new AssertionError("worse");
      default -> done.add(what);
    }
  }

  private static String thread() {
    return Thread.currentThread().getName();
  }

  @Test
  void whatAContainerWouldHandToTheClientHasNoWordsOfOurs() {
    try (LogCapture log = new LogCapture(Guard.class)) {
      Guard.hiding(() -> done.add("a"));
      assertThat(done).containsExactly("a");
      assertThat(log.all()).isEmpty();

      assertThatIllegalStateException()
          .isThrownBy(
              () ->
                  Guard.hiding(
                      () -> {
                        throw new IllegalArgumentException("/etc/onlookers/secret");
                      }))
          .withMessage("it cannot be served")
          .withNoCause();
      assertThat(log.warnings()).hasSize(1);
      assertThat(log.causes()).singleElement().asString().contains("/etc/onlookers/secret");
    }
  }
}
