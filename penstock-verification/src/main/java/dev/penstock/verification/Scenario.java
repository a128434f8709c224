package dev.penstock.verification;

import dev.penstock.WaitStrategy;
import java.time.Duration;
import java.util.List;

/**
 * One random ring and what is to happen to it, drawn from a seed: the same seed gives the same
 * scenario. What the threads make of it differs from run to run.
 *
 * @param seed what it was drawn from
 * @param multi whether the ring is one for several producers
 * @param capacity the ring's slots
 * @param start when the ring is started
 * @param waits the ring's own wait strategy, which says whether producers are woken by signal
 * @param claimGrace how long a closing ring waits for claims
 * @param stages upstream first
 * @param producers one thread each
 * @param ending how it ends
 * @param interrupts whether threads are interrupted at random moments
 */
public record Scenario(
    long seed,
    boolean multi,
    int capacity,
    Start start,
    WaitStrategy waits,
    Duration claimGrace,
    List<StagePlan> stages,
    List<ProducerPlan> producers,
    Ending ending,
    boolean interrupts) {
  /** When the ring is started. */
  public enum Start {
    /** Before the producers begin. */
    FIRST,
    /** A little after the producers have begun. */
    LATE,
    /** Not at all: what was published is handled when the ring is closed. */
    NEVER
  }

  /** Long enough for every claim of a run to be published: no hole is excused then. */
  static final Duration GENEROUS_GRACE = Duration.ofMinutes(1);

  /** Copies the lists. */
  public Scenario {
    stages = List.copyOf(stages);
    producers = List.copyOf(producers);
  }

  /** The scenario of this seed. */
  public static Scenario of(long seed) {
    return new ScenarioDraw(seed).draw();
  }

  boolean generous() {
    return claimGrace.equals(GENEROUS_GRACE);
  }

  /** The scenario in words, a line for each stage and producer. */
  public String describe() {
    StringBuilder text = new StringBuilder();
    text.append(
        "scenario %d: %s, capacity %d, %s, start %s, claim grace %s, %sends with %s"
            .formatted(
                seed,
                multi ? "several producers" : "single producer",
                capacity,
                waits,
                start,
                claimGrace,
                interrupts ? "interrupts, " : "",
                ending));
    stages.forEach(stage -> text.append("\n  ").append(stage));
    producers.forEach(producer -> text.append("\n  ").append(producer));
    return text.toString();
  }

  @Override
  public String toString() {
    return describe();
  }
}
