package dev.penstock.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.util.List;
import java.util.OptionalDouble;
import org.junit.jupiter.api.Test;

class WorkerResultTest {
  @Test
  void whatAWorkerWritesIsWhatIsRead() throws IOException {
    WorkerResult written =
        new WorkerResult(
            true,
            List.of(
                Measure.of(Measure.THROUGHPUT, List.of(1.5, 2.5)),
                new Measure(Measure.LATENCY, OptionalDouble.of(99.9), List.of(7.0))),
            List.of(new double[] {60.5, -1}),
            List.of(new double[] {50, 120}));

    WorkerResult read = WorkerResult.fromJson(written.toJson());

    assertThat(written.toJson()).doesNotContain("\n");
    assertThat(read.pinned()).isTrue();
    assertThat(read.measures()).isEqualTo(written.measures());
    assertThat(read.apart()).containsExactly(new double[] {60.5, -1});
    assertThat(read.curve()).containsExactly(new double[] {50, 120});
  }

  @Test
  void aResultThatIsNotVerifiedIsRefused() {
    assertThatThrownBy(() -> WorkerResult.fromJson("{\"verified\":false,\"measures\":[]}"))
        .isInstanceOf(IOException.class);
  }

  @Test
  void optionsArriveAsTheyWereSent() {
    Cell cell = new Cell(Shape.SCALING_STAGES, "lmax", "yielding", 1, 6);
    WorkerOptions options = new WorkerOptions(cell, 1, 1024, 3, 20, 10, false, 30_000);

    assertThat(WorkerOptions.parse(options.toArguments().toArray(String[]::new)))
        .isEqualTo(options);
  }
}
