package dev.penstock.benchmarks.agrona;

import dev.penstock.benchmarks.Library;
import dev.penstock.benchmarks.Shape;
import dev.penstock.benchmarks.queue.QueueLibrary;
import dev.penstock.benchmarks.shape.Channel;
import dev.penstock.benchmarks.shape.ChannelSpec;
import dev.penstock.benchmarks.shape.Flow;
import dev.penstock.benchmarks.shape.FlowSpec;
import dev.penstock.benchmarks.shape.Receiver;
import java.util.ArrayList;
import java.util.List;

/** Agrona 2: its queues of references, and its ring buffers of bytes. */
public final class AgronaLibrary implements Library {
  private static final String RING_BUFFER = "ring-buffer";

  private final Library queues = QueueLibrary.agrona();

  @Override
  public String name() {
    return queues.name();
  }

  @Override
  public List<String> variants(Shape shape, int batch) {
    List<String> variants = new ArrayList<>(queues.variants(shape, batch));
    if (!variants.isEmpty()) {
      variants.add(RING_BUFFER);
    }
    return variants;
  }

  @Override
  public Flow flow(FlowSpec spec) {
    return spec.variant().equals(RING_BUFFER) ? new AgronaFlow(spec) : queues.flow(spec);
  }

  @Override
  public Channel channel(ChannelSpec spec, Receiver receiver) {
    return spec.variant().equals(RING_BUFFER)
        ? new AgronaChannel(spec, receiver)
        : queues.channel(spec, receiver);
  }
}
