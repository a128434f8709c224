package dev.penstock.benchmarks.shape;

import java.util.concurrent.ThreadFactory;

/**
 * A ring in a state in which nothing happens, in one of a library's ways that sleep. Cost is what
 * the whole process uses meanwhile.
 */
public interface Idle extends AutoCloseable {
  /** The states. */
  enum State {
    /** Started, and nothing is published. */
    EMPTY,
    /** The second of three stages sleeps over a message; the third waits for it. */
    SLOW_STAGE,
    /** A message is claimed and not published, one behind it is. */
    UNPUBLISHED_CLAIM,
    /** The only consumer sleeps over a message, a producer waits for a slot. */
    FULL_RING,
    /** The second of three stages sleeps over every message, a producer keeps the ring full. */
    SLOW_MIDDLE
  }

  /** How many messages {@link State#SLOW_STAGE} publishes. */
  int MESSAGES = 8;

  /** How many slots a full ring has. */
  int SMALL = 16;

  /** Brings the ring into the state. */
  void enter() throws InterruptedException;

  /**
   * Lets everything go on to its end.
   *
   * @return how many messages have been handled by the last stage
   */
  long leave() throws InterruptedException;

  /** How many {@link #leave} has to return. */
  long expected();

  @Override
  void close();

  /**
   * What to build.
   *
   * @param state the state to be in
   * @param variant which of the library's ways
   * @param threads makes all threads
   */
  record Spec(State state, String variant, ThreadFactory threads) {}
}
