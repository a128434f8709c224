package dev.penstock.sequence;

/** What limits producers: the leaves of the topology, all of which must have left a slot. */
public final class Gate {
  private final Progress[] leaves;
  private final int capacity;

  public Gate(int capacity, Progress... leaves) {
    this.capacity = capacity;
    this.leaves = leaves.clone();
  }

  public int capacity() {
    return capacity;
  }

  public int leaves() {
    return leaves.length;
  }

  public Progress leaf(int index) {
    return leaves[index];
  }

  /**
   * The highest sequence that may be claimed now. Reads every leaf with acquire: that read is what
   * orders every handler's last use of a slot before the claim of its next lap.
   */
  public long limit() {
    return Progress.slowest(leaves) + capacity;
  }

  /** The sequence that every leaf must complete before {@code hi} may be claimed. */
  public long needed(long hi) {
    return hi - capacity;
  }

  /** The index of the leaf that is furthest behind. */
  public int laggard() {
    return Progress.laggard(leaves);
  }
}
