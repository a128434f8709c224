package dev.penstock.benchmarks.shape;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class LatenciesTest {
  private final Latencies latencies = new Latencies(2);

  @Test
  void warmUpIsInNoRound() {
    latencies.record(9_000);
    assertThat(latencies.nextRound()).isTrue();
    latencies.record(10);
    assertThat(latencies.nextRound()).isTrue();
    latencies.record(20);
    assertThat(latencies.percentiles(100)).containsExactly(10.0, 20.0);
    assertThat(latencies.curve()).allSatisfy(point -> assertThat(point[1]).isBetween(10.0, 20.0));
  }

  @Test
  void saysWhenThereIsNoRoundLeft() {
    assertThat(latencies.nextRound()).isTrue();
    assertThat(latencies.nextRound()).isTrue();
    assertThat(latencies.nextRound()).isFalse();
    latencies.record(30);
    assertThat(latencies.percentiles(50)).as("still in the last").containsExactly(0.0, 30.0);
  }

  @Test
  void curveIsOfAllRounds() {
    latencies.nextRound();
    latencies.record(100);
    latencies.record(200);
    latencies.nextRound();
    latencies.record(300);
    latencies.record(400);
    assertThat(latencies.curve()).first().isEqualTo(new double[] {0, 100});
    assertThat(latencies.curve())
        .filteredOn(point -> point[0] == 50)
        .containsExactly(new double[] {50, 200});
  }
}
