package dev.penstock.verification;

import static org.assertj.core.api.Assertions.assertThat;

import dev.penstock.Disruptor;
import dev.penstock.DisruptorState;
import dev.penstock.Producer;
import dev.penstock.Stage;
import dev.penstock.StepResult;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A ring whose only stage is stepped by one thread while another, which has stepped it, closes. */
@Timeout(120)
class CloseBesideDriverTest {
  private static final long LONG_ENOUGH_NANOS = Duration.ofSeconds(3).toNanos();

  @Test
  void closeReturnsWhenTheRingIsTerminatedWhoeverSteps() throws InterruptedException {
    long since = System.nanoTime();
    for (int i = 0; System.nanoTime() - since < LONG_ENOUGH_NANOS; i++) {
      Disruptor disruptor = Disruptor.singleProducer(2).stage("s", (lo, hi) -> {}).polled().start();
      try (Producer producer = disruptor.producer()) {
        producer.publish(producer.claim());
      }
      Stage stage = disruptor.stage("s");
      stage.step(); // from here on it is somebody else who does
      AtomicBoolean begun = new AtomicBoolean();
      Thread driver =
          new Thread(
              () -> {
                begun.set(true);
                while (stage.step() != StepResult.ENDED) {
                  Thread.onSpinWait();
                }
              });
      driver.start();
      while (!begun.get()) {
        Thread.onSpinWait();
      }
      disruptor.close();
      DisruptorState state = disruptor.state();
      driver.join(60_000);
      assertThat(driver.isAlive()).isFalse();
      assertThat(state).as("round %d", i).isEqualTo(DisruptorState.TERMINATED);
    }
  }
}
