package dev.penstock.benchmarks;

import java.io.IOException;

/** Measures a cell once, in a process of its own. */
@FunctionalInterface
interface Measuring {
  /** Measures, or says why that was not possible. */
  WorkerResult run(WorkerOptions options) throws IOException, InterruptedException, WorkerException;
}
