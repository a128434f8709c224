package dev.penstock.sequence;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class ProgressTest {
  @Test
  void hasCompletedNothingAtFirst() {
    Progress progress = new Progress();
    assertThat(progress.own()).isEqualTo(-1);
    assertThat(progress.get()).isEqualTo(-1);
    assertThat(progress.reached(-1)).isTrue();
    assertThat(progress.reached(0)).isFalse();
  }

  @Test
  void completingReachesEverythingUpToThere() {
    Progress progress = new Progress();
    progress.complete(4);
    assertThat(progress.own()).isEqualTo(4);
    assertThat(progress.get()).isEqualTo(4);
    assertThat(progress.reached(0)).isTrue();
    assertThat(progress.reached(4)).isTrue();
    assertThat(progress.reached(5)).isFalse();
  }

  @Test
  void slowestAndLaggardAgree() {
    Progress[] many = {new Progress(), new Progress(), new Progress()};
    many[0].complete(9);
    many[1].complete(3);
    many[2].complete(3);
    assertThat(Progress.slowest(many)).isEqualTo(3);
    assertThat(Progress.laggard(many)).as("the first of them").isOne();
  }
}
