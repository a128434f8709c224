package dev.penstock.verification;

import dev.penstock.ClaimRefusedException;
import dev.penstock.Disruptor;
import dev.penstock.DisruptorFailedException;
import dev.penstock.DisruptorState;
import dev.penstock.Producer;
import dev.penstock.Stage;
import java.time.Duration;
import java.util.List;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;

/**
 * One producing thread of a run: claims in every form, publishes at once and in parts, gives up,
 * and checks that the slots it is given are free.
 */
final class FeedingProducer implements Runnable {
  private static final long RETRY_NANOS = 200_000;
  private static final long LOCKSTEP_NANOS = 30_000_000_000L;
  private static final long LOOK_NANOS = 50_000;
  private static final long LOOKS_BETWEEN = 2_000;

  private final ProducerPlan plan;
  private final Disruptor disruptor;
  private final EventSlots events;
  private final List<CheckedStage> stages;
  private final List<Stage> ringStages;
  private final Witness witness;
  private final boolean revealing;
  private final boolean multi;
  private final boolean interrupts;
  private final BooleanSupplier refusing;
  private final Supplier<String> stacks;
  private final Dice dice;
  private final Pauses pauses;

  /** {@code sequence << 1 | discarded}, of all that was published or, with several, given up. */
  private final Ledger log = new Ledger();

  private Producer producer;
  private long number;
  private boolean over;
  private volatile boolean stopped;
  private volatile long abandoned = -1;

  FeedingProducer(
      ProducerPlan plan,
      Scenario scenario,
      Disruptor disruptor,
      EventSlots events,
      List<CheckedStage> stages,
      Witness witness,
      Sabotage sabotage,
      BooleanSupplier refusing,
      Supplier<String> stacks) {
    this.plan = plan;
    this.disruptor = disruptor;
    this.events = events;
    this.stages = List.copyOf(stages);
    ringStages = stages.stream().map(stage -> disruptor.stage(stage.name())).toList();
    this.witness = witness;
    multi = scenario.multi();
    interrupts = scenario.interrupts();
    this.refusing = refusing;
    this.stacks = stacks;
    revealing = sabotage == Sabotage.REVEAL_DISCARDED;
    dice = new Dice(plan.seed());
    pauses = new Pauses(plan.pauses(), dice.seed());
    producer = disruptor.producer(plan.name(), plan.waits());
  }

  @Override
  public void run() {
    while (!over && !stopped && number < plan.quota()) {
      pauses.maybe();
      int n = dice.between(1, plan.claimsUpTo());
      boolean refused = refusing.getAsBoolean();
      if (claimed(n)) {
        witness.expect(!refused, "%s claimed after a close had returned", plan.name());
        long hi = producer.claimed();
        long lo = hi - n + 1;
        checkFree(lo, hi);
        fill(lo, hi);
        if (plan.lockstep()) {
          awaitHandled(hi);
        }
        if (dice.oneIn(plan.reopensOneIn())) {
          reopen();
        }
      }
    }
    end();
  }

  /** Claims in one of the four forms; false when there was no room in time or no longer any. */
  private boolean claimed(int n) {
    try {
      switch (dice.between(0, 3)) {
        case 0 -> {
          return producer.tryClaim(n) || waited();
        }
        case 1 -> {
          return producer.tryClaim(n, Duration.ofNanos(dice.spread(1_000, 20_000_000)));
        }
        case 2 -> claimInterrupted(n);
        default -> claim(n);
      }
      return true;
    } catch (InterruptedException e) {
      witness.expect(interrupts, "%s: %s, and nobody interrupts it", plan.name(), e);
      return false; // as it should be: somebody has interrupted a timed claim
    } catch (ClaimRefusedException e) {
      witness.expect(e.state().compareTo(DisruptorState.RUNNING) > 0, "refused when %s", e.state());
      over = true;
    } catch (DisruptorFailedException e) {
      over = true;
    } catch (IllegalStateException e) {
      witness.expect(
          String.valueOf(e.getMessage()).contains("full and not started"), "claim threw %s", e);
      return waited();
    }
    return false;
  }

  private boolean waited() {
    Thread.interrupted();
    Pauses.pause(RETRY_NANOS);
    return false;
  }

  private void claim(int n) {
    long hi = n == 1 ? producer.claim() : producer.claim(n);
    witness.expect(hi == producer.claimed(), "claim gave %d, not %d", hi, producer.claimed());
  }

