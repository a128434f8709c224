package dev.penstock.sequence;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;

/**
 * The private counters of one producer's handle, on a cache line that nothing else shares: the
 * highest sequence it has <em>claimed</em>, the highest it is <em>done</em> with (published or
 * given up; a ring with one producer has that in its published sequence, too), and its
 * <em>limit</em>, up to which it may claim without looking.
 *
 * <p>One object for the three, because one thread uses them together, for every message: apart,
 * each access costs a load of a reference and a check for null, and the producer of a stream is
 * held back by little else. Others only look: snapshots and the {@link End} at the counts; a stop
 * takes the limit away, see {@link Limit}.
 */
public final class Claims extends ClaimsPadAfter {
  private static final VarHandle CLAIMED = handle("claimed");
  private static final VarHandle DONE = handle("done");
  private static final VarHandle LIMIT = handle("limit");

  /** The counters of a handle that goes on behind {@code last}; it may claim nothing yet. */
  public Claims(long last) {
    limit = Limit.REVOKED;
    setDoneRelease(last);
    setClaimedRelease(last);
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

  public long claimedPlain() {
    return claimed;
  }

  public long claimedAcquire() {
    return (long) CLAIMED.getAcquire(this);
  }

  public void setClaimedOpaque(long next) {
    CLAIMED.setOpaque(this, next);
  }

  public void setClaimedRelease(long next) {
    CLAIMED.setRelease(this, next);
  }

  public long donePlain() {
    return done;
  }

  public long doneAcquire() {
    return (long) DONE.getAcquire(this);
  }

  public void setDoneOpaque(long next) {
    DONE.setOpaque(this, next);
  }

  public void setDoneRelease(long next) {
    DONE.setRelease(this, next);
  }

  public long limitOpaque() {
    return (long) LIMIT.getOpaque(this);
  }

  public void setLimitRelease(long next) {
    LIMIT.setRelease(this, next);
  }

  public void setLimitVolatile(long next) {
    LIMIT.setVolatile(this, next);
  }
}

/** The counters alone. */
abstract class ClaimsFields extends PadBefore {
  long claimed;
  long done;
  long limit;
}

/** The 128 bytes behind them. */
abstract class ClaimsPadAfter extends ClaimsFields {
  byte a000,
      a001,
      a002,
      a003,
      a004,
      a005,
      a006,
      a007,
      a008,
      a009,
      a010,
      a011,
      a012,
      a013,
      a014,
      a015;
  byte a016,
      a017,
      a018,
      a019,
      a020,
      a021,
      a022,
      a023,
      a024,
      a025,
      a026,
      a027,
      a028,
      a029,
      a030,
      a031;
  byte a032,
      a033,
      a034,
      a035,
      a036,
      a037,
      a038,
      a039,
      a040,
      a041,
      a042,
      a043,
      a044,
      a045,
      a046,
      a047;
  byte a048,
      a049,
      a050,
      a051,
      a052,
      a053,
      a054,
      a055,
      a056,
      a057,
      a058,
      a059,
      a060,
      a061,
      a062,
      a063;
  byte a064,
      a065,
      a066,
      a067,
      a068,
      a069,
      a070,
      a071,
      a072,
      a073,
      a074,
      a075,
      a076,
      a077,
      a078,
      a079;
  byte a080,
      a081,
      a082,
      a083,
      a084,
      a085,
      a086,
      a087,
      a088,
      a089,
      a090,
      a091,
      a092,
      a093,
      a094,
      a095;
  byte a096,
      a097,
      a098,
      a099,
      a100,
      a101,
      a102,
      a103,
      a104,
      a105,
      a106,
      a107,
      a108,
      a109,
      a110,
      a111;
  byte a112,
      a113,
      a114,
      a115,
      a116,
      a117,
      a118,
      a119,
      a120,
      a121,
      a122,
      a123,
      a124,
      a125,
      a126,
      a127;
}
