package dev.penstock.verification;

import dev.penstock.WaitStrategy;

/**
 * What one producer of a scenario does.
 *
 * @param index its number
 * @param waits how it waits while the ring is full
 * @param quota how many events it publishes at most
 * @param claimsUpTo its longest claim
 * @param discardsOneIn one in so many claims is given up, or the rest of it; 0 for none
 * @param reopensOneIn after one in so many claims it closes its handle and makes another; 0 for
 *     none
 * @param abandons whether it ends with a claim that it neither publishes nor discards
 * @param virtual whether its thread is virtual, where there are any
 * @param lockstep whether it waits for what it has published to be handled, so that stages are
 *     often just about to park when the next event comes
 * @param pauses when it pauses, with and without a claim outstanding
 * @param seed what it draws from
 */
record ProducerPlan(
    int index,
    WaitStrategy waits,
    int quota,
    int claimsUpTo,
    int discardsOneIn,
    int reopensOneIn,
    boolean abandons,
    boolean virtual,
    boolean lockstep,
    Pauses.Plan pauses,
    long seed) {
  String name() {
    return "p" + index;
  }

  @Override
  public String toString() {
    return "%s publishes %d, %s, claims up to %d%s%s%s%s%s%s"
        .formatted(
            name(),
            quota,
            waits,
            claimsUpTo,
            discardsOneIn > 0 ? ", discards one in " + discardsOneIn : "",
            reopensOneIn > 0 ? ", reopens one in " + reopensOneIn : "",
            abandons ? ", abandons its last claim" : "",
            virtual ? ", virtual" : "",
            lockstep ? ", in lockstep" : "",
            pauses);
  }
}