  /** The untimed claim neither heeds an interrupt nor loses it. */
  private void claimInterrupted(int n) {
    boolean interrupt = dice.oneIn(8);
    if (interrupt) {
      Thread.currentThread().interrupt();
    }
    try {
      claim(n);
    } finally {
      boolean kept = Thread.interrupted();
      witness.expect(kept || !interrupt, "claim(%d) lost an interrupt", n);
    }
  }

  /** The slots are free, all stages have left them, and this thread sees that they have. */
  private void checkFree(long lo, long hi) {
    int capacity = disruptor.capacity();
    for (int i = 0; i < stages.size(); i++) {
      CheckedStage stage = stages.get(i);
      long completed = ringStages.get(i).completed();
      witness.expect(
          hi - capacity <= completed,
          "%s: claimed %d when %s had completed %d",
          plan.name(),
          hi,
          stage.name(),
          completed);
      for (long sequence = Math.max(lo, capacity); sequence <= hi; sequence++) {
        long before = sequence - capacity;
        if (!stage.hasLeft(before) && !(multi && events.poisoned(before))) {
          witness.report(
              "%s: claimed %d before %s passed %d, %s"
                  .formatted(plan.name(), sequence, stage.name(), before, events.describe(before)));
        }
      }
    }
  }

  /** Waits until all stages have completed what was published up to {@code hi}. */
  private void awaitHandled(long hi) {
    long since = System.nanoTime();
    long last = logged() == 0 ? -1 : Math.min(hi, log.last() >> 1);
    while (disruptor.state() == DisruptorState.RUNNING && !completed(last)) {
      if (System.nanoTime() - since > LOCKSTEP_NANOS) {
        witness.report(
            "%s: %d was not handled in time: %s%n%s"
                .formatted(plan.name(), last, disruptor.snapshot(), stacks.get()));
        return;
      }
      if (plan.virtual()) {
        Thread.interrupted();
        Pauses.pause(LOOK_NANOS); // a virtual thread that only yields keeps its carrier from others
      } else {
        Thread.yield();
      }
    }
    for (long i = dice.spread(1, LOOKS_BETWEEN); i > 0; i--) {
      Thread.onSpinWait();
    }
  }

  private boolean completed(long sequence) {
    for (Stage stage : ringStages) {
      if (stage.completed() < sequence) {
        return false;
      }
    }
    return true;
  }

  private void fill(long lo, long hi) {
    long keep = dice.oneIn(plan.discardsOneIn()) ? lo - 1 + dice.between(0, (int) (hi - lo)) : hi;
    for (long sequence = lo; sequence <= hi; sequence++) {
      if (sequence <= keep) {
        events.write(sequence, plan.index(), number++);
      } else {
        events.poison(sequence);
      }
    }
    pauses.maybe();
    long next = lo;
    while (next <= keep) {
      long through = dice.oneIn(3) ? next + dice.between(0, (int) (keep - next)) : keep;
      producer.publish(through);
      for (; next <= through; next++) {
        log.append(next << 1);
      }
      if (next <= keep) {
        pauses.maybe();
      }
    }
    if (keep < hi) {
      giveUp(keep + 1, hi);
    }
  }

  private void giveUp(long lo, long hi) {
    if (revealing) {
      producer.publish(hi);
    }
    if (dice.oneIn(10)) {
      reopen();
    } else {
      producer.discard();
    }
    for (long sequence = lo; multi && sequence <= hi; sequence++) {
      log.append(sequence << 1 | 1);
    }
  }

  private void reopen() {
    producer.close();
    producer = disruptor.producer(plan.name(), plan.waits());
  }

  private void end() {
    Thread.interrupted();
    try {
      if (plan.abandons() && producer.tryClaim(1)) {
        events.poison(producer.claimed());
        abandoned = producer.claimed();
      }
    } catch (IllegalStateException | DisruptorFailedException e) {
      // the ring is over, so there is nothing to abandon
    }
  }

  void stop() {
    stopped = true;
  }

  /** The sequence that it claimed and left, -1 for none. */
  long abandoned() {
    return abandoned;
  }

  /** How many entries its log has just now. */
  int logged() {
    return log.count();
  }

  Recording.Feed record(int before) {
    return new Recording.Feed(plan.name(), log.copy(), before);
  }
}
