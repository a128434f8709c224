package dev.penstock.benchmarks;

import dev.penstock.benchmarks.shape.Flow;
import dev.penstock.benchmarks.shape.FlowRun;
import dev.penstock.benchmarks.shape.FlowSpec;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * Measures one cell in a JVM of its own and prints one line of JSON. Exits with 1, and says why on
 * standard error, when a message was not as it should be; with 3 when it was not done in time.
 */
public final class Worker {
  private Worker() {}

  /** Takes the options of {@link WorkerOptions}. */
  public static void main(String... arguments) {
    WorkerOptions options = WorkerOptions.parse(arguments);
    Deadline.set(options.deadlineMillis());
    int exitCode = 0;
    try {
      System.out.println(measure(options).toJson());
    } catch (Throwable t) {
      t.printStackTrace();
      exitCode = 1;
    }
    System.out.flush();
    System.err.flush();
    Runtime.getRuntime().halt(exitCode); // whatever threads a library has left behind
  }

  static WorkerResult measure(WorkerOptions options) throws Exception {
    return flow(options);
  }

  private static WorkerResult flow(WorkerOptions options) throws Exception {
    Cell cell = options.cell();
    Threads threads = new Threads();
    FlowSpec spec =
        new FlowSpec(
            cell.shape().topology(),
            cell.variant(),
            cell.batch(),
            options.producers(),
            options.capacity(),
            threads);
    try (Flow flow = Libraries.of(cell.library()).flow(spec)) {
      flow.start();
      long limitNanos = TimeUnit.MILLISECONDS.toNanos(options.deadlineMillis());
      FlowRun run = new FlowRun(flow, options.producers(), limitNanos, threads);
      List<Double> figures =
          run.measure(options.rounds(), options.warmUpMillis(), options.millis());
      return new WorkerResult(
          false, List.of(Measure.of(Measure.THROUGHPUT, figures)), List.of());
    }
  }
}
