package onlookers.redis.collect;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import onlookers.redis.SilentRepositoryListener;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SessionWalkTest {
  private static final int STEPS = 30;

  private final Set<String> here = ConcurrentHashMap.newKeySet();

  private SessionWalk walk(int steps) {
    return new SessionWalk(
        new SilentRepositoryListener() {
          @Override
          public int count() {
            return here.size();
          }

          @Override
          public Iterator<String> ids() {
            return here.iterator();
          }
        },
        steps);
  }

  private void come(int sessions) {
    for (int i = 0; i < sessions; i++) {
      here.add("s" + here.size());
    }
  }

  @ParameterizedTest
  @CsvSource({"0, 1", "1, 1", "1, 30", "29, 30", "30, 30", "31, 30", "1000, 1", "1000, 30"})
  void aRoundMeetsEachOnceAndNoStepHasMoreThanItsShare(int sessions, int steps) {
    come(sessions);
    SessionWalk walk = walk(steps);
    List<String> met = new ArrayList<>();
    for (int step = 0; step < steps && met.size() < sessions; step++) {
      List<String> few = walk.next();
      assertThat(few).hasSizeLessThanOrEqualTo(sessions / steps + 1);
      met.addAll(few);
    }
    assertThat(met).hasSize(sessions).doesNotHaveDuplicates();
  }

  @Test
  void whoeverStaysIsMetInEachRoundWhileOthersComeAndGo() {
    come(1_000);
    Set<String> stay = Set.copyOf(here);
    Random random = new Random(7);
    SessionWalk walk = walk(STEPS);
    for (int round = 0; round < 10; round++) {
      Set<String> met = new HashSet<>();
      for (int step = 0; step < 2 * (STEPS + 1); step++) { // begun anywhere in a round
        met.addAll(walk.next());
        for (int i = random.nextInt(20); i > 0; i--) {
          String passing = "p" + random.nextInt(200);
          if (!here.remove(passing)) {
            here.add(passing);
          }
        }
      }
      assertThat(met).containsAll(stay);
    }
  }

  @Test
  void whoeverHasGoneIsNotMet() {
    come(10);
    SessionWalk walk = walk(1);
    assertThat(walk.next()).hasSize(10);
    here.clear();
    assertThat(walk.next()).isEmpty();
    come(1);
    assertThat(walk.next()).hasSize(1);
  }
}
