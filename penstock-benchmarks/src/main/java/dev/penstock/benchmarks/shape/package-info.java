/** What is measured: the shapes, what an adapter of a library has to do for each, and how. */
package dev.penstock.benchmarks.shape;
