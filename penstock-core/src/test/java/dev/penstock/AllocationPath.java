package dev.penstock;

import com.sun.management.ThreadMXBean;
import dev.penstock.ring.ObjectRing;
import dev.penstock.ring.ReferenceRing;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;

/**
 * One hot path, and how many bytes its thread allocates for many events: the least of some rounds,
 * of which the first does not count. A main program too, for a virtual machine with other settings.
 */
final class AllocationPath {
  private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();
  private static final int CAPACITY = 64;
  private static final int EVENTS = 20_000;
  private static final int HANDED_ON = 2_000; // to threads that may have to share a processor
  private static final int ROUNDS = 4;

  private final String name;
  private final Rounds rounds;

  private AllocationPath(String name, Rounds rounds) {
    this.name = name;
    this.rounds = rounds;
  }

  /** Runs all rounds and gives the least that one of them but the first has allocated. */
  @FunctionalInterface
  private interface Rounds {
    long least() throws Exception;
  }

  /** What is done once per event, on the measuring thread. */
  @FunctionalInterface
  private interface PerEvent {
    void run(Disruptor disruptor, Producer producer, Stage first) throws Exception;
  }

  long bytes() throws Exception {
    return rounds.least();
  }

  @Override
  public String toString() {
    return name;
  }

  static Stream<AllocationPath> all() {
    List<AllocationPath> all = new ArrayList<>();
    for (boolean multi : new boolean[] {false, true}) {
      all.addAll(polled(multi));
      all.add(held(multi));
      for (Waits waits : Waits.values()) {
        String kind = (multi ? "multi, " : "single, ") + waits;
        all.add(new AllocationPath(kind + ": producer", () -> threaded(waits, multi, true)));
        all.add(new AllocationPath(kind + ": stage", () -> threaded(waits, multi, false)));
      }
    }
    return all.stream();
  }

  static AllocationPath canary() {
    return path(
        false,
        "canary",
        (disruptor, producer, first) -> {
          producer.publish(producer.claim());
          disruptor.step();
          AllocationPath.sink = new long[1];
        });
  }

  private static Object sink = "";

  private static List<AllocationPath> polled(boolean multi) {
    ObjectRing<AtomicLong> objects = ObjectRing.withCapacity(CAPACITY, AtomicLong::new);
    ReferenceRing<Object> references = ReferenceRing.withCapacity(CAPACITY);
    Duration second = Duration.ofSeconds(1);
    Object payload = "payload";
    Object[] slots = new Object[CAPACITY];
    Arrays.fill(slots, payload);
    AtomicLong holder = new AtomicLong(7);
    return List.of(
        path(multi, "claim and publish", (d, p, first) -> publish(d, p, 1)),
        path(multi, "claim(n) and publish", (d, p, first) -> publish(d, p, 16)),
        path(
            multi,
            "claim(slots) and publish",
            (d, p, first) -> {
              p.publish(p.claim(slots));
              d.step();
            }),
        path(
            multi,
            "tryClaim",
            (d, p, first) -> {
              if (p.tryClaim(3)) {
                p.publish(p.claimed() - 1);
                p.publish(p.claimed());
              }
              d.step();
            }),
        path(
            multi,
            "timed tryClaim",
            (d, p, first) -> {
              if (p.tryClaim(2, second)) {
                p.publish(p.claimed());
              }
              d.step();
            }),
        path(
            multi,
            "discard",
            (d, p, first) -> {
              p.claim(3);
              p.publish(p.claimed() - 1);
              p.discard();
              p.claim();
              p.discard();
              while (d.step()) {}
            }),
        path(
            multi,
            "tryClaim of a full ring",
            (d, p, first) -> {
              while (p.tryClaim(8)) {
                p.publish(p.claimed());
              }
              while (d.step()) {}
            }),
        path(
            multi,
            "looking",
            (d, p, first) -> {
              sum += p.remaining() + p.capacity() + p.slot(p.claimed());
              sum += first.completed() + first.name().length();
            }),
        path(multi, "step of one stage", (d, p, first) -> first.step()),
        path(multi, "step of an empty ring", (d, p, first) -> d.step()),
        path(
            multi,
            "object ring",
            objects.each((event, sequence, end) -> sum += event.get()),
            (d, p, first) -> {
              objects.publish(p, AtomicLong::incrementAndGet);
              objects.publish(p, AllocationPath::copy, holder);
              objects.publish(p, AllocationPath::add, holder, holder);
              objects.tryPublish(p, AtomicLong::incrementAndGet);
              objects.tryPublish(p, second, AllocationPath::copy, holder);
              while (d.step()) {}
            }),
        path(
            multi,
            "reference ring",
            references.each((object, sequence, end) -> sum += object.hashCode()),
            (d, p, first) -> {
              references.publish(p, payload);
              references.tryPublish(p, payload);
              references.tryPublish(p, second, payload);
              while (d.step()) {}
            }));
  }

  private static long sum;

  private static void copy(AtomicLong event, AtomicLong from) {
    event.set(from.get());
  }

