package dev.penstock.benchmarks;

import dev.penstock.benchmarks.shape.Idle;
import dev.penstock.benchmarks.shape.Topology;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;

/**
 * The shapes. Each constant says what it asks, who sends what to whom, and what it cannot show; the
 * report prints that beside the figures.
 */
public enum Shape {
  /** One producer, one consumer. */
  ONE_TO_ONE(
      "one-to-one",
      Topology.ONE,
      1,
      "How many messages a second go from one thread to another?",
      "P → C",
      "The producer never stops and the consumer only adds numbers up, or empties its slots too"
          + " (clearing): the ring is full or empty most of the time. Nothing about latency."),

  /** Every consumer takes every message. */
  ONE_TO_THREE(
      "one-to-three",
      Topology.MULTICAST,
      1,
      "What do two more consumers of the same messages cost?",
      "P → C1, C2, C3: each takes every message",
      "With fewer processors than threads it shows the system's scheduler as much as the library."
          + " Queues need one queue per consumer."),

  /** Three stages in a row. */
  PIPELINE(
      "pipeline",
      Topology.PIPELINE,
      1,
      "What does it cost that a message passes three threads?",
      "P → S1 → S2 → S3: S1 and S2 add to the message",
      "Stages of equal, tiny work; real ones are uneven, and the slowest sets the pace."),

  /** Two stages in parallel, and one behind both. */
  DIAMOND(
      "diamond",
      Topology.DIAMOND,
      1,
      "What does a join cost?",
      "P → S1, S2 → S3: S3 needs what both have made",
      "The two branches are equally fast; real ones are not."),

  /** Two producers, one consumer. */
  TWO_TO_ONE(
      "two-to-one",
      Topology.ONE,
      2,
      "What does it cost that two threads publish?",
      "P1, P2 → C",
      "Producers that do nothing else meet as often as can be; real ones meet seldom."),

  /** Three producers, one consumer. */
  THREE_TO_ONE(
      "three-to-one", Topology.ONE, 3, "And three?", "P1, P2, P3 → C", "As with two producers."),

  /** Three producers, three consumers of every message. */
  THREE_TO_THREE(
      "three-to-three",
      Topology.MULTICAST,
      3,
      "How do several producers and several consumers of the same messages get on?",
      "P1, P2, P3 → C1, C2, C3: each takes every message",
      "Six threads; with fewer processors mostly the scheduler."),

  /** More and more consumers. */
  SCALING_CONSUMERS(
      "scaling-consumers",
      Topology.MULTICAST,
      Scale.CONSUMERS,
      "What does each further consumer of the same messages cost?",
      "P → C1 to Cx: each takes every message",
      Scale.SCHEDULER),

  /** A longer and longer pipeline. */
  SCALING_STAGES(
      "scaling-stages",
      Topology.CHAIN,
      Scale.STAGES,
      "What does each further stage in a row cost?",
      "P → S1 → ... → Sx: each verifies every message",
      Scale.SCHEDULER),

  /** A larger and larger ring. */
  SCALING_CAPACITY(
      "scaling-capacity",
      Topology.ONE,
      Scale.SLOTS,
      "What does a larger ring cost, or bring?",
      "P → C on a ring of x slots",
      "A message is small, eight bytes in an array or one small object: larger messages leave the"
          + " caches with fewer slots."),

  /** More and more producers. */
  SCALING_PRODUCERS(
      "scaling-producers",
      Topology.ONE,
      Scale.PRODUCERS,
      "What does each further producer cost?",
      "P1 to Px → C; with one producer the ring is one for a single producer",
      Scale.SCHEDULER),

  /** There and back. */
  PING_PONG(
      "ping-pong",
      Kind.PING_PONG,
      0,
      "How long does a message take to another thread and back, when nothing else happens?",
      "A → B → A, eight bytes that both sides read, 1024 slots",
      "The caches are quiet and each thread waits for nothing but the other: the best case. It"
          + " includes one reading of the clock, some 20 ns."),

