package dev.penstock.benchmarks.shape;

import java.util.ArrayList;
import java.util.List;
import org.HdrHistogram.Histogram;

/** Latencies of one JVM: a histogram per round, and all rounds together. */
public final class Latencies {
  private static final long HIGHEST_NANOS = 60_000_000_000L;
  private static final int DIGITS = 3;
  private static final double[] CURVE = {
    0, 10, 25, 50, 75, 90, 95, 97.5, 99, 99.5, 99.75, 99.9, 99.95, 99.99, 99.995, 99.999
  };

  private final Histogram current = new Histogram(HIGHEST_NANOS, DIGITS);
  private final Histogram all = new Histogram(HIGHEST_NANOS, DIGITS);
  private final List<Histogram> rounds = new ArrayList<>();

  /** Records one. */
  public void record(long nanos) {
    current.recordValue(Math.max(0, Math.min(nanos, HIGHEST_NANOS)));
  }

  /** Ends a round; what was recorded counts, or was only to warm up. */
  public void endRound(boolean counts) {
    if (counts) {
      rounds.add(current.copy());
      all.add(current);
    }
    current.reset();
  }

  /** How many rounds have counted. */
  public int rounds() {
    return rounds.size();
  }

  /** The percentile of each round, in nanoseconds. */
  public List<Double> percentiles(double percentile) {
    return rounds.stream().map(round -> (double) round.getValueAtPercentile(percentile)).toList();
  }

  /** Pairs of percentile and nanoseconds over all rounds. */
  public List<double[]> curve() {
    List<double[]> points = new ArrayList<>();
    for (double percentile : CURVE) {
      points.add(new double[] {percentile, all.getValueAtPercentile(percentile)});
    }
    return points;
  }
}
