package dev.penstock.examples;

import dev.penstock.Producer;
import java.time.Duration;

/** What a producer may do about a full ring. */
final class Claims {
  private Claims() {}

  // snippet: claim-waits
  /** Waits as long as it takes; a ring that is closed, halted or has failed ends the wait. */
  static void put(Producer producer, long[] values, long value) {
    long sequence = producer.claim();
    values[producer.slot(sequence)] = value;
    producer.publish(sequence);
  }

  // end

  // snippet: claim-deadline
  /** Waits for a while; false when the ring was full all that time. */
  static boolean offer(Producer producer, long[] values, long value, Duration limit)
      throws InterruptedException {
    if (!producer.tryClaim(1, limit)) {
      return false;
    }
    long sequence = producer.claimed();
    values[producer.slot(sequence)] = value;
    producer.publish(sequence);
    return true;
  }

  // end

  // snippet: claim-at-once
  /** Never waits: drops the value when the ring is full. */
  static boolean offer(Producer producer, long[] values, long value) {
    if (!producer.tryClaim(1)) {
      return false;
    }
    long sequence = producer.claimed();
    values[producer.slot(sequence)] = value;
    producer.publish(sequence);
    return true;
  }
  // end
}
