package dev.penstock.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class MeasureTest {
  @Test
  void medianOfAnOddNumberIsTheMiddleOne() {
    Measure measure = Measure.of(Measure.THROUGHPUT, List.of(9.0, 1.0, 5.0));

    assertThat(measure.median()).isEqualTo(5);
    assertThat(measure.min()).isEqualTo(1);
    assertThat(measure.max()).isEqualTo(9);
  }

  @Test
  void medianOfAnEvenNumberIsTheMeanOfTheMiddleTwo() {
    assertThat(Measure.of(Measure.THROUGHPUT, List.of(10.0, 1.0, 4.0, 2.0)).median()).isEqualTo(3);
  }

  @Test
  void noFiguresHaveNoMedian() {
    assertThatThrownBy(() -> Measure.of(Measure.LATENCY, List.of()).median())
        .isInstanceOf(IllegalStateException.class);
  }

  @Test
  void aCellIsTheMedianOfTheMediansOfItsJvms() {
    List<WorkerResult> jvms = List.of(jvm(1.0, 2.0, 100.0), jvm(7.0, 8.0, 9.0), jvm(0.0, 5.0, 6.0));

    Measure cell = CellResult.of(Samples.FLOW, 1, jvms).measures().get(0);

    assertThat(cell.figures()).containsExactly(2.0, 8.0, 5.0);
    assertThat(cell.median()).isEqualTo(5);
    assertThat(cell.min()).isEqualTo(2);
    assertThat(cell.max()).isEqualTo(8);
  }

  @Test
  void aCurveIsTheMedianOfTheJvmsAtEachPercentile() {
    CellResult cell =
        CellResult.of(Samples.PING_PONG, 1, List.of(curve(10, 50), curve(30, 20), curve(20, 90)));

    assertThat(cell.curve()).containsExactly(new double[] {50, 20}, new double[] {99, 50});
  }

  @Test
  void aCurveEndsWhereOneOfThemKnowsNoMore() {
    WorkerResult shorter =
        new WorkerResult(true, List.of(), List.of(), List.of(new double[] {50, 30}));
    for (List<WorkerResult> runs :
        List.of(List.of(curve(10, 50), shorter), List.of(shorter, curve(10, 50)))) {
      assertThat(CellResult.of(Samples.PING_PONG, 1, runs).curve())
          .containsExactly(new double[] {50, 20});
    }
  }

  @Test
  void roundsAreSortedByHowFarTheThreadsWereApart() {
    List<Measure> figures = List.of(Measure.of(Measure.THROUGHPUT, List.of(600.0, 300.0, 100.0)));
    double[] near = {60, 140};
    double[] moved = {140, 390};
    double[] far = {390, 560};
    double[] unknown = {-1, -1};
    List<WorkerResult> jvms =
        List.of(
            new WorkerResult(true, figures, List.of(near, moved, far), List.of()),
            new WorkerResult(true, figures, List.of(near, near, unknown), List.of()));

    Map<Distance, Measure> rounds = CellResult.of(Samples.FLOW, 1, jvms).rounds();

    assertThat(rounds.get(Distance.NEAR).figures()).containsExactly(600.0, 600.0, 300.0);
    assertThat(rounds.get(Distance.FAR).figures()).containsExactly(100.0);
    assertThat(rounds.get(Distance.UNKNOWN).figures()).containsExactly(300.0, 100.0);
  }

  @Test
  void threadsThatTakeTurnsOnOneProcessorAreNotFarApart() {
    assertThat(Distance.of(1_500, 1_500)).isEqualTo(Distance.UNKNOWN);
    assertThat(Distance.of(999, 250)).isEqualTo(Distance.FAR);
    assertThat(Distance.of(249, 0)).isEqualTo(Distance.NEAR);
  }

  private static WorkerResult jvm(Double... figures) {
    return new WorkerResult(
        true, List.of(Measure.of(Measure.THROUGHPUT, List.of(figures))), List.of(), List.of());
  }

  private static WorkerResult curve(double p50, double p99) {
    return new WorkerResult(
        true, List.of(), List.of(), List.of(new double[] {50, p50}, new double[] {99, p99}));
  }
}
