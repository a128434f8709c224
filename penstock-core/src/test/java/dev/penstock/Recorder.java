package dev.penstock;

import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.stream.Collectors;
import java.util.stream.LongStream;

/** A handler that remembers the ranges it was handed. */
public final class Recorder implements RangeHandler {
  private final Queue<Range> ranges = new ConcurrentLinkedQueue<>();

  private record Range(long lo, long hi) {}

  @Override
  public void onRange(long lo, long hi) {
    ranges.add(new Range(lo, hi));
  }

  /** The ranges in the order of their coming, as {@code 0..3}. */
  public List<String> ranges() {
    return ranges.stream().map(range -> range.lo + ".." + range.hi).collect(Collectors.toList());
  }

  /** The sequences of these ranges, one by one. */
  public List<Long> sequences() {
    return ranges.stream()
        .flatMapToLong(range -> LongStream.rangeClosed(range.lo, range.hi))
        .boxed()
        .collect(Collectors.toList());
  }

  /** All sequences from {@code lo} to {@code hi}, for comparison. */
  public static List<Long> from(long lo, long hi) {
    return LongStream.rangeClosed(lo, hi).boxed().collect(Collectors.toList());
  }

  /** Claims and publishes {@code n} events one by one, and returns the last. */
  public static long publish(Producer producer, int n) {
    long last = -1;
    for (int i = 0; i < n; i++) {
      last = producer.claim();
      producer.publish(last);
    }
    return last;
  }

  /** Runs {@code task} on a thread of its own, which is started. */
  public static Thread background(String name, Runnable task) {
    Thread thread = new Thread(task, name);
    thread.setDaemon(true);
    thread.start();
    return thread;
  }
}
