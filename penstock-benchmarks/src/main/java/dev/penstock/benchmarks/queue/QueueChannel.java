package dev.penstock.benchmarks.queue;

import dev.penstock.benchmarks.shape.Channel;
import dev.penstock.benchmarks.shape.ChannelSpec;
import dev.penstock.benchmarks.shape.Event;
import dev.penstock.benchmarks.shape.PaddedLong;
import dev.penstock.benchmarks.shape.Receiver;

/**
 * A queue as a channel. It carries references to objects made beforehand, several times as many as
 * it has slots, so that none is written again while a consumer may still read it.
 */
final class QueueChannel implements Channel {
  private final Pipe<Event> pipe;
  private final Running running;
  private final Event[] pool;
  private final PaddedLong sent = new PaddedLong();

  QueueChannel(ChannelSpec spec, PipeFactory factory, Receiver receiver) {
    pipe = factory.pipe(1, spec.capacity());
    running = new Running(spec.threads());
    running.add(new Consumer(pipe, receiver));
    // What a consumer has taken out but not read comes on top of what is in the queue.
    pool = new Event[4 * Math.max(spec.capacity(), Pipe.DRAIN_MAX)];
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
    Event event = pool[(int) sent.value++ & (pool.length - 1)];
    event.value = value;
    pipe.reserve(1);
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
    private boolean begun;

    Consumer(Pipe<Event> pipe, Receiver receiver) {
      this.pipe = pipe;
      this.receiver = receiver;
    }

    @Override
    void takeSome() throws InterruptedException {
      if (!begun) {
        begun = true;
        receiver.begin();
      }
      pipe.drain(this, Pipe.DRAIN_MAX);
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
