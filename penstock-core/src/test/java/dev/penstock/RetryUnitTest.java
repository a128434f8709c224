package dev.penstock;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** A retry hands over the unit that failed, and nothing that was published since. */
class RetryUnitTest {
  @Test
  void aRangeThatIsRetriedDoesNotGrow() {
    List<String> handed = new ArrayList<>();
    Disruptor disruptor =
        Disruptor.singleProducer(16)
            .stage(
                "match",
                (lo, hi) -> {
                  handed.add(lo + ".." + hi);
                  if (lo == 0) {
                    throw new IllegalStateException("bad");
                  }
                })
            .wholeRange()
            .errorPolicy(ErrorPolicy.retry(1, Duration.ZERO, ErrorPolicy.skip()))
            .maxBatch(16)
            .polled()
            .start();
    try (disruptor;
        Producer producer = disruptor.producer()) {
      producer.publish(producer.claim());
      assertThat(disruptor.stage("match").step()).isEqualTo(StepResult.STALLED);
      producer.publish(producer.claim(9));
      while (disruptor.stage("match").completed() < 9) {
        disruptor.stage("match").step();
      }
    }
    assertThat(handed).containsExactly("0..0", "0..0", "1..9");
  }
}
