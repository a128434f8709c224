package dev.penstock.verification;

import static org.assertj.core.api.Assertions.assertThat;

import dev.penstock.Disruptor;
import dev.penstock.DisruptorBuilder;
import dev.penstock.Producer;
import dev.penstock.Snapshot;
import dev.penstock.WaitStrategy;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class YieldingVirtualThreadsTest {
  /** As many stages that yield as there are carriers, and one more that wants to run. */
  @Test
  void yieldingStagesOnVirtualThreadsLeaveRoomForOthers() throws InterruptedException {
    Cast cast = new Cast(new Witness());
    int carriers = Runtime.getRuntime().availableProcessors();
    DisruptorBuilder builder = Disruptor.singleProducer(16);
    String[] names = new String[carriers];
    for (int i = 0; i < carriers; i++) {
      names[i] = "yields-" + i;
      String name = names[i];
      builder
          .stage(name, (lo, hi) -> {})
          .waitStrategy(WaitStrategy.yielding())
          .threads(body -> cast.make(name, true, body));
    }
    Disruptor disruptor =
        builder
            .stage("naps", (lo, hi) -> {})
            .after(names)
            .waitStrategy(WaitStrategy.backoff(Duration.ofMillis(1)))
            .threads(body -> cast.make("naps", true, body))
            .start();
    try {
      assertThat(disruptor.awaitRunning(Duration.ofSeconds(10))).as(cast::dump).isTrue();
      for (int i = 0; i < 100; i++) {
        try (Producer producer = disruptor.producer()) {
          assertThat(producer.tryClaim(1, Duration.ofSeconds(10))).isTrue();
          producer.publish(producer.claimed());
        }
        boolean quiet = disruptor.awaitQuiescence(Duration.ofSeconds(10));
        Snapshot snapshot = disruptor.snapshot();
        assertThat(quiet).as("event %d: %s", i, snapshot).isTrue();
      }
    } finally {
      disruptor.shutdown(Duration.ofSeconds(5));
    }
    assertThat(cast.ended("", System.nanoTime() + Duration.ofSeconds(10).toNanos())).isTrue();
  }
}
