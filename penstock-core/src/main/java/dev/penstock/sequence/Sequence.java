package dev.penstock.sequence;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;

/**
 * A 64-bit counter that shares its cache lines with nothing else: 128 bytes stand on both sides of
 * the value.
 *
 * <p>Everything hot in this library composes this holder, except for a producer's handle, see
 * {@link Claims}. How the padding is made says {@link PadBefore}. The class is final because a
 * subclass with fields of its own would eat into the right-hand side.
 *
 * <p>Every access names its mode, and each mode is as strong as {@link VarHandle} says, no
 * stronger. "Nothing yet" is {@link #NONE}.
 */
public final class Sequence extends SequencePadAfter {
  /** The value of a sequence that has counted nothing: slots are numbered from 0. */
  public static final long NONE = -1;

  private static final VarHandle VALUE;

  static {
    try {
      VALUE =
          MethodHandles.lookup()
              .findVarHandle(Sequence.class, "value", long.class)
              .withInvokeExactBehavior(); // a call with other static types would allocate
    } catch (ReflectiveOperationException e) {
      throw new ExceptionInInitializerError(e);
    }
  }

  public Sequence(long initial) {
    setRelease(initial);
  }

  public long getPlain() {
    return value;
  }

  public void setPlain(long next) {
    value = next;
  }

  public long getOpaque() {
    return (long) VALUE.getOpaque(this);
  }

  public void setOpaque(long next) {
    VALUE.setOpaque(this, next);
  }

  public long getAcquire() {
    return (long) VALUE.getAcquire(this);
  }

  public void setRelease(long next) {
    VALUE.setRelease(this, next);
  }

  public long getVolatile() {
    return (long) VALUE.getVolatile(this);
  }

  public void setVolatile(long next) {
    VALUE.setVolatile(this, next);
  }

  public boolean compareAndSet(long expected, long next) {
    return VALUE.compareAndSet(this, expected, next);
  }

  /** Adds {@code delta} with volatile effects, and returns what was there before. */
  public long getAndAdd(long delta) {
    return (long) VALUE.getAndAdd(this, delta);
  }

  /** Raises the value to {@code candidate} where it is lower, with volatile effects. */
  public void raiseTo(long candidate) {
    long seen = getVolatile();
    while (seen < candidate && !VALUE.compareAndSet(this, seen, candidate)) {
      seen = getVolatile();
    }
  }

  @Override
  public String toString() {
    return Long.toString(getAcquire());
  }
}

/** The value alone. */
abstract class SequenceValue extends PadBefore {
  long value;
}

/** The 128 bytes behind the value. */
abstract class SequencePadAfter extends SequenceValue {
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
