package dev.penstock.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.penstock.DisruptorFailedException;
import dev.penstock.RangeHandler;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.SequenceInputStream;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What goes wrong while files are read: nothing hangs, and it is said. */
@Timeout(60)
class DigestTroubleTest {
  private static final RangeHandler NOTHING = (lo, hi) -> {};

  /** Standard input of which every read does the same, with the thread that reads. */
  private static class Input extends InputStream {
    private final Callable<Integer> reading;

    Input(Callable<Integer> reading) {
      this.reading = reading;
    }

    @Override
    public int read() throws IOException {
      try {
        return reading.call();
      } catch (IOException | RuntimeException e) {
        throw e;
      } catch (Exception e) {
        throw new IOException(e);
      }
    }

    @Override
    public int read(byte[] into, int from, int length) throws IOException {
      return read();
    }
  }

  /** Standard input that says nothing more, and does not end. */
  private static InputStream silence(CountDownLatch reached) {
    return new Input(
        () -> {
          reached.countDown();
          new CountDownLatch(1).await();
          return -1;
        });
  }

  private static InputStream silence() {
    return silence(new CountDownLatch(1));
  }

  private static final class Broken extends OutputStream {
    private final String message;

    Broken(String message) {
      this.message = message;
    }

    @Override
    public void write(int b) throws IOException {
      throw new IOException(message);
    }
  }

  private static InputStream failing(int after) {
    InputStream failure =
        new Input(
            () -> {
              throw new IOException("Input/output error");
            });
    return new SequenceInputStream(new ByteArrayInputStream(new byte[after]), failure);
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 4095, 4096, 100_000})
  void aFileThatFailsMidwayIsSaidAndNotPrinted(int after) {
    String missing = "/nowhere/at/all";
    CommandRun run =
        CommandRun.reading(
            failing(after), "digest", "--chunk=4096", "--capacity=4", "/dev/null", "-", missing);
    assertThat(run.lines()).containsExactly(Expected.line(new byte[0], "/dev/null"));
    assertThat(run.err())
        .isEqualTo(
            "penstock: -: Input/output error\n"
                + "penstock: %s: No such file or directory\n".formatted(missing));
    assertThat(run.code).isEqualTo(1);
  }

  @Test
  void whatWasReadOfAFailedFileIsNotPartOfTheNext() {
    CommandRun run = CommandRun.reading(failing(10_000), "digest", "--chunk=100", "-", "/dev/null");
    assertThat(run.lines()).containsExactly(Expected.line(new byte[0], "/dev/null"));
  }

  @Test
  void aClosedPipeEndsItQuietlyEvenWhileStandardInputIsSilent() {
    CommandRun run =
        CommandRun.writing(new Broken("Broken pipe"), silence(), "digest", "/dev/null", "-");
    assertThat(run.err()).isEmpty();
    assertThat(run.code).isEqualTo(ExitCode.OUTPUT_CLOSED);
  }

  @Test
  void aFullDiskBehindStandardOutputIsSaid() {
    CommandRun run =
        CommandRun.writing(
            new Broken("No space left on device"), silence(), "digest", "/dev/null", "-");
    assertThat(run.err()).isEqualTo("penstock: standard output: No space left on device\n");
    assertThat(run.code).isEqualTo(1);
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 2, 3})
  void aFailedStageEndsItEvenWhileStandardInputIsSilent(int stage) {
    Chunks chunks = new Chunks(4, 16);
    RangeHandler[] handlers = {NOTHING, NOTHING, NOTHING, NOTHING};
    IllegalStateException cause = new IllegalStateException("broken");
    handlers[stage] =
        (lo, hi) -> {
          throw cause;
        };
    List<FileName> files = List.of(new FileName("/dev/null"), new FileName("-"));
    ChunkReader reader = new ChunkReader(files, silence(), chunks, Progress.none());
    DigestRing ring =
        new DigestRing(chunks, reader, handlers[0], handlers[1], handlers[2], handlers[3]);
    assertThatThrownBy(ring::run)
        .isInstanceOf(DisruptorFailedException.class)
        .hasMessageContaining(List.of("sha256", "crc32", "lines", "print").get(stage))
        .hasCause(cause);
    CommandRun.assertNoThreadIsLeft();
  }

  @Test
  void stagesThatCountDifferentlyFailWithTheName() {
    Chunk last = new Chunk(1);
    last.sha256Bytes = 3;
    last.crc32Bytes = 3;
    last.linesBytes = 2;
    assertThatThrownBy(() -> Digest.of(new FileName("name"), last))
        .isInstanceOf(IllegalStateException.class)
        .hasMessage("name: bytes: sha256 3, crc32 3, lines 2 (expected: the same)");
  }

  @Test
  void aReaderThatFailsUnexpectedlyIsSaidWithItsCause() {
    InputStream in =
        new Input(
            () -> {
              throw new IllegalStateException("odd stream");
            });
    CommandRun run = CommandRun.reading(in, "digest", "-");
    assertThat(run.err())
        .isEqualTo("penstock: reader failed: java.lang.IllegalStateException: odd stream\n");
    assertThat(run.code).isEqualTo(1);
  }

  @Test
  void anInterruptOfTheCallerEndsEverything() throws InterruptedException {
    CountDownLatch reached = new CountDownLatch(1);
    AtomicInteger code = new AtomicInteger(-1);
    Thread caller =
        new Thread(
            () -> code.set(CommandRun.reading(silence(reached), "digest", "-").code), "caller");
    caller.start();
    assertThat(reached.await(30, TimeUnit.SECONDS)).isTrue();
    caller.interrupt();
    caller.join(30_000);
    assertThat(caller.isAlive()).isFalse();
    assertThat(code).hasValue(ExitCode.INTERRUPTED);
    CommandRun.assertNoThreadIsLeft();
  }
}
