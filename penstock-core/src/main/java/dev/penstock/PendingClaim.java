package dev.penstock;

/**
 * A claim that was neither published nor discarded when a snapshot was taken.
 *
 * @param producer the name of the handle
 * @param thread the name of the thread that uses it
 * @param lo the first sequence that is outstanding
 * @param hi the last sequence that is outstanding
 */
public record PendingClaim(String producer, String thread, long lo, long hi) {}
