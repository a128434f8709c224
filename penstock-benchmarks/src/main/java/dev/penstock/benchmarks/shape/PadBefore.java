package dev.penstock.benchmarks.shape;

/** 128 bytes before what one thread writes all the time and others must not share a line with. */
abstract class PadBefore {
  long b00, b01, b02, b03, b04, b05, b06, b07, b08, b09, b10, b11, b12, b13, b14, b15;
}