  private static void add(AtomicLong event, AtomicLong one, AtomicLong two) {
    event.set(one.get() + two.get());
  }

  private static void publish(Disruptor disruptor, Producer producer, int n) {
    producer.publish(producer.claim(n));
    if (n == 1) {
      producer.publish(producer.claim());
    }
    disruptor.step();
  }

  /** Stages that hold events back: one completes some of them or none, the other gathers. */
  private static AllocationPath held(boolean multi) {
    return new AllocationPath(
        (multi ? "multi, " : "single, ") + "stalled, partial, gathering and idle stages",
        () -> {
          try (Disruptor disruptor =
                  (multi ? Disruptor.multiProducer(CAPACITY) : Disruptor.singleProducer(CAPACITY))
                      .partialStage("first", (lo, hi) -> sum++ % 3 == 0 ? lo - 1 : lo)
                      .polled()
                      .stage("second", (lo, hi) -> sum += hi - lo)
                      .after("first")
                      .gather(4, Duration.ofNanos(1_000))
                      .wholeRange()
                      .onIdle(Duration.ofNanos(1), () -> sum++)
                      .polled()
                      .start();
              Producer producer = disruptor.producer()) {
            return leastOf(
                disruptor,
                producer,
                (d, p, first) -> {
                  if (p.tryClaim(1)) {
                    p.publish(p.claimed());
                  }
                  first.wakeUp();
                  d.step();
                });
          }
        });
  }

  private static AllocationPath path(boolean multi, String name, PerEvent event) {
    return path(multi, name, (lo, hi) -> sum += hi - lo, event);
  }

  private static AllocationPath path(
      boolean multi, String name, RangeHandler handler, PerEvent event) {
    return new AllocationPath(
        (multi ? "multi, " : "single, ") + name,
        () -> {
          try (Disruptor disruptor =
                  (multi ? Disruptor.multiProducer(CAPACITY) : Disruptor.singleProducer(CAPACITY))
                      .stage("first", handler)
                      .polled()
                      .stage("second", handler)
                      .after("first")
                      .polled()
                      .start();
              Producer producer = disruptor.producer()) {
            return leastOf(disruptor, producer, event);
          }
        });
  }

  private static long leastOf(Disruptor disruptor, Producer producer, PerEvent event)
      throws Exception {
    Stage first = disruptor.stage("first");
    long least = Long.MAX_VALUE;
    for (int round = 0; round < ROUNDS; round++) {
      long before = THREADS.getCurrentThreadAllocatedBytes();
      for (int i = 0; i < EVENTS; i++) {
        event.run(disruptor, producer, first);
      }
      long bytes = THREADS.getCurrentThreadAllocatedBytes() - before;
      least = round == 0 ? least : Math.min(least, bytes);
    }
    return least;
  }

  /** Threaded stages and this thread as producer, which waits for room now and then. */
  private static long threaded(Waits waits, boolean multi, boolean ofProducer) throws Exception {
    long[] atEvent = new long[ROUNDS + 1];
    StageBuilder builder =
        waits.ring(multi, CAPACITY).stage("last", (lo, hi) -> measure(atEvent, lo, hi)).maxBatch(1);
    if (!waits.strategy().spec().spins()) { // three threads that spin would wait for each other
      builder.after("first").stage("first", (lo, hi) -> sum += hi - lo);
    }
    try (Disruptor disruptor = builder.start();
        Producer producer = disruptor.producer()) {
      long least = Long.MAX_VALUE;
      for (int round = 0; round < ROUNDS; round++) {
        long before = THREADS.getCurrentThreadAllocatedBytes();
        for (int i = 0; i < HANDED_ON; i++) {
          producer.publish(producer.claim());
        }
        long bytes = THREADS.getCurrentThreadAllocatedBytes() - before;
        least = round == 0 ? least : Math.min(least, bytes);
      }
      disruptor.awaitQuiescence(Await.DEADLINE);
      return ofProducer ? least : leastBetween(atEvent);
    }
  }

  /** What the stage's thread has allocated so far, noted at the last event of each round. */
  private static void measure(long[] atEvent, long lo, long hi) {
    if (hi % HANDED_ON == HANDED_ON - 1) {
      atEvent[(int) (lo / HANDED_ON) + 1] = THREADS.getCurrentThreadAllocatedBytes();
    }
  }

  private static long leastBetween(long[] atEvent) {
    long least = Long.MAX_VALUE;
    for (int i = 2; i < atEvent.length; i++) {
      least = Math.min(least, atEvent[i] - atEvent[i - 1]);
    }
    return least;
  }

  /** Every path; exits with 1 when one of them has made garbage. */
  public static void main(String[] args) throws Exception {
    int paths = 0;
    boolean garbage = false;
    for (AllocationPath path : all().toList()) {
      long bytes = path.bytes();
      paths++;
      if (bytes != 0) {
        garbage = true;
        System.out.println(path + ": " + bytes + " bytes in its best round");
      }
    }
    System.out.println("paths: " + paths);
    System.exit(garbage ? 1 : 0);
  }
}
