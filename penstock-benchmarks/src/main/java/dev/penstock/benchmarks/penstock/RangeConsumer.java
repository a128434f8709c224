package dev.penstock.benchmarks.penstock;

import dev.penstock.RangeHandler;
import dev.penstock.benchmarks.shape.Check;
import dev.penstock.benchmarks.shape.Topology;
import java.util.Arrays;

/**
 * The stages of every topology on the application's own arrays, as range handlers. Their loops end
 * before a slot, not at it: one with {@code <=} was not unrolled at times.
 */
final class RangeConsumer {
  private RangeConsumer() {}

  /** Adds to every message of {@code source}, into {@code target}. */
  static RangeHandler adding(long[] source, long[] target, int add) {
    int mask = source.length - 1;
    return (lo, hi) -> add(source, target, (int) lo & mask, ((int) hi & mask) + 1, add);
  }

  private static void add(long[] source, long[] target, int from, int end, int add) {
    for (int i = from; i < end; i++) {
      target[i] = source[i] + add;
    }
  }

  /** Verifies every message of {@code values}. */
  static RangeHandler checking(long[] values, Check check) {
    int mask = values.length - 1;
    return (lo, hi) -> {
      check.takeAll(values, (int) lo & mask, ((int) hi & mask) + 1);
      if (check.isLast(hi)) {
        check.end();
      }
    };
  }

  /** Verifies every message of {@code values}, which are interleaved. */
  static RangeHandler checkingInterleaved(long[] values, Check check) {
    int mask = values.length - 1;
    return (lo, hi) -> {
      check.takeInterleaved(values, (int) lo & mask, ((int) hi & mask) + 1);
      if (check.isLast(hi)) {
        check.end();
      }
    };
  }

  /** Verifies every message of {@code values}, and empties their slots. */
  static RangeHandler clearing(long[] values, Check check) {
    int mask = values.length - 1;
    return (lo, hi) -> {
      int from = (int) lo & mask;
      int end = ((int) hi & mask) + 1;
      check.takeAll(values, from, end);
      Arrays.fill(values, from, end, 0);
      if (check.isLast(hi)) {
        check.end();
      }
    };
  }

  /** Verifies what two stages made of every message, when both are done with it. */
  static RangeHandler joining(long[] values, long[] first, long[] second, Check check) {
    int mask = values.length - 1;
    return (lo, hi) -> {
      join(values, first, second, (int) lo & mask, ((int) hi & mask) + 1, check);
      if (check.isLast(hi)) {
        check.end();
      }
    };
  }

  private static void join(
      long[] values, long[] first, long[] second, int from, int end, Check check) {
    for (int i = from; i < end; i++) {
      check.take(first[i] + second[i] - values[i]);
    }
  }

  /** The last stage of a topology. */
  static RangeHandler last(
      Topology topology, long[] values, long[] first, long[] second, Check check) {
    return switch (topology) {
      case ONE, MULTICAST, CHAIN -> checking(values, check);
      case PIPELINE -> checking(second, check);
      case DIAMOND -> joining(values, first, second, check);
    };
  }
}
