package dev.penstock.verification;

/** Stands between the ring and one stage's handler; most often it does nothing. */
final class Tampering {
  static final Tampering NONE = new Tampering(Sabotage.NONE);
  private static final long FROM = 40;

  private final Sabotage sabotage;
  private boolean done;

  /** A handler, so that tampering may call it as it likes. */
  interface Handler {
    long handle(long lo, long hi) throws Exception;
  }

  Tampering(Sabotage sabotage) {
    this.sabotage = sabotage;
  }

  void hand(long lo, long hi, Handler handler) throws Exception {
    if (sabotage == Sabotage.NONE || done || lo < FROM) {
      handler.handle(lo, hi);
      return;
    }
    switch (sabotage) {
      case LOSE -> {
        done = true;
        if (lo < hi) {
          handler.handle(lo, hi - 1);
        }
      }
      case DOUBLE -> {
        done = true;
        handler.handle(lo, hi);
        handler.handle(hi, hi);
      }
      case REORDER -> {
        done = lo < hi;
        if (done) {
          handler.handle(hi, hi);
          handler.handle(lo, hi - 1);
        } else {
          handler.handle(lo, hi);
        }
      }
      case HANG -> {
        while (!Thread.currentThread().isInterrupted()) {
          Pauses.pause(1_000_000_000);
        }
        done = true;
      }
      default -> handler.handle(lo, hi);
    }
  }
}
