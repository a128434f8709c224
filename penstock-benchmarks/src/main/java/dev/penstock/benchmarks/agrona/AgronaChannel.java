package dev.penstock.benchmarks.agrona;

import dev.penstock.benchmarks.shape.Channel;
import dev.penstock.benchmarks.shape.ChannelSpec;
import dev.penstock.benchmarks.shape.Receiver;
import org.agrona.MutableDirectBuffer;
import org.agrona.concurrent.MessageHandler;
import org.agrona.concurrent.ringbuffer.RingBuffer;

/** A ring buffer as a channel, with the settings of {@link AgronaFlow}. */
final class AgronaChannel implements Channel, MessageHandler, Runnable {
  private final RingBuffer ring;
  private final Receiver receiver;
  private final Thread thread;
  private volatile boolean stopped;

  AgronaChannel(ChannelSpec spec, Receiver receiver) {
    ring = AgronaRings.make(1, spec.capacity());
    this.receiver = receiver;
    thread = spec.threads().newThread(this);
  }

  @Override
  public void start() {
    thread.start();
  }

  @Override
  public void send(long value) {
    AgronaRings.put(ring, value);
  }

  @Override
  public void onMessage(int type, MutableDirectBuffer buffer, int index, int length) {
    try {
      receiver.take(buffer.getLong(index));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  @Override
  public void run() {
    try {
      receiver.begin();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    while (!stopped) {
      if (ring.read(this, AgronaRings.READ_MAX) == 0) {
        Thread.onSpinWait();
      }
    }
  }

  @Override
  public void close() {
    stopped = true;
  }
}
