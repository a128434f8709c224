/** Penstock in every shape: on the application's own arrays, and on an object ring. */
package dev.penstock.benchmarks.penstock;
