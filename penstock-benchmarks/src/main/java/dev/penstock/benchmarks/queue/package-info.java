/** Queues in every shape that can be made of queues. */
package dev.penstock.benchmarks.queue;
