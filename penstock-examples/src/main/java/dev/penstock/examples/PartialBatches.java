package dev.penstock.examples;

import dev.penstock.Disruptor;
import dev.penstock.Producer;
import dev.penstock.Stage;
import dev.penstock.ring.ReferenceRing;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

/** A stage whose receiver takes only so much before it wants to be asked again. */
final class PartialBatches {
  /** Sends as many messages as the other side has granted. */
  static final class Connection {
    private final AtomicInteger credits = new AtomicInteger();
    private final List<String> sent = new ArrayList<>();

    boolean trySend(String message) {
      if (credits.get() == 0) {
        return false;
      }
      credits.decrementAndGet();
      sent.add(message);
      return true;
    }

    void grant(int more) {
      credits.addAndGet(more);
    }
  }

  private PartialBatches() {}

  static List<String> run(List<String> messages, int window) {
    Connection connection = new Connection();
    ReferenceRing<String> ring = ReferenceRing.withCapacity(64);
    // snippet: partial
    try (Disruptor disruptor =
            Disruptor.singleProducer(ring.capacity())
                .partialStage(
                    "send",
                    (lo, hi) -> {
                      long next = lo;
                      while (next <= hi && connection.trySend(ring.get(next))) {
                        next++;
                      }
                      return next - 1; // the last that was sent; lo - 1 for none
                    })
                .start();
        Producer producer = disruptor.producer()) {
      Stage send = disruptor.stage("send");
      for (String message : messages) {
        ring.publish(producer, message);
      }
      for (int granted = 0; granted < messages.size(); granted += window) {
        connection.grant(window);
        send.wakeUp(); // else the stage asks again by itself, after a back-off
      }
    }
    // end
    return connection.sent;
  }
}
