package dev.penstock.verification;

import java.util.BitSet;

/**
 * Judges a {@link Recording}: every event that was published passed every stage exactly once and in
 * order, nothing else did, and all stages of a closed ring ended at the same place, which lies
 * behind everything that was published before the close.
 */
final class Verdict {
  private final Recording recording;
  private final Witness witness;
  private final BitSet published = new BitSet();
  private final BitSet discarded = new BitSet();
  private final BitSet before = new BitSet();

  private Verdict(Recording recording, Witness witness) {
    this.recording = recording;
    this.witness = witness;
  }

  static void judge(Recording recording, Witness witness) {
    Verdict verdict = new Verdict(recording, witness);
    verdict.feeds();
    verdict.stages();
    if (recording.drained()) {
      verdict.end();
    }
  }

  private void feeds() {
    for (Recording.Feed feed : recording.feeds()) {
      long last = -1;
      for (int i = 0; i < feed.log().length; i++) {
        int sequence = (int) (feed.log()[i] >> 1);
        witness.expect(sequence > last, "%s was given %d after %d", feed.name(), sequence, last);
        witness.expect(
            !published.get(sequence) && !discarded.get(sequence),
            "%s was given %d, and so was another",
            feed.name(),
            sequence);
        last = sequence;
        ((feed.log()[i] & 1) == 0 ? published : discarded).set(sequence);
        if (i < feed.before()) {
          before.set(sequence);
        }
      }
    }
  }

  private void stages() {
    for (Recording.Stage stage : recording.stages()) {
      BitSet passed = passed(stage);
      for (String above : stage.after()) {
        long completed = completedOf(above);
        witness.expect(
            stage.completed() <= completed,
            "%s completed %d and %s, before it, only %d",
            stage.name(),
            stage.completed(),
            above,
            completed);
      }
      BitSet missing = (BitSet) published.clone();
      missing.andNot(passed);
      int first = missing.nextSetBit(0);
      witness.expect(
          first < 0 || first > stage.completed() || first >= stage.detachedFrom(),
          "%s completed %d and was never handed %d: lost",
          stage.name(),
          stage.completed(),
          first);
    }
  }

  private long completedOf(String name) {
    return recording.stages().stream()
        .filter(stage -> stage.name().equals(name))
        .mapToLong(Recording.Stage::completed)
        .findFirst()
        .orElseThrow();
  }

  private BitSet passed(Recording.Stage stage) {
    BitSet passed = new BitSet();
    long last = -1;
    for (long sequence : stage.passed()) {
      int index = (int) sequence;
      witness.expect(!passed.get(index), "%s passed %d twice: doubled", stage.name(), sequence);
      witness.expect(
          sequence > last, "%s passed %d after %d: reordered", stage.name(), sequence, last);
      witness.expect(!discarded.get(index), "%s passed %d: discarded", stage.name(), sequence);
      witness.expect(
          published.get(index) || discarded.get(index),
          "%s passed %d: never published",
          stage.name(),
          sequence);
      boolean excused = !recording.drained() && sequence >= stage.thrownAt();
      witness.expect(
          sequence <= stage.completed() || excused,
          "%s passed %d and completed only %d",
          stage.name(),
          sequence,
          stage.completed());
      last = sequence;
      passed.set(index);
    }
    return passed;
  }

  /** One end for all, behind all that was published before the close unless a claim stood open. */
  private void end() {
    long end = recording.stages().get(0).completed();
    for (Recording.Stage stage : recording.stages()) {
      witness.expect(
          stage.completed() == end,
          "%s ended at %d and %s at %d",
          stage.name(),
          stage.completed(),
          recording.stages().get(0).name(),
          end);
    }
    int hole = (int) (end + 1);
    int cut = before.nextSetBit(hole);
    boolean excused = !recording.generous() && !before.get(hole);
    witness.expect(
        cut < 0 || excused, "%d was published before the close, and the end was %d", cut, end);
    int late = Math.max(published.nextSetBit(hole), discarded.nextSetBit(hole));
    witness.expect(
        late < 0 || recording.single() || !recording.generous(),
        "%d was published in time, and the end was %d",
        late,
        end);
  }
}
