/**
 * Coordination and waiting: padded counters, the two sequencers, the state of a ring, barriers, and
 * the ways of waiting for them. Nothing here knows handlers, stages or exceptions of the layers
 * above; the package is not exported.
 */
package dev.penstock.sequence;
