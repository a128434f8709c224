package dev.penstock.benchmarks.shape;

/** Keeps the counters of two consumers on different cache lines: 128 bytes before them. */
abstract class CheckPadBefore {
  long b00, b01, b02, b03, b04, b05, b06, b07, b08, b09, b10, b11, b12, b13, b14, b15;
}

/** What a consumer writes for every message or range. */
abstract class CheckCounters extends CheckPadBefore {
  long sum;
  long disorder;
  long next;
  long last;
}

/** 128 bytes behind the counters. */
abstract class CheckPadAfter extends CheckCounters {
  long a00, a01, a02, a03, a04, a05, a06, a07, a08, a09, a10, a11, a12, a13, a14, a15;
}
