package dev.penstock.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.util.BitSet;
import java.util.concurrent.atomic.AtomicReference;
import net.openhft.affinity.Affinity;
import org.junit.jupiter.api.Test;

class PinningTest {
  private static final long DEADLINE_MILLIS = 60_000;

  /** As in a container that has not been given the first one. */
  @Test
  void onlyProcessorsThatMayBeUsedAreTaken() throws Exception {
    Pinning two = Pinning.forThreads(2);
    assumeThat(two.works()).as("two processors, and a platform that pins").isTrue();
    AtomicReference<BitSet> confined = new AtomicReference<>(new BitSet());
    AtomicReference<BitSet> pinned = new AtomicReference<>(new BitSet());
    Thread thread =
        new Thread(
            () -> {
              two.pin(1);
              confined.set(Affinity.getAffinity());
              Pinning.forThreads(1).pin(0);
              pinned.set(Affinity.getAffinity());
            });
    thread.start();
    thread.join(DEADLINE_MILLIS);

    assertThat(thread.isAlive()).isFalse();
    assertThat(confined.get().cardinality()).isEqualTo(1);
    assertThat(pinned.get()).isEqualTo(confined.get());
  }
}
