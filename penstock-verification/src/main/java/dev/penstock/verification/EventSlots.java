package dev.penstock.verification;

/**
 * The storage of a run: which sequence a slot holds, who published it, and the how-manieth of that
 * producer's events it is. Read and written without any synchronisation: the ring alone must order
 * it.
 */
final class EventSlots {
  private final long[] sequences;
  private final int[] producers;
  private final long[] numbers;
  private final int mask;

  EventSlots(int capacity) {
    sequences = new long[capacity];
    java.util.Arrays.fill(sequences, Long.MIN_VALUE);
    producers = new int[capacity];
    numbers = new long[capacity];
    mask = capacity - 1;
  }

  void write(long sequence, int producer, long number) {
    int slot = (int) sequence & mask;
    sequences[slot] = sequence;
    producers[slot] = producer;
    numbers[slot] = number;
  }

  /** What a producer leaves in a slot that it is going to discard. */
  void poison(long sequence) {
    int slot = (int) sequence & mask;
    sequences[slot] = ~sequence;
    producers[slot] = -1;
    numbers[slot] = -1;
  }

  boolean holds(long sequence) {
    return sequences[(int) sequence & mask] == sequence;
  }

  boolean poisoned(long sequence) {
    return sequences[(int) sequence & mask] == ~sequence;
  }

  int producer(long sequence) {
    return producers[(int) sequence & mask];
  }

  long number(long sequence) {
    return numbers[(int) sequence & mask];
  }

  String describe(long sequence) {
    int slot = (int) sequence & mask;
    return "sequence %d, number %d of p%d"
        .formatted(sequences[slot], numbers[slot], producers[slot]);
  }
}
