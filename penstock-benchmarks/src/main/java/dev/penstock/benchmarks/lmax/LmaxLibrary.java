package dev.penstock.benchmarks.lmax;

import dev.penstock.benchmarks.Library;
import dev.penstock.benchmarks.Shape;
import dev.penstock.benchmarks.shape.Channel;
import dev.penstock.benchmarks.shape.ChannelSpec;
import dev.penstock.benchmarks.shape.Flow;
import dev.penstock.benchmarks.shape.FlowSpec;
import dev.penstock.benchmarks.shape.Idle;
import dev.penstock.benchmarks.shape.Receiver;
import java.util.List;

/** LMAX Disruptor 4.0.0. */
public final class LmaxLibrary implements Library {
  @Override
  public String name() {
    return "lmax";
  }

  @Override
  public List<String> variants(Shape shape, int batch) {
    if (shape.isIdle()) {
      return List.of("blocking", "sleeping");
    }
    if (shape.grows() && shape.threads() > 2) {
      return List.of("yielding");
    }
    if (shape == Shape.SLOW_CONSUMER) {
      return List.of("busy-spin", "blocking");
    }
    if (shape == Shape.ONE_TO_ONE) {
      return List.of(
          "busy-spin", "yielding", "blocking", "clearing-busy-spin", "clearing-yielding");
    }
    return shape.grows()
        ? List.of("busy-spin", "yielding")
        : List.of("busy-spin", "yielding", "blocking");
  }

  @Override
  public Flow flow(FlowSpec spec) {
    return new LmaxFlow(spec);
  }

  @Override
  public Channel channel(ChannelSpec spec, Receiver receiver) {
    return new LmaxChannel(spec, receiver);
  }

  @Override
  public Idle idle(Idle.Spec spec) {
    return spec.state() == Idle.State.SLOW_MIDDLE ? new LmaxSlowMiddle(spec) : new LmaxIdle(spec);
  }
}
