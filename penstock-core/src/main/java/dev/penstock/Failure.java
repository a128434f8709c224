package dev.penstock;

import dev.penstock.sequence.Nullable;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/**
 * What went wrong at one stage. Made with the stage and filled in when it fails, so that a failure
 * for want of memory can be told without more of it.
 */
final class Failure {
  private final String stage;
  private final List<Throwable> later = new CopyOnWriteArrayList<>();
  private String what = "failed";
  private long sequence = -1;
  private long lo = -1;
  private long hi = -1;
  @Nullable private Throwable cause;

  Failure(String stage) {
    this.stage = stage;
  }

  /** Fills in a failed unit beginning at {@code sequence} of the range {@code lo..hi}. */
  Failure at(long sequence, long lo, long hi, Throwable cause) {
    this.sequence = sequence;
    this.lo = lo;
    this.hi = hi;
    this.cause = cause;
    return this;
  }

  /** Fills in a failure that belongs to no event. */
  Failure of(String what, Throwable cause) {
    this.what = what;
    this.cause = cause;
    return this;
  }

  void addLater(Throwable failure) {
    later.add(failure);
  }

  String message() {
    String text = "stage '" + stage + "' " + what;
    return sequence < 0 ? text : text + " at sequence: " + sequence + range();
  }

  private String range() {
    return lo == hi ? "" : " (range: " + lo + ".." + hi + ")";
  }

  @Nullable
  Throwable cause() {
    return cause;
  }

  String stage() {
    return stage;
  }

  long sequence() {
    return sequence;
  }

  List<Throwable> later() {
    return later;
  }
}