  /** A hundred thousand messages a second. */
  RATE_100K(
      "rate-100k",
      Kind.RATE,
      100_000,
      "How late do messages come at 100,000 a second?",
      "P → C by a time-table; each message carries the time at which it was due",
      "Regular traffic; real traffic comes in bursts."),

  /** A million messages a second. */
  RATE_1M(
      "rate-1m",
      Kind.RATE,
      1_000_000,
      "How late do messages come at a million a second?",
      "P → C by a time-table; each message carries the time at which it was due",
      "Regular traffic; real traffic comes in bursts."),

  /** Ten million messages a second. */
  RATE_10M(
      "rate-10m",
      Kind.RATE,
      10_000_000,
      "How late do messages come at ten million a second?",
      "P → C by a time-table; each message carries the time at which it was due",
      "Reading the clock takes a good part of the 100 ns on both sides; a library that cannot"
          + " keep up shows the length of its queue."),

  /** A consumer that cannot keep up. */
  SLOW_CONSUMER(
      "slow-consumer",
      Kind.SLOW_CONSUMER,
      0,
      "What does a producer do while the ring is full: how much does it cost, and does it slow the"
          + " consumer down?",
      "P → C, which works a microsecond on each message; 1024 slots",
      "The most that can come out is 1 Mmsg/s. The second figure is the producer's processor"
          + " time."),

  /** Nothing to do. */
  IDLE(
      "idle",
      Idle.State.EMPTY,
      "What does a started ring cost when nothing is published?",
      "P → C, nothing is published",
      "The whole process is measured, the virtual machine's own housekeeping included."),

  /** A stage that waits for another stage. */
  SLOW_STAGE(
      "slow-stage",
      Idle.State.SLOW_STAGE,
      "What does a stage cost that waits for a slow stage before it?",
      "P → S1 → S2 → S3: S2 sleeps over a message",
      "As with idle."),

  /** A stage that waits for a producer. */
  UNPUBLISHED_CLAIM(
      "unpublished-claim",
      Idle.State.UNPUBLISHED_CLAIM,
      "What does a consumer cost that waits for a claimed message to be published?",
      "P1, P2 → C: P1 has claimed and does not publish, P2 has published behind it",
      "As with idle."),

  /** A producer that waits for a stage. */
  FULL_RING(
      "full-ring",
      Idle.State.FULL_RING,
      "What does a producer cost that waits for a slot?",
      "P → C, which sleeps over a message; the ring is full",
      "As with idle."),

  /** A stage that is slow, and goes on. */
  SLOW_MIDDLE(
      "slow-middle",
      Idle.State.SLOW_MIDDLE,
      "What do a producer and stages cost that a slow stage keeps waiting again and again?",
      "P → S1 → S2 → S3: S2 sleeps a millisecond over every message; the ring is full",
      "As with idle; what the system itself needs for putting threads to sleep and waking them is"
          + " most of it.");

  /** How a shape is measured. */
  enum Kind {
    FLOW,
    PING_PONG,
    RATE,
    SLOW_CONSUMER,
    IDLE
  }

  private static final List<Integer> ONE_AND_BATCH = List.of(1, 16);
  private static final List<Integer> ONE = List.of(1);
  private static final int LATENCY_ROUND_FACTOR = 5;
  private static final int RATE_WARM_UP_FACTOR = 4;

  private final String label;
  private final Kind kind;
  private final Topology topology;
  private final int producers;
  private final Scale scale;
  private final long rate;
  private final Idle.State state;
  private final String question;
  private final String picture;
  private final String blind;

  Shape(
      String label,
      Topology topology,
      int producers,
      String question,
      String picture,
      String blind) {
    this.label = label;
    kind = Kind.FLOW;
    this.topology = topology;
    this.producers = producers;
    scale = Scale.NOTHING;
    rate = 0;
    state = Idle.State.EMPTY;
    this.question = question;
    this.picture = picture;
    this.blind = blind;
  }

