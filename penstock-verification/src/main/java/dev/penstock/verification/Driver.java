package dev.penstock.verification;

import dev.penstock.Disruptor;
import dev.penstock.DisruptorFailedException;
import dev.penstock.Stage;
import dev.penstock.StepResult;
import java.util.List;
import java.util.function.BooleanSupplier;

/** Steps the polled stages of a run; several drivers do so in turns that nobody arranges. */
final class Driver implements Runnable {
  private final Disruptor disruptor;
  private final List<Stage> polled;
  private final Witness witness;
  private final BooleanSupplier over;
  private final Dice dice;

  Driver(
      Disruptor disruptor, List<Stage> polled, Witness witness, BooleanSupplier over, long seed) {
    this.disruptor = disruptor;
    this.polled = List.copyOf(polled);
    this.witness = witness;
    this.over = over;
    dice = new Dice(seed);
  }

  @Override
  public void run() {
    boolean ended = false;
    while (!ended && !over.getAsBoolean()) {
      ended = !step();
    }
  }

  /** One step of one stage or of all; false when there is no use in another. */
  boolean step() {
    try {
      boolean handled;
      if (dice.oneIn(2)) {
        handled = disruptor.step();
      } else {
        StepResult result = dice.pick(polled).step();
        handled = result == StepResult.HANDLED;
        if (result == StepResult.ENDED && polled.size() == 1) {
          return false;
        }
      }
      if (!handled) {
        Thread.interrupted();
        Pauses.pause(dice.spread(1_000, 200_000));
      }
      return true;
    } catch (DisruptorFailedException e) {
      return false;
    } catch (IllegalStateException e) {
      String message = String.valueOf(e.getMessage());
      witness.expect(message.contains("one step at a time"), "step threw %s", e);
      Thread.onSpinWait();
      return true;
    }
  }
}
