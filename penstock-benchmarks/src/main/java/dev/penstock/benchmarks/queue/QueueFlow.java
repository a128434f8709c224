package dev.penstock.benchmarks.queue;

import dev.penstock.benchmarks.shape.Check;
import dev.penstock.benchmarks.shape.Flow;
import dev.penstock.benchmarks.shape.FlowSpec;
import dev.penstock.benchmarks.shape.Payload;
import dev.penstock.benchmarks.shape.Topology;
import dev.penstock.benchmarks.shape.Variants;
import java.util.ArrayList;
import java.util.List;

/**
 * Queues in a throughput shape. Several consumers of the same messages need a queue each, and the
 * producer puts every message into all of them.
 */
final class QueueFlow implements Flow {
  private final int batch;
  private final int capacity;
  private final PipeFactory factory;
  private final List<Pipe<Long>> entries = new ArrayList<>();
  private final List<Check> checks = new ArrayList<>();
  private final Running running;
  private final Boxes[] boxes;

  QueueFlow(FlowSpec spec, PipeFactory factory) {
    batch = spec.batch();
    capacity = spec.capacity();
    this.factory = factory;
    running = new Running(spec.threads());
    boxes = new Boxes[spec.producers()];
    for (int p = 0; p < boxes.length; p++) {
      boxes[p] = new Boxes(p);
    }
    switch (spec.topology()) {
      case ONE, MULTICAST -> {
        for (int i = 0; i < spec.consumers(); i++) {
          running.add(QueueStage.checking(entry(spec.producers()), check(spec)));
        }
      }
      case PIPELINE -> pipeline(spec);
      case DIAMOND -> diamond(spec);
      case CHAIN -> throw Variants.unknown(spec.variant()); // would need copies of every message
    }
  }

  private void pipeline(FlowSpec spec) {
    Pipe<Long> second = factory.pipe(1, capacity);
    Pipe<Long> last = factory.pipe(1, capacity);
    running.add(QueueStage.adding(entry(spec.producers()), second, Topology.FIRST_ADDS));
    running.add(QueueStage.adding(second, last, Topology.SECOND_ADDS));
    running.add(QueueStage.checking(last, check(spec)));
  }

  private void diamond(FlowSpec spec) {
    Pipe<Long> left = factory.pipe(1, capacity);
    Pipe<Long> right = factory.pipe(1, capacity);
    running.add(QueueStage.adding(entry(spec.producers()), left, Topology.FIRST_ADDS));
    running.add(QueueStage.adding(entry(spec.producers()), right, Topology.SECOND_ADDS));
    running.add(new QueueJoin(left, right, check(spec)));
  }

  private Pipe<Long> entry(int producers) {
    Pipe<Long> entry = factory.pipe(producers, capacity);
    entries.add(entry);
    return entry;
  }

  private Check check(FlowSpec spec) {
    Check check = spec.check(Payload.BOXED_NUMBERS);
    checks.add(check);
    return check;
  }

  @Override
  public List<Check> checks() {
    return checks;
  }

  @Override
  public void start() {
    running.start();
  }

  @Override
  public void publish(int producer, long from, int count) throws InterruptedException {
    entries.forEach(pipe -> pipe.reserve(count));
    if (entries.size() > 1) {
      everywhere(boxes[producer], from, count);
    } else if (batch == 1) {
      ones(entries.get(0), boxes[producer], from, count);
    } else {
      batches(entries.get(0), boxes[producer], from, count);
    }
  }

  private static void ones(Pipe<Long> pipe, Boxes boxes, long from, int count)
      throws InterruptedException {
    for (int i = 0; i < count; i++) {
      pipe.put(boxes.get(from + i));
    }
  }

  private static void batches(Pipe<Long> pipe, Boxes boxes, long from, int count)
      throws InterruptedException {
    boxes.startAt(from);
    for (int n = 0; n < count; n += BATCH) {
      pipe.put(boxes, BATCH);
    }
  }

  private void everywhere(Boxes box, long from, int count) throws InterruptedException {
    for (long n = from; n < from + count; n += batch) {
      for (int i = 0; i < entries.size(); i++) {
        if (batch == 1) {
          entries.get(i).put(box.get(n));
        } else {
          box.startAt(n);
          entries.get(i).put(box, BATCH);
        }
      }
    }
  }

  @Override
  public void close() {
    running.stop();
  }
}
