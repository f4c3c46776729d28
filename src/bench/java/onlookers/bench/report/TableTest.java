package onlookers.bench.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import onlookers.bench.measure.Figure;
import onlookers.bench.measure.Result;
import onlookers.bench.server.War;
import org.junit.jupiter.api.Test;

class TableTest {
  @Test
  void ofTwoRoundsTheMeanCountsOfThreeTheMiddleOne() {
    assertThat(Table.median(List.of(3.0, 1.0))).hasValue(2);
    assertThat(Table.median(List.of(9.0, 1.0, 2.0))).hasValue(2);
    assertThat(Table.median(List.of())).isEmpty();
  }

  @Test
  void aBarIsPassedOnlyWhenAllEndedWell() {
    Bar bar = Bar.atMost("churn", Figure.CPU_PER_SESSION, 450);
    Result good = new Result("churn", War.NAME).with(Figure.CPU_PER_SESSION, 400.0);
    Result wrong = new Result("churn", War.NAME).with(Figure.CPU_PER_SESSION, 400.0).right(9, 10);
    Result dear = new Result("churn", War.NAME).with(Figure.CPU_PER_SESSION, 500.0);

    assertThat(bar.row(new Table(List.of(good)))).contains("passed");
    assertThat(bar.row(new Table(List.of(good, wrong)))).contains("failed");
    assertThat(bar.row(new Table(List.of(dear)))).contains("missed");
    assertThat(bar.row(new Table(List.of()))).contains("not measured");
  }
}
