package dev.penstock.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every cell of the C program moves some thousand messages, which it verifies itself. */
class CProgramTest {
  private static Optional<CProgram> program = Optional.empty();

  @BeforeAll
  static void compile() throws IOException {
    List<String> said = new ArrayList<>();
    program = CProgram.compile(said::add);
    assertThat(program.isPresent()).isEqualTo(said.isEmpty());
  }

  @AfterAll
  static void delete() throws IOException {
    if (program.isPresent()) {
      program.get().close();
    }
  }

  static Stream<Cell> cells() {
    List<Cell> cells = Plan.full(List.of(Shape.values()), List.of(CProgram.NAME)).cells();
    assertThat(cells).hasSize(15);
    return cells.stream();
  }

  /** Taken for what it has, each would be measured under a wrong name. */
  static Stream<Cell> unknown() {
    return Stream.of(
        new Cell(Shape.ONE_TO_ONE, CProgram.NAME, "yielding", 1),
        new Cell(Shape.ONE_TO_ONE, CProgram.NAME, "busy-spin", 8),
        new Cell(Shape.ONE_TO_ONE, CProgram.NAME, "object-interleaved-pausing", 1),
        new Cell(Shape.ONE_TO_ONE, CProgram.NAME, "clearing-interleaved-pausing", 1),
        new Cell(Shape.ONE_TO_THREE, CProgram.NAME, "busy-spin", 1),
        new Cell(Shape.PING_PONG, CProgram.NAME, "pausing", 1),
        new Cell(Shape.PING_PONG, CProgram.NAME, "clearing-busy-spin", 1));
  }

  private static WorkerResult run(Cell cell) throws Exception {
    WorkerOptions options = new WorkerOptions(cell, 1, 0, 2, 1, 1, true, 100_000);
    return new Fork(List.of(), program).run(options);
  }

  @BeforeEach
  void needsACompiler() {
    assumeThat(program).as("a C compiler").isPresent();
  }

  @ParameterizedTest
  @MethodSource("cells")
  void everyMessageArrives(Cell cell) throws Exception {
    WorkerResult result = run(cell);

    assertThat(result.measures()).isNotEmpty();
    assertThat(result.apart()).hasSize(cell.shape().isFlow() ? 2 : 0);
    assertThat(result.measures())
        .allSatisfy(measure -> assertThat(measure.figures()).hasSize(2).allMatch(f -> f > 0));
  }

  @ParameterizedTest
  @MethodSource("unknown")
  void whatItDoesNotHaveIsRefused(Cell cell) {
    assertThatThrownBy(() -> run(cell))
        .isInstanceOf(WorkerException.class)
        .hasMessageContaining("exit 2")
        .hasMessageContaining("usage:");
  }
}
