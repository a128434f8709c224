package dev.penstock.cli;

import dev.penstock.ClaimRefusedException;
import dev.penstock.Disruptor;
import dev.penstock.DisruptorFailedException;
import dev.penstock.Producer;
import dev.penstock.RangeHandler;
import dev.penstock.StageCallback;
import dev.penstock.WaitStrategy;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;

/**
 * The ring of the digest: a reader, three stages side by side, and one after all of them.
 *
 * <p>The reader has a thread of its own, because it may be waiting for standard input when a stage
 * fails: whoever called must not wait with it. That thread is a daemon, since there are files whose
 * opening nothing ends.
 */
final class DigestRing {
  private static final long READER_GRACE_MILLIS = TimeUnit.SECONDS.toMillis(1);

  private final ChunkReader reader;
  private final Disruptor disruptor;
  private final CountDownLatch over = new CountDownLatch(1);
  private final AtomicReference<Throwable> readerFailure = new AtomicReference<>();

  DigestRing(Chunks chunks, ChunkReader reader, RangeHandler print) {
    this(
        chunks,
        reader,
        new Sha256Stage(chunks),
        new Crc32Stage(chunks),
        new LinesStage(chunks),
        print);
  }

  DigestRing(
      Chunks chunks,
      ChunkReader reader,
      RangeHandler sha256,
      RangeHandler crc32,
      RangeHandler lines,
      RangeHandler print) {
    this.reader = reader;
    StageCallback stopped = over::countDown; // one that fails has been started
    disruptor =
        Disruptor.singleProducer(chunks.capacity())
            .name("digest")
            .waitStrategy(WaitStrategy.blocking())
            .stage("sha256", sha256)
            .onStop(stopped)
            .stage("crc32", crc32)
            .onStop(stopped)
            .stage("lines", lines)
            .onStop(stopped)
            .stage("print", print)
            .afterAll()
            .onStop(stopped)
            .build();
  }

  /**
   * Reads everything, and returns when the last stage is done with it.
   *
   * @throws DisruptorFailedException if a stage has failed
   * @throws InterruptedException if the calling thread was interrupted: nothing goes on
   */
  void run() throws InterruptedException {
    Thread thread = new Thread(this::read, "digest-reader");
    thread.setDaemon(true);
    try (disruptor) {
      disruptor.start();
      thread.start();
      awaitOver();
    } finally {
      thread.interrupt();
      thread.join(READER_GRACE_MILLIS);
    }
    Throwable failure = readerFailure.get();
    if (failure != null) {
      throw new IllegalStateException("reader failed", failure);
    }
  }

  private void awaitOver() throws InterruptedException {
    try {
      over.await();
    } catch (InterruptedException e) {
      disruptor.halt(); // before it is closed, which would wait for the rest
      throw e;
    }
  }

  private void read() {
    try (Producer producer = disruptor.producer("reader")) {
      reader.readAll(producer);
    } catch (DisruptorFailedException | ClaimRefusedException e) {
      // told to whoever closes the ring
    } catch (Throwable t) {
      readerFailure.set(t);
    } finally {
      over.countDown();
    }
  }
}