  Shape(
      String label, Topology topology, Scale scale, String question, String picture, String blind) {
    this.label = label;
    kind = Kind.FLOW;
    this.topology = topology;
    producers = 1;
    this.scale = scale;
    rate = 0;
    state = Idle.State.EMPTY;
    this.question = question;
    this.picture = picture;
    this.blind = blind;
  }

  Shape(String label, Kind kind, long rate, String question, String picture, String blind) {
    this.label = label;
    this.kind = kind;
    topology = Topology.ONE;
    producers = 1;
    scale = Scale.NOTHING;
    this.rate = rate;
    state = Idle.State.EMPTY;
    this.question = question;
    this.picture = picture;
    this.blind = blind;
  }

  Shape(String label, Idle.State state, String question, String picture, String blind) {
    this.label = label;
    kind = Kind.IDLE;
    topology = Topology.ONE;
    producers = state == Idle.State.UNPUBLISHED_CLAIM ? 2 : 1;
    scale = Scale.NOTHING;
    rate = 0;
    this.state = state;
    this.question = question;
    this.picture = picture;
    this.blind = blind;
  }

  /** The shape of this name. */
  public static Shape of(String label) {
    return Arrays.stream(values())
        .filter(shape -> shape.label.equals(label))
        .findFirst()
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    "shape: %s (expected: one of %s)".formatted(label, labels())));
  }

  /** The names of all shapes. */
  public static String labels() {
    return String.join(", ", Arrays.stream(values()).map(Shape::label).toList());
  }

  /** What it is called on the command line and in results. */
  public String label() {
    return label;
  }

  Kind kind() {
    return kind;
  }

  /** Whether it measures throughput. */
  public boolean isFlow() {
    return kind == Kind.FLOW;
  }

  /** Whether it measures what waiting costs. */
  public boolean isIdle() {
    return kind == Kind.IDLE;
  }

  /**
   * How many times as long as a round of messages one of latencies lasts. A machine takes the
   * processor away for a millisecond now and then, every half a second perhaps: in a shorter round
   * the highest percentile would say whether that has happened.
   */
  int roundFactor() {
    return kind == Kind.PING_PONG || kind == Kind.RATE ? LATENCY_ROUND_FACTOR : 1;
  }

  /** How many times as long as others it warms up: the first seconds of a process have delays. */
  int warmUpFactor() {
    return kind == Kind.RATE ? RATE_WARM_UP_FACTOR : 1;
  }

  /** Who consumes what from whom. */
  public Topology topology() {
    return topology;
  }

  /** How many threads publish. */
  public int producers() {
    return producers;
  }

  /** How many threads have something to do; where their number grows, at most. */
  public int threads() {
    int most = Collections.max(scale.steps());
    return switch (scale) {
      case NOTHING, SLOTS -> producers + topology.consumers();
      case CONSUMERS, STAGES -> producers + most;
      case PRODUCERS -> most + topology.consumers();
    };
  }

  /** What grows from cell to cell. */
  Scale scale() {
    return scale;
  }

  /** Whether it is measured again and again while something grows. */
  public boolean grows() {
    return scale != Scale.NOTHING;
  }

  /** How many messages are due a second, where there is a time-table. */
  public long rate() {
    return rate;
  }

  /** In which state nothing happens, where that is measured. */
  public Idle.State state() {
    return state;
  }

  /** The sizes of batches that are measured. */
  public List<Integer> batches() {
    return isFlow() && !grows() ? ONE_AND_BATCH : ONE;
  }

  /** What it asks. */
  public String question() {
    return question;
  }

  /** Who sends what to whom. */
  public String picture() {
    return picture;
  }

  /** What it cannot show. */
  public String blind() {
    return blind;
  }
}
