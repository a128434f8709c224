package dev.penstock.ring;

/**
 * Fills a preallocated event from two arguments before it is published. Throwing gives the claim
 * up: no stage sees the event. Pass a lambda or method reference that captures nothing, and nothing
 * is allocated.
 *
 * @param <E> the type of the event
 * @param <A> the type of the first argument
 * @param <B> the type of the second argument
 * @param <X> what it throws
 */
@FunctionalInterface
public interface EventWriter2<E, A, B, X extends Exception> {
  /** Fills the event. Called on the publishing thread. */
  void write(E event, A a, B b) throws X;
}
