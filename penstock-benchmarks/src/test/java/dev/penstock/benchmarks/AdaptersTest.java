package dev.penstock.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Every adapter moves some thousand messages in this JVM, and they are verified. Shapes of more
 * threads than two are tried with the variants that give the processor away where there are some:
 * threads that all spin on fewer processors take very long.
 */
@Timeout(value = 120, unit = TimeUnit.SECONDS, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class AdaptersTest {
  private static final Set<String> FOR_MANY_THREADS =
      Set.of("yielding", "object-yielding", "array-queue");
  private static final Set<Shape> ONE_OF_A_KIND =
      Set.of(
          Shape.ONE_TO_THREE,
          Shape.PIPELINE,
          Shape.DIAMOND,
          Shape.THREE_TO_ONE,
          Shape.THREE_TO_THREE);

  static Stream<Cell> cells() {
    return Plan.full(List.of(Shape.values()), Libraries.allNames()).cells().stream()
        .filter(cell -> !cell.library().equals(CProgram.NAME))
        .filter(AdaptersTest::worthTrying);
  }

  private static boolean worthTrying(Cell cell) {
    return switch (cell.shape()) {
      case ONE_TO_ONE, PING_PONG, RATE_1M, SLOW_CONSUMER -> true;
      case IDLE, SLOW_STAGE, UNPUBLISHED_CLAIM, FULL_RING, SLOW_MIDDLE -> true;
      case SCALING_CONSUMERS, SCALING_STAGES, SCALING_CAPACITY, SCALING_PRODUCERS ->
          cell.x() == cell.shape().scale().steps().get(2);
      case RATE_100K, RATE_10M, TWO_TO_ONE -> false;
      default ->
          cell.batch() == 16
              && ONE_OF_A_KIND.contains(cell.shape())
              && FOR_MANY_THREADS.contains(cell.variant());
    };
  }

  @ParameterizedTest
  @MethodSource("cells")
  void everyMessageArrives(Cell cell) throws Exception {
    WorkerOptions options =
        new WorkerOptions(cell, cell.producers(), 1024, 1, 1, 1, false, 100_000);

    WorkerResult result = Worker.measure(options);

    assertThat(result.measures()).isNotEmpty();
    assertThat(result.measures()).allSatisfy(measure -> assertThat(measure.figures()).hasSize(1));
  }
}
