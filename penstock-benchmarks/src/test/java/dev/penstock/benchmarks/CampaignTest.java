package dev.penstock.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class CampaignTest {
  private static final Cell A = new Cell(Shape.ONE_TO_ONE, "penstock", "busy-spin", 16);
  private static final Cell B = new Cell(Shape.ONE_TO_ONE, "array-blocking-queue", "drain-to", 1);
  private static final Cell C = new Cell(Shape.PING_PONG, "array-blocking-queue", "drain-to", 1);
  private static final long NO_LIMIT = Long.MAX_VALUE;

  private final List<String> failures = new ArrayList<>();

  @Test
  void cellsAreInterleaved() throws Exception {
    List<Cell> order = new ArrayList<>();
    Plan plan = new Plan(List.of(A, B, C), 2, 1, 1, 1, NO_LIMIT);

    new Campaign(plan, options -> record(order, options), true).run(Progress.plain(failures::add));

    assertThat(order).containsExactly(A, B, C, A, B, C);
  }

  @Test
  void roundsOfLatenciesLastLonger() throws Exception {
    List<Long> millis = new ArrayList<>();
    Plan plan = new Plan(List.of(A, C), 1, 5, 1_000, 200, NO_LIMIT);
    Measuring measuring =
        options -> {
          millis.add(options.millis());
          assertThat(options.deadlineMillis()).isGreaterThan(1_000 + 5 * options.millis());
          return result(true);
        };

    new Campaign(plan, measuring, true).run(Progress.plain(failures::add));

    assertThat(millis).containsExactly(200L, 1_000L);
  }

  @Test
  void latenciesAtFixedRatesWarmUpLonger() throws Exception {
    List<Long> warmUp = new ArrayList<>();
    Cell rate = new Cell(Shape.RATE_1M, "penstock", "coalescing", 1);
    Plan plan = new Plan(List.of(A, rate), 1, 5, 1_000, 200, NO_LIMIT);
    Measuring measuring =
        options -> {
          warmUp.add(options.warmUpMillis());
          assertThat(options.deadlineMillis())
              .isGreaterThan(options.warmUpMillis() + 5 * options.millis());
          return result(true);
        };

    new Campaign(plan, measuring, true).run(Progress.plain(failures::add));

    assertThat(warmUp).containsExactly(1_000L, 4_000L);
  }

  @Test
  void aPassThatCouldEndTooLateIsNotBegun() throws Exception {
    List<Cell> order = new ArrayList<>();
    Plan plan = new Plan(List.of(A, B), 3, 1, 1, 1, -1);

    Campaign campaign = new Campaign(plan, options -> record(order, options), true);
    List<CellResult> results = campaign.run(Progress.plain(failures::add));

    assertThat(order).containsExactly(A, B);
    assertThat(results).hasSize(2);
    assertThat(campaign.passes()).isEqualTo(1);
  }

  @Test
  void aProcessThatCannotBeStartedFailsItsCellAlone() throws Exception {
    Measuring measuring =
        options -> {
          if (options.cell().equals(B)) {
            throw new IOException("no memory left for a process");
          }
          return result(true);
        };

    Campaign campaign =
        new Campaign(new Plan(List.of(A, B), 2, 1, 1, 1, NO_LIMIT), measuring, true);
    List<CellResult> results = campaign.run(Progress.plain(failures::add));

    assertThat(results.get(0).measures().get(0).figures()).hasSize(2);
    assertThat(failures).containsExactly(B + ": java.io.IOException: no memory left for a process");
  }

  @Test
  void aCellOfWhichAWorkerFailsHasNoFiguresAndTheOthersGoOn() throws Exception {
    List<Cell> order = new ArrayList<>();
    Plan plan = new Plan(List.of(A, B, C), 3, 1, 1, 1, NO_LIMIT);
    Measuring measuring =
        options -> {
          WorkerResult result = record(order, options);
          if (options.cell().equals(B) && order.size() > 3) {
            throw new WorkerException("a wrong sum");
          }
          return result;
        };

    Campaign campaign = new Campaign(plan, measuring, true);
    List<CellResult> results = campaign.run(Progress.plain(failures::add));

    assertThat(order).containsExactly(A, B, C, A, B, C, A, C);
    assertThat(results).extracting(CellResult::cell).containsExactly(A, B, C);
    assertThat(failures).as("said at once, and once").containsExactly("a wrong sum");
    assertThat(results.get(1).failure()).hasValue("a wrong sum");
    assertThat(results.get(1).measures()).isEmpty();
    assertThat(results.get(0).failure()).isEmpty();
    assertThat(results.get(2).measures().get(0).figures()).hasSize(3);
  }

  @Test
  void aVeryFirstWorkerThatFailsFailsTheRun() {
    Plan plan = new Plan(List.of(A, B), 2, 1, 1, 1, NO_LIMIT);
    Campaign campaign =
        new Campaign(
            plan,
            options -> {
              throw new WorkerException("a wrong sum");
            },
            true);

    assertThatThrownBy(() -> campaign.run(Progress.plain(failures::add)))
        .isInstanceOf(WorkerException.class)
        .hasMessage("a wrong sum");
  }

  @Test
  void whatWasPinnedIsSaidByShape() throws Exception {
    Plan plan = new Plan(List.of(A, C), 1, 1, 1, 1, NO_LIMIT);
    Campaign campaign = new Campaign(plan, options -> result(options.cell().equals(A)), true);

    campaign.run(Progress.plain(failures::add));

    assertThat(campaign.pinned()).isEqualTo("only one-to-one");
  }

  @Test
  void aShapeOfWhichOneJvmWasNotPinnedWasNot() throws Exception {
    Plan plan = new Plan(List.of(A, B, C), 1, 1, 1, 1, NO_LIMIT);
    Campaign campaign = new Campaign(plan, options -> result(!options.cell().equals(B)), true);

    campaign.run(Progress.plain(failures::add));

    assertThat(campaign.pinned()).isEqualTo("only ping-pong");
  }

  @Test
  void aQuickRunComparesWithLmaxAndArrayBlockingQueueInBothBatchSizes() {
    Plan plan = Plan.quick(Libraries.allNames());

    for (int batch : new int[] {1, 16}) {
      assertThat(plan.cells())
          .contains(
              new Cell(Shape.ONE_TO_ONE, "penstock", "busy-spin", batch),
              new Cell(Shape.ONE_TO_ONE, "penstock", "coalescing", batch),
              new Cell(Shape.ONE_TO_ONE, "penstock", "object-coalescing", batch),
              new Cell(Shape.ONE_TO_ONE, "lmax", "busy-spin", batch),
              new Cell(Shape.ONE_TO_ONE, "array-blocking-queue", "drain-to", batch));
    }
  }

  @Test
  void everyShapeComparesPenstockWithLmaxInAtLeastFiveJvms() {
    Plan plan = Plan.full(List.of(Shape.values()), Libraries.allNames());

    assertThat(plan.jvms()).isGreaterThanOrEqualTo(5);
    for (Shape shape : Shape.values()) {
      assertThat(plan.cells())
          .filteredOn(cell -> cell.shape() == shape)
          .extracting(Cell::library)
          .contains("penstock", "lmax");
    }
  }

  @Test
  void whatGrowsReachesTheWorkerAndNothingElseDoes() throws Exception {
    List<WorkerOptions> options = new ArrayList<>();
    List<Cell> cells =
        List.of(
            new Cell(Shape.SCALING_CONSUMERS, "lmax", "yielding", 1, 4),
            new Cell(Shape.SCALING_STAGES, "lmax", "yielding", 1, 6),
            new Cell(Shape.SCALING_CAPACITY, "lmax", "yielding", 1, 1 << 20),
            new Cell(Shape.SCALING_PRODUCERS, "lmax", "yielding", 1, 8));
    Measuring measuring =
        asked -> {
          options.add(asked);
          return result(true);
        };

    new Campaign(new Plan(cells, 1, 1, 1, 1, NO_LIMIT), measuring, true)
        .run(Progress.plain(failures::add));

    assertThat(options).extracting(asked -> asked.cell().consumers()).containsExactly(4, 6, 1, 1);
    assertThat(options).extracting(WorkerOptions::producers).containsExactly(1, 1, 1, 8);
    assertThat(options)
        .extracting(WorkerOptions::capacity)
        .containsExactly(65_536, 65_536, 1 << 20, 65_536);
  }

  @Test
  void whatGrowsIsMeasuredFromItsLeastToItsMost() {
    assertThat(xs(Shape.SCALING_CONSUMERS)).startsWith(1).endsWith(8);
    assertThat(xs(Shape.SCALING_STAGES)).startsWith(1).endsWith(8);
    assertThat(xs(Shape.SCALING_CAPACITY)).startsWith(1 << 10).endsWith(1 << 20);
    assertThat(xs(Shape.SCALING_PRODUCERS)).startsWith(1).endsWith(8);
  }

  private static List<Integer> xs(Shape shape) {
    return Plan.full(List.of(shape), List.of("lmax")).cells().stream()
        .filter(cell -> cell.variant().equals("yielding"))
        .map(Cell::x)
        .toList();
  }

  /** The whole way: processes, their output, and what becomes of it. */
  @Test
  void aSmallRunInJvmsOfTheirOwn() throws Exception {
    Plan plan = new Plan(List.of(A, B, C), 1, 2, 20, 10, NO_LIMIT);

    List<CellResult> results =
        new Campaign(plan, new Fork(List.of(), Optional.empty()), true)
            .run(Progress.plain(failures::add));

    assertThat(results).extracting(CellResult::cell).containsExactly(A, B, C);
    assertThat(results)
        .allSatisfy(
            result ->
                assertThat(result.measures())
                    .isNotEmpty()
                    .allSatisfy(measure -> assertThat(measure.min()).isPositive()));
    assertThat(results.get(2).curve()).isNotEmpty();
    assertThat(results.get(0).rounds().values().stream().mapToInt(of -> of.figures().size()).sum())
        .as("rounds, by distance")
        .isEqualTo(2);
  }

  @Test
  void howFarThreadsWereApartIsSaid() throws Exception {
    Plan plan = new Plan(List.of(A), 1, 1, 1, 1, NO_LIMIT);
    List<double[]> apart =
        List.of(
            new double[] {70, 60},
            new double[] {60, 150},
            new double[] {150, 390},
            new double[] {390, 400});
    Measure four = Measure.of(Measure.THROUGHPUT, List.of(1.0, 1.0, 1.0, 1.0));
    Campaign campaign =
        new Campaign(
            plan, options -> new WorkerResult(true, List.of(four), apart, List.of()), true);

    assertThat(campaign.apart()).isEmpty();
    campaign.run(Progress.plain(failures::add));

    assertThat(campaign.apart())
        .isEqualTo(
            "near in 2 rounds (60 to 150 ns), far in 1 rounds (400 to 400 ns),"
                + " unknown or changing in 1 rounds");
  }

  private static WorkerResult record(List<Cell> order, WorkerOptions options) throws IOException {
    order.add(options.cell());
    return result(true);
  }

  private static WorkerResult result(boolean pinned) {
    return new WorkerResult(
        pinned, List.of(Measure.of(Measure.THROUGHPUT, List.of(1.0))), List.of(), List.of());
  }
}
