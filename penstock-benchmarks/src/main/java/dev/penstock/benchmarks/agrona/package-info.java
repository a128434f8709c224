/** Agrona's ring buffers: bytes, not references. */
package dev.penstock.benchmarks.agrona;
