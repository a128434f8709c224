package dev.penstock.sequence;

import static org.assertj.core.api.Assertions.assertThat;

import dev.penstock.Await;
import dev.penstock.VirtualThreadFactory;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Whether a wait lets others have its processor before it parks. Seen on virtual threads, more than
 * there are carriers for: nothing but yielding and parking takes one from its carrier.
 */
class WaiterYieldTest {
  private static final int LOOKS = 110; // a hundred spinning ones, and fewer than make any park
  private static final int THREADS = 8 * Runtime.getRuntime().availableProcessors();

  private final Map<String, Thread> lastOn = new ConcurrentHashMap<>();
  private volatile boolean allStarted;
  private final AtomicInteger gaveWay = new AtomicInteger();

  /** Ends after {@link #LOOKS} looks; notices if another has looked on its carrier in between. */
  private final class Looked extends Source {
    private int looks;
    private String carrier = "";

    @Override
    public boolean reached(long t) {
      Thread me = Thread.currentThread();
      if (looks > 0 && lastOn.get(carrier) != me) {
        gaveWay.incrementAndGet();
      }
      carrier = me.toString().replaceFirst(".*@", ""); // ends in it
      lastOn.put(carrier, me);
      return ++looks == LOOKS;
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
    for (int i = 0; i < THREADS; i++) {
      Thread thread = factory.newThread(() -> waitAmongOthers(kind));
      thread.start();
      waiting.add(thread);
    }
    allStarted = true;
    waiting.forEach(thread -> Await.ended(thread, gaveWay::get));
    assertThat(gaveWay.get() > 0)
        .as("gave way %s times", gaveWay)
        .isEqualTo(kind != WaitSpec.Kind.BUSY_SPIN);
  }
}
