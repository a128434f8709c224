package dev.penstock.benchmarks.shape;

/** What a consumer writes for every message or range. */
abstract class CheckCounters extends PadBefore {
  long sum;
  long disorder;
  long next;
  long last;
}

/** 128 bytes behind the counters. */
abstract class CheckPadAfter extends CheckCounters {
  long a00, a01, a02, a03, a04, a05, a06, a07, a08, a09, a10, a11, a12, a13, a14, a15;
}
