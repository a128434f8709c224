package dev.penstock.sequence;

import static org.assertj.core.api.Assertions.assertThat;

import dev.penstock.Await;
import dev.penstock.VirtualThreadFactory;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Whether a wait lets others have its processor before it parks. Seen on virtual threads, more than
 * there are carriers for: nothing but yielding, parking and a monitor that another has takes one
 * from its carrier. So a look takes no monitor: the map has none, and the classes are there.
 */
class WaiterYieldTest {
  private static final int SPINNING = 101; // looks before the first yield
  private static final int THREADS = 8 * Runtime.getRuntime().availableProcessors();

  private final Map<String, AtomicReference<Thread>> lastOn = new ConcurrentSkipListMap<>();
  private volatile boolean allStarted;
  private final AtomicInteger gaveWaySpinning = new AtomicInteger();
  private final AtomicInteger gaveWay = new AtomicInteger();

  /**
   * Ends with the look after the first yield; notices if another has looked on its carrier in
   * between.
   */
  private final class Looked extends Source {
    private int looks;
    private AtomicReference<Thread> carrier = new AtomicReference<>();

    @Override
    public boolean reached(long t) {
      Thread me = Thread.currentThread();
      if (looks > 0 && carrier.get() != me) {
        (looks < SPINNING ? gaveWaySpinning : gaveWay).incrementAndGet();
      }
      String name = me.toString().replaceFirst(".*@", ""); // ends in that of its carrier
      carrier = lastOn.computeIfAbsent(name, any -> new AtomicReference<>());
      carrier.set(me);
      return ++looks == SPINNING + 1;
    }
  }

  private void waitAmongOthers(WaitSpec.Kind kind) {
    Waiter waiter = new Waiter(new WaitSpec(kind, 1, false), new RingState());
    waiter.bind(Thread.currentThread());
    while (!allStarted) {
      Thread.onSpinWait(); // keeps its carrier
    }
    waiter.await(new Looked(), null, 0, RingState.NEW, Waiter.FOREVER, false);
  }

  @ParameterizedTest
  @EnumSource
  void everyWaitButABusySpinningOneYields(WaitSpec.Kind kind) {
    ThreadFactory factory = VirtualThreadFactory.get();
    List<Thread> waiting = new ArrayList<>();
    Thread first = factory.newThread(() -> new Looked().reached(0)); // loads what a look needs
    first.start();
    Await.ended(first, () -> "the first look");
    for (int i = 0; i < THREADS; i++) {
      Thread thread = factory.newThread(() -> waitAmongOthers(kind));
      thread.start();
      waiting.add(thread);
    }
    allStarted = true;
    waiting.forEach(thread -> Await.ended(thread, gaveWay::get));
    assertThat(gaveWaySpinning).as("while it spun").hasValue(0);
    assertThat(gaveWay.get() > 0)
        .as("gave way %s times", gaveWay)
        .isEqualTo(kind != WaitSpec.Kind.BUSY_SPIN);
  }
}
