package dev.penstock.ring;

/**
 * Fills a preallocated event before it is published. Throwing gives the claim up: no stage sees the
 * event. Pass a lambda or method reference that captures nothing, and nothing is allocated.
 *
 * @param <E> the type of the event
 * @param <X> what it throws
 */
@FunctionalInterface
public interface EventWriter<E, X extends Exception> {
  /** Fills the event. Called on the publishing thread. */
  void write(E event) throws X;
}
