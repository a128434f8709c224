package dev.penstock.benchmarks.agrona;

import dev.penstock.benchmarks.shape.Check;
import dev.penstock.benchmarks.shape.Flow;
import dev.penstock.benchmarks.shape.FlowSpec;
import dev.penstock.benchmarks.shape.Payload;
import java.util.List;
import org.agrona.MutableDirectBuffer;
import org.agrona.concurrent.MessageHandler;
import org.agrona.concurrent.ringbuffer.RingBuffer;

/**
 * Agrona's ring buffers as Aeron uses them: {@code tryClaim} and {@code commit} write in place
 * without a copy, {@code read} hands over many messages per look, bounds checks are off, waiting is
 * spinning with the processor's hint. They have no batches to put.
 */
final class AgronaFlow implements Flow, MessageHandler, Runnable {
  private final RingBuffer ring;
  private final Check check;
  private final Thread thread;
  private volatile boolean stopped;
  private long taken;

  AgronaFlow(FlowSpec spec) {
    ring = AgronaRings.make(spec.producers(), spec.capacity());
    check = spec.check(Payload.NUMBERED);
    thread = spec.threads().newThread(this);
  }

  @Override
  public List<Check> checks() {
    return List.of(check);
  }

  @Override
  public void start() {
    thread.start();
  }

  @Override
  public void publish(int producer, long from, int count) {
    RingBuffer target = ring;
    long first = Payload.base(producer) | from;
    for (int i = 0; i < count; i++) {
      AgronaRings.put(target, first + i);
    }
  }

  @Override
  public void onMessage(int type, MutableDirectBuffer buffer, int index, int length) {
    check.take(buffer.getLong(index));
  }

  @Override
  public void run() {
    while (!stopped) {
      int n = ring.read(this, AgronaRings.READ_MAX);
      if (n == 0) {
        Thread.onSpinWait();
      } else {
        taken += n;
        if (check.isLast(taken - 1)) {
          check.end();
        }
      }
    }
  }

  @Override
  public void close() {
    stopped = true;
  }
}
