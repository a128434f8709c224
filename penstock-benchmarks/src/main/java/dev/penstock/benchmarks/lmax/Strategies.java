package dev.penstock.benchmarks.lmax;

import com.lmax.disruptor.BlockingWaitStrategy;
import com.lmax.disruptor.BusySpinWaitStrategy;
import com.lmax.disruptor.SleepingWaitStrategy;
import com.lmax.disruptor.WaitStrategy;
import com.lmax.disruptor.YieldingWaitStrategy;
import dev.penstock.benchmarks.shape.Variants;

/** The wait strategies by the names of the variants. */
final class Strategies {
  /** How variants begin whose handler empties what it has read. */
  static final String CLEARING = "clearing-";

  private Strategies() {}

  static WaitStrategy of(String variant) {
    return switch (variant.replace(CLEARING, "")) {
      case "busy-spin" -> new BusySpinWaitStrategy();
      case "yielding" -> new YieldingWaitStrategy();
      case "blocking" -> new BlockingWaitStrategy();
      case "sleeping" -> new SleepingWaitStrategy();
      default -> throw Variants.unknown(variant);
    };
  }
}
