package dev.penstock.sequence;

/**
 * What one stage follows: the sequencer where it is a first stage, else every direct upstream
 * stage.
 *
 * <p>Each upstream is read with acquire, every time it is asked; the stage asks when it has handled
 * what the last answer allowed, or would take more.
 */
public final class Barrier {
  private final Sequencer sequencer;
  private final Progress[] upstreams;

  public Barrier(Sequencer sequencer, Progress... upstreams) {
    this.sequencer = sequencer;
    this.upstreams = upstreams.clone();
  }

  /** Whether there is no stage above. */
  public boolean first() {
    return upstreams.length == 0;
  }

  /** The highest sequence that may be handled; less than {@code next} when there is none. */
  public long available(long next, long bound) {
    if (upstreams.length == 0) {
      return sequencer.available(next, bound);
    }
    return Progress.slowest(upstreams);
  }

  /** How many sources there are to wait for. */
  public int sources() {
    return Math.max(1, upstreams.length);
  }

  public Source source(int index) {
    return upstreams.length == 0 ? sequencer : upstreams[index];
  }

  /** The index of the source that is furthest behind. */
  public int laggard() {
    return Progress.laggard(upstreams);
  }
}
