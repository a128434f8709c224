package dev.penstock.verification;

import java.util.Arrays;
import java.util.concurrent.atomic.AtomicInteger;

/** A list of longs that one thread at a time writes; its length may be read by any. */
final class Ledger {
  private long[] entries = new long[256];
  private final AtomicInteger count = new AtomicInteger();

  void append(long entry) {
    int n = count.getPlain();
    if (n == entries.length) {
      entries = Arrays.copyOf(entries, 2 * n);
    }
    entries[n] = entry;
    count.set(n + 1);
  }

  int count() {
    return count.get();
  }

  /** The newest entry, for the writer. */
  long last() {
    return entries[count.getPlain() - 1];
  }

  /** All entries; when the writers have ended. */
  long[] copy() {
    return Arrays.copyOf(entries, count());
  }
}
