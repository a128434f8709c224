package dev.penstock.verification;

import dev.penstock.Disruptor;
import dev.penstock.Snapshot;
import dev.penstock.StageSnapshot;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Takes and checks snapshots, wakes stages, and interrupts threads, at random moments. */
final class Chaos implements Runnable {
  private final Scenario scenario;
  private final Disruptor disruptor;
  private final Cast cast;
  private final Witness witness;
  private final Dice dice;
  private final Map<String, Long> completed = new HashMap<>();
  private volatile boolean over;

  Chaos(Scenario scenario, Disruptor disruptor, Cast cast, Witness witness) {
    this.scenario = scenario;
    this.disruptor = disruptor;
    this.cast = cast;
    this.witness = witness;
    dice = new Dice(scenario.seed() + 1);
  }

  @Override
  public void run() {
    while (!over) {
      Pauses.pause(dice.spread(50_000, 5_000_000));
      switch (dice.between(0, 3)) {
        case 0 -> interrupt("stage");
        case 1 -> interrupt("p");
        case 2 -> disruptor.stage("s" + dice.between(0, scenario.stages().size() - 1)).wakeUp();
        default -> check(disruptor.snapshot());
      }
    }
    check(disruptor.snapshot());
  }

  private void interrupt(String whom) {
    List<Thread> alive = cast.alive(whom);
    if (scenario.interrupts() && !alive.isEmpty()) {
      dice.pick(alive).interrupt();
    }
  }

  private void check(Snapshot snapshot) {
    boolean sound = snapshot.published() <= snapshot.claimed() && snapshot.claimed() >= -1;
    for (StageSnapshot stage : snapshot.stages()) {
      sound &= stage.lag() >= 0 && stage.backlog() >= 0 && stage.backlog() <= stage.lag();
      long before = completed.getOrDefault(stage.name(), -1L);
      sound &= stage.completed() >= before;
      completed.put(stage.name(), stage.completed());
      for (String above : stage.after()) {
        sound &= stage.completed() <= snapshot.stage(above).completed();
      }
    }
    witness.expect(sound, "a snapshot that cannot be: %s", snapshot);
  }

  void end() {
    over = true;
  }
}
