package dev.penstock.sequence;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class GateTest {
  private final Progress fast = new Progress();
  private final Progress slow = new Progress();
  private final Gate gate = new Gate(8, fast, slow);

  @Test
  void oneLapMayBeClaimedBeforeAnythingIsCompleted() {
    assertThat(gate.limit()).isEqualTo(7);
    assertThat(gate.capacity()).isEqualTo(8);
    assertThat(gate.leaves()).isEqualTo(2);
    assertThat(gate.leaf(1)).isSameAs(slow);
  }

  @Test
  void theSlowestLeafIsTheLimit() {
    fast.complete(5);
    assertThat(gate.limit()).isEqualTo(7);
    assertThat(gate.laggard()).isEqualTo(1);
    slow.complete(2);
    assertThat(gate.limit()).isEqualTo(10);
    slow.complete(6);
    assertThat(gate.limit()).isEqualTo(13);
    assertThat(gate.laggard()).isZero();
  }

  @Test
  void neededIsOneLapBehind() {
    assertThat(gate.needed(8)).isZero();
    assertThat(gate.needed(7)).isEqualTo(-1);
  }

  @Test
  void laterChangesOfTheCallersArrayDoNotMatter() {
    Progress[] leaves = {slow};
    Gate copied = new Gate(8, leaves);
    leaves[0] = fast;
    fast.complete(5);
    assertThat(copied.limit()).isEqualTo(7);
  }
}
