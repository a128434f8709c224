package dev.penstock.benchmarks.queue;

import dev.penstock.benchmarks.Library;
import dev.penstock.benchmarks.Shape;
import dev.penstock.benchmarks.shape.Channel;
import dev.penstock.benchmarks.shape.ChannelSpec;
import dev.penstock.benchmarks.shape.Flow;
import dev.penstock.benchmarks.shape.FlowSpec;
import dev.penstock.benchmarks.shape.Receiver;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/** A library of queues of references. */
public final class QueueLibrary implements Library {
  private static final Set<Shape> CHANNELS =
      EnumSet.of(
          Shape.PING_PONG, Shape.RATE_100K, Shape.RATE_1M, Shape.RATE_10M, Shape.SLOW_CONSUMER);

  private final String name;
  private final String variant;
  private final PipeFactory factory;
  private final Set<Shape> shapes =
      EnumSet.of(Shape.ONE_TO_ONE, Shape.TWO_TO_ONE, Shape.THREE_TO_ONE);

  private QueueLibrary(String name, String variant, PipeFactory factory) {
    this.name = name;
    this.variant = variant;
    this.factory = factory;
    shapes.addAll(CHANNELS);
  }

  private QueueLibrary inTopologies() {
    shapes.addAll(
        EnumSet.of(Shape.ONE_TO_THREE, Shape.PIPELINE, Shape.DIAMOND, Shape.THREE_TO_THREE));
    return this;
  }

  /** JCTools 4.0.6. */
  public static Library jcTools() {
    return new QueueLibrary("jctools", "array-queue", JcToolsPipe::new).inTopologies();
  }

  /** Agrona's queues. */
  public static Library agrona() {
    return new QueueLibrary("agrona", "array-queue", AgronaPipe::new);
  }

  /** Conversant 1.2.21. */
  public static Library conversant() {
    return new QueueLibrary("conversant", "concurrent-queue", ConversantPipe::new);
  }

  /** The JDK's bounded queue with locks: what most programs begin with. */
  public static Library arrayBlockingQueue() {
    return new QueueLibrary(
        "array-blocking-queue",
        "drain-to",
        new PipeFactory() {
          @Override
          public <T> Pipe<T> pipe(int producers, int capacity) {
            return new ArrayBlockingQueuePipe<>(capacity);
          }
        });
  }

  /** The JDK's lock-free queue. */
  public static Library linkedTransferQueue() {
    return new QueueLibrary(
        "linked-transfer-queue",
        "poll",
        new PipeFactory() {
          @Override
          public <T> Pipe<T> pipe(int producers, int capacity) {
            return new LinkedTransferQueuePipe<>(capacity);
          }
        });
  }

  @Override
  public String name() {
    return name;
  }

  @Override
  public List<String> variants(Shape shape, int batch) {
    return shapes.contains(shape) ? List.of(variant) : List.of();
  }

  @Override
  public Flow flow(FlowSpec spec) {
    return new QueueFlow(spec, factory);
  }

  @Override
  public Channel channel(ChannelSpec spec, Receiver receiver) {
    return new QueueChannel(spec, factory, receiver);
  }
}
