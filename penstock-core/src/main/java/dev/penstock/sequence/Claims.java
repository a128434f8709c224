package dev.penstock.sequence;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;

/**
 * The private counters of one producer's handle, on cache lines that nothing else shares. A handle
 * <em>is</em> its counters, by inheritance, where everything else in this library is composed.
 *
 * <p>The reason is what a message costs its producer. Each counter is read a few times per message
 * and written once, so the next message waits for the last one's store to be forwarded. A processor
 * forwards at once where the address is the same register plus the same offset, and takes several
 * cycles where the register was loaded anew in between, as a reference to a holder is, behind every
 * barrier. See decision 21 for what that came to.
 *
 * <p>All handles have a <em>limit</em>, up to which they may claim without looking (see {@link
 * Limit}), and the highest sequence they are <em>done</em> with, published or given up. That of a
 * ring with several producers has the highest it has <em>claimed</em>. That of a ring with one has
 * what is <em>published</em>, which stages poll, on lines of its own, and notes a claim in {@code
 * open}, which is {@code idle} while nothing is outstanding, and else {@code ~hi} more. What for,
 * it tells itself.
 *
 * <p>One thread writes them, others only look: snapshots and the {@link End} at the counts; a stop
 * takes the limit away.
 */
public class Claims extends ClaimsPadAfter {
  private static final VarHandle CLAIMED = handle("claimed");
  private static final VarHandle DONE = handle("done");
  private static final VarHandle LIMIT = handle("limit");
  private static final VarHandle OPEN = handle("open");
  private static final VarHandle PUBLISHED = handle("published");

  /**
   * The counters of a handle that goes on behind {@code last}; it may claim nothing yet.
   *
   * @param idle what its note is while nothing is outstanding; any number, where it leaves no notes
   */
  protected Claims(long last, long idle) {
    limit = Limit.REVOKED;
    this.idle = idle;
    setOpenRelease(idle);
    setDoneRelease(last);
    setClaimedRelease(last);
    setPublishedRelease(last);
  }

  private static VarHandle handle(String field) {
    try {
      return MethodHandles.lookup()
          .findVarHandle(Claims.class, field, long.class)
          .withInvokeExactBehavior(); // a call with other static types would allocate
    } catch (ReflectiveOperationException e) {
      throw new ExceptionInInitializerError(e);
    }
  }

  protected final long limitOpaque() {
    return (long) LIMIT.getOpaque(this);
  }

  protected final void setLimitRelease(long value) {
    LIMIT.setRelease(this, value);
  }

  protected final void setLimitVolatile(long value) {
    LIMIT.setVolatile(this, value);
  }

  protected final long claimedPlain() {
    return claimed;
  }

  protected final long claimedAcquire() {
    return (long) CLAIMED.getAcquire(this);
  }

  protected final void setClaimedPlain(long value) {
    claimed = value;
  }

  protected final void setClaimedRelease(long value) {
    CLAIMED.setRelease(this, value);
  }

  protected final long donePlain() {
    return done;
  }

  protected final long doneAcquire() {
    return (long) DONE.getAcquire(this);
  }

  protected final void setDonePlain(long value) {
    done = value;
  }

  protected final void setDoneOpaque(long value) {
    DONE.setOpaque(this, value);
  }

  protected final void setDoneRelease(long value) {
    DONE.setRelease(this, value);
  }

  protected final long openPlain() {
    return open;
  }

  protected final void setOpenPlain(long value) {
    open = value;
  }

  /**
   * The highest sequence that the note of a claim tells of, as any thread may see it; {@link
   * Sequence#NONE} where there is no note. Whoever compares it with what is published reads this
   * first, so a claim that is published meanwhile is none.
   */
  protected final long notedAcquire() {
    long note = (long) OPEN.getAcquire(this);
    return note == idle ? Sequence.NONE : ~(note - idle);
  }

  protected final void setOpenRelease(long value) {
    OPEN.setRelease(this, value);
  }

  protected final long publishedPlain() {
    return published;
  }

  protected final long publishedOpaque() {
    return (long) PUBLISHED.getOpaque(this);
  }

  protected final long publishedAcquire() {
    return (long) PUBLISHED.getAcquire(this);
  }

  protected final void setPublishedRelease(long value) {
    PUBLISHED.setRelease(this, value);
  }

  /** What {@code open} is when nothing is; not a constant to the compiler, and that is its use. */
  protected final long idle() {
    return idle;
  }
}

/** The counters that only the handle's thread writes, but for a stop, which takes the limit. */
abstract class ClaimsFields extends PadBefore {
  long limit;
  long claimed;
  long done;
  long open;
  long idle;
}

/** The 128 bytes behind them. No long finds a gap further up to move into. */
abstract class ClaimsPadBetween extends ClaimsFields {
  int p16; // takes the gap behind the object's header; where there is none, it leaves one itself
  long p00, p01, p02, p03, p04, p05, p06, p07, p08, p09, p10, p11, p12, p13, p14, p15;
}

/** What stages poll. */
abstract class ClaimsPublished extends ClaimsPadBetween {
  long published;
}

/** The 128 bytes behind that. */
abstract class ClaimsPadAfter extends ClaimsPublished {
  int q16; // takes that gap, or a subclass would
  long q00, q01, q02, q03, q04, q05, q06, q07, q08, q09, q10, q11, q12, q13, q14, q15;
}
