package dev.penstock.benchmarks.shape;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.HdrHistogram.Histogram;

/**
 * Latencies of one JVM: a histogram per round, and one for the time before.
 *
 * <p>All are made beforehand, and nothing is counted up between rounds: that would have to be
 * compiled first, and the compiler would take the processor from the threads of the next round, for
 * milliseconds.
 */
public final class Latencies {
  private static final long HIGHEST_NANOS = 60_000_000_000L;
  private static final int DIGITS = 3;
  private static final double[] CURVE = {
    0, 10, 25, 50, 75, 90, 95, 97.5, 99, 99.5, 99.75, 99.9, 99.95, 99.99, 99.995, 99.999
  };

  private final List<Histogram> rounds;
  private Histogram current = histogram(); // what is recorded while warming up is not looked at
  private int begun;

  /** Makes room for so many rounds. */
  public Latencies(int rounds) {
    this.rounds = IntStream.range(0, rounds).mapToObj(i -> histogram()).toList();
  }

  private static Histogram histogram() {
    return new Histogram(HIGHEST_NANOS, DIGITS);
  }

  /** Records one. */
  public void record(long nanos) {
    current.recordValue(Math.max(0, Math.min(nanos, HIGHEST_NANOS)));
  }

  /** Ends the warm-up or a round, and begins the next; false when there is none. */
  public boolean nextRound() {
    if (begun == rounds.size()) {
      return false;
    }
    current = rounds.get(begun++);
    return true;
  }

  /** The percentile of each round, in nanoseconds. */
  public List<Double> percentiles(double percentile) {
    return rounds.stream().map(round -> (double) round.getValueAtPercentile(percentile)).toList();
  }

  /** Pairs of percentile and nanoseconds over all rounds. */
  public List<double[]> curve() {
    Histogram all = histogram();
    rounds.forEach(all::add);
    List<double[]> points = new ArrayList<>();
    for (double percentile : CURVE) {
      points.add(new double[] {percentile, all.getValueAtPercentile(percentile)});
    }
    return points;
  }
}
