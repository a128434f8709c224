/**
 * Rings of sequence numbers: topology, lifecycle, failure, producers and stages. Begin with {@link
 * dev.penstock.Disruptor}.
 */
package dev.penstock;
