package dev.penstock.verification;

import java.util.List;
import java.util.SplittableRandom;

/** Draws every choice from one seed. For one thread. */
final class Dice {
  private final SplittableRandom random;

  Dice(long seed) {
    random = new SplittableRandom(seed);
  }

  /** True once in {@code n} times; never for 0. */
  boolean oneIn(int n) {
    return n > 0 && random.nextInt(n) == 0;
  }

  /** From {@code lo} to {@code hi}, both included. */
  int between(int lo, int hi) {
    return lo + random.nextInt(hi - lo + 1);
  }

  /** From {@code lo} to {@code hi}; each order of magnitude is as likely as the next. */
  long spread(long lo, long hi) {
    return Math.min(hi, Math.round(lo * Math.pow((double) hi / lo, random.nextDouble())));
  }

  <T> T pick(List<T> some) {
    return some.get(random.nextInt(some.size()));
  }

  /** The seed of another one. */
  long seed() {
    return random.nextLong();
  }

  /** A well mixed number that depends on both arguments and on nothing else. */
  static long mix(long seed, long index) {
    return new SplittableRandom(seed + index * 0x9E3779B97F4A7C15L).nextLong();
  }
}
