package dev.penstock;

/**
 * The same on a ring whose stages do not coalesce, where the handle counts what it is done with.
 */
class CountingProducerTest extends SingleProducerTest {
  @Override
  DisruptorBuilder ring(int capacity) {
    return super.ring(capacity).waitStrategy(WaitStrategy.blocking());
  }
}
