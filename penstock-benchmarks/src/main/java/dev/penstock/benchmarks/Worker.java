package dev.penstock.benchmarks;

import dev.penstock.benchmarks.shape.ChannelSpec;
import dev.penstock.benchmarks.shape.FixedRate;
import dev.penstock.benchmarks.shape.Flow;
import dev.penstock.benchmarks.shape.FlowRun;
import dev.penstock.benchmarks.shape.FlowSpec;
import dev.penstock.benchmarks.shape.Idle;
import dev.penstock.benchmarks.shape.IdleRun;
import dev.penstock.benchmarks.shape.Latencies;
import dev.penstock.benchmarks.shape.PingPong;
import dev.penstock.benchmarks.shape.SlowConsumer;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalDouble;
import java.util.concurrent.TimeUnit;

/**
 * Measures one cell in a JVM of its own and prints one line of JSON. Exits with 1, and says why on
 * standard error, when a message was not as it should be; with 3 when it was not done in time.
 */
public final class Worker {
  private static final double[] PERCENTILES = {50, 99, 99.9};

  /** As in LMAX's own latency tests: a conversation needs no more, and more would only be cold. */
  private static final int PING_PONG_CAPACITY = 1024;

  /** Small beside a round, so that every round finds it full. */
  private static final int SLOW_CAPACITY = 1024;

  private final WorkerOptions options;
  private final Shape shape;
  private final Library library;
  private final Pinning pinning;
  private final Threads threads;

  private Worker(WorkerOptions options) {
    this.options = options;
    shape = options.cell().shape();
    library = Libraries.of(options.cell().library());
    int count = options.producers() + options.cell().consumers();
    pinning = options.pin() && !shape.isIdle() ? Pinning.forThreads(count) : Pinning.none();
    threads = new Threads(pinning);
  }

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
    return new Worker(options).measure();
  }

  private WorkerResult measure() throws Exception {
    return switch (shape.kind()) {
      case FLOW -> flow();
      case PING_PONG -> pingPong();
      case RATE -> rate();
      case SLOW_CONSUMER -> slowConsumer();
      case IDLE -> idle();
    };
  }

  private WorkerResult flow() throws Exception {
    FlowSpec spec =
        new FlowSpec(
            shape.topology(),
            options.cell().variant(),
            options.cell().batch(),
            options.producers(),
            options.cell().consumers(),
            options.capacity(),
            threads);
    try (Flow flow = library.flow(spec)) {
      flow.start();
      pinning.pin(0);
      long limitNanos = TimeUnit.MILLISECONDS.toNanos(options.deadlineMillis());
      FlowRun run = new FlowRun(flow, options.producers(), limitNanos, threads);
      List<FlowRun.Round> measured =
          run.measure(options.rounds(), options.warmUpMillis(), options.millis());
      List<Double> figures = measured.stream().map(FlowRun.Round::figure).toList();
      List<double[]> apart =
          measured.stream()
              .map(round -> new double[] {round.apartBefore(), round.apartAfter()})
              .toList();
      return result(List.of(Measure.of(Measure.THROUGHPUT, figures)), apart, List.of());
    }
  }

  private WorkerResult pingPong() throws InterruptedException {
    PingPong pingPong =
        new PingPong(
            library::channel,
            channel(PING_PONG_CAPACITY),
            options.rounds(),
            options.warmUpMillis(),
            options.millis());
    return latencies(pingPong.measure(options.deadlineMillis()));
  }

  private WorkerResult rate() throws InterruptedException {
    pinning.pin(0);
    try (FixedRate rate =
        new FixedRate(
            library::channel, channel(options.capacity()), shape.rate(), options.rounds())) {
      return latencies(
          rate.measure(options.warmUpMillis(), options.millis(), options.deadlineMillis()));
    }
  }

  private WorkerResult slowConsumer() throws InterruptedException {
    pinning.pin(0);
    try (SlowConsumer slow = new SlowConsumer(library::channel, channel(SLOW_CAPACITY))) {
      slow.measure(
          options.rounds(), options.warmUpMillis(), options.millis(), options.deadlineMillis());
      return result(
          List.of(
              Measure.of(Measure.THROUGHPUT, slow.throughput()),
              Measure.of(Measure.CPU, slow.processor())),
          List.of());
    }
  }

  private WorkerResult idle() throws InterruptedException {
    Idle.Spec spec = new Idle.Spec(shape.state(), options.cell().variant(), threads);
    try (Idle idle = library.idle(spec)) {
      long millis = options.rounds() * options.millis(); // in one, as the clock's steps are long
      double figure = IdleRun.measure(idle, options.warmUpMillis(), millis);
      return result(List.of(Measure.of(Measure.CPU, List.of(figure))), List.of());
    }
  }

  private ChannelSpec channel(int capacity) {
    return new ChannelSpec(options.cell().variant(), capacity, threads);
  }

  private WorkerResult latencies(Latencies latencies) {
    List<Measure> measures = new ArrayList<>();
    for (double percentile : PERCENTILES) {
      measures.add(
          new Measure(
              Measure.LATENCY, OptionalDouble.of(percentile), latencies.percentiles(percentile)));
    }
    return result(measures, latencies.curve());
  }

  private WorkerResult result(List<Measure> measures, List<double[]> curve) {
    return result(measures, List.of(), curve);
  }

  private WorkerResult result(List<Measure> measures, List<double[]> apart, List<double[]> curve) {
    return new WorkerResult(pinning.works(), measures, apart, curve);
  }
}
