/** The LMAX Disruptor in every shape. */
package dev.penstock.benchmarks.lmax;
