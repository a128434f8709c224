package dev.penstock;

import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.II_Result;

/** A handler's last read of a slot is before the write of whoever claims the slot's next lap. */
@JCStressTest
@Outcome(id = "1, 0", expect = Expect.ACCEPTABLE, desc = "the claim came first: the ring was full")
@Outcome(id = "1, 1", expect = Expect.ACCEPTABLE, desc = "the stage came first: claimed its slot")
@Outcome(expect = Expect.FORBIDDEN, desc = "the handler read the next lap's write")
@State
public class SlotReuse {
  private final int[] slots = {1, 1};
  private int read;
  private final Disruptor ring =
      Disruptor.singleProducer(2).stage("s", this::read).maxBatch(1).polled().start();
  private final Producer producer;
  private final Stage stage = ring.stage("s");

  /** Fills the ring with a handle that is then closed, since a handle belongs to one thread. */
  public SlotReuse() {
    try (Producer filling = ring.producer()) {
      filling.publish(filling.claim(2));
    }
    producer = ring.producer();
  }

  private void read(long lo, long hi) {
    read = slots[Disruptor.slot(lo, 2)];
  }

  /** Handles one event. */
  @Actor
  public void stage(II_Result r) {
    stage.step();
    r.r1 = read;
  }

  /** Claims the slot of that event for the next lap, if there is room. */
  @Actor
  public void producer(II_Result r) {
    if (producer.tryClaim(1)) {
      slots[producer.slot(producer.claimed())] = 2;
      r.r2 = 1;
    }
  }
}
