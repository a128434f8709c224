package dev.penstock.benchmarks.queue;

import dev.penstock.benchmarks.shape.Channel;
import dev.penstock.benchmarks.shape.ChannelSpec;
import dev.penstock.benchmarks.shape.Event;
import dev.penstock.benchmarks.shape.PaddedLong;
import dev.penstock.benchmarks.shape.Receiver;

/**
 * A queue as a channel. It carries references to objects made beforehand, twice as many as it has
 * slots, and its consumer takes out half a queue at most: so none is written again while it may
 * still be read.
 */
final class QueueChannel implements Channel {
  private static final int RESERVED = 256; // at a time

  private final Pipe<Event> pipe;
  private final Running running;
  private final Event[] pool;
  private final PaddedLong sent = new PaddedLong();

  QueueChannel(ChannelSpec spec, PipeFactory factory, Receiver receiver) {
    pipe = factory.pipe(1, spec.capacity());
    running = new Running(spec.threads());
    running.add(new Consumer(pipe, receiver, Math.min(spec.capacity() / 2, Pipe.DRAIN_MAX)));
    pool = new Event[2 * spec.capacity()];
    for (int i = 0; i < pool.length; i++) {
      pool[i] = new Event();
    }
  }

  @Override
  public void start() {
    running.start();
  }

  @Override
  public void send(long value) throws InterruptedException {
    if ((sent.value & (RESERVED - 1)) == 0) {
      pipe.reserve(RESERVED);
    }
    Event event = pool[(int) sent.value++ & (pool.length - 1)];
    event.value = value;
    pipe.put(event);
  }

  @Override
  public void close() {
    running.stop();
  }

  /** Hands every message to the receiver. */
  private static final class Consumer extends QueueThread implements Sink<Event> {
    private final Pipe<Event> pipe;
    private final Receiver receiver;
    private final int max;
    private boolean begun;

    Consumer(Pipe<Event> pipe, Receiver receiver, int max) {
      this.pipe = pipe;
      this.receiver = receiver;
      this.max = max;
    }

    @Override
    void takeSome() throws InterruptedException {
      if (!begun) {
        begun = true;
        receiver.begin();
      }
      pipe.drain(this, max);
    }

    @Override
    public void accept(Event event) {
      try {
        receiver.take(event.value);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt(); // the next look ends the thread
      }
    }
  }
}
