package dev.penstock;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

/** A ring in words, and as a picture. */
@LeavesNoThread
class DescriptionTest {
  private static Disruptor diamond() {
    return Disruptor.multiProducer(1024)
        .name("orders")
        .stage("journal", (lo, hi) -> {})
        .waitStrategy(WaitStrategy.backoff(Duration.ofMillis(1)))
        .stage("say \"hi\"", (lo, hi) -> {})
        .polled()
        .stage("match", (lo, hi) -> {})
        .after("journal", "say \"hi\"")
        .waitStrategy(WaitStrategy.busySpin().coalescing())
        .errorPolicy(ErrorPolicy.detach())
        .build();
  }

  @Test
  void describeTellsTheRingAndEachStageInALine() {
    Disruptor disruptor = diamond();
    assertThat(disruptor.describe())
        .isEqualTo(
            """
            'orders' is NEW: several producers, 1024 slots
              stage 'journal' after the producers, backoff(PT0.001S), on failure halt, on a thread
              stage 'say "hi"' after the producers, blocking.coalescing, on failure halt, polled
              stage 'match' after journal, say "hi", busySpin.coalescing, on failure detach, on a\
             thread\
            """);
    assertThat(disruptor).hasToString(disruptor.describe());
    disruptor.close();
    assertThat(disruptor.describe()).startsWith("'orders' is TERMINATED: ");
  }

  @Test
  void describeTellsASingleProducer() {
    Disruptor disruptor = Disruptor.singleProducer(2).stage("a", (lo, hi) -> {}).build();
    assertThat(disruptor.describe()).startsWith("'disruptor' is NEW: single producer, 2 slots");
    assertThat(disruptor.name()).isEqualTo("disruptor");
    assertThat(disruptor.capacity()).isEqualTo(2);
    disruptor.close();
  }

  @Test
  void mermaidDrawsProducersStagesAndEdges() {
    Disruptor disruptor = diamond();
    assertThat(disruptor.mermaid())
        .isEqualToNormalizingNewlines(
            """
            flowchart LR
              producers(["producers"])
              s0["journal"]
              s1["say #quot;hi#quot;"]
              s2["match"]
              producers --> s0
              producers --> s1
              s0 --> s2
              s1 --> s2
            """);
    disruptor.close();
  }

  @Test
  void policiesAndStrategiesTellWhatTheyAre() {
    assertThat(ErrorPolicy.deadLetter((stage, lo, hi, cause) -> {})).hasToString("deadLetter");
    assertThat(ErrorPolicy.retry(3, Duration.ofMillis(20), ErrorPolicy.skip()))
        .hasToString("retry(3, PT0.02S) then skip");
    assertThat(WaitStrategy.yielding()).hasToString("yielding");
    assertThat(WaitStrategy.blocking()).hasToString("blocking");
  }
}
