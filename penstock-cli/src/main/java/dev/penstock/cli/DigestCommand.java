package dev.penstock.cli;

import dev.penstock.DisruptorFailedException;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code penstock digest}: SHA-256, CRC-32, lines and bytes of files, each read once. */
@Command(
    name = "digest",
    mixinStandardHelpOptions = true,
    versionProvider = Version.class,
    description = {
      "Prints SHA-256, CRC-32, lines and bytes of each FILE, which is read once.",
      "A line per file, in the order given: sha256  crc32  lines  bytes  name"
    })
final class DigestCommand implements Callable<Integer> {
  private final Streams streams;

  @Spec private CommandSpec spec = CommandSpec.create();

  @Option(
      names = "--chunk",
      paramLabel = "BYTES",
      description = "Bytes that a slot of the ring holds (default: ${DEFAULT-VALUE}).")
  private int chunk = 64 * 1024;

  @Option(
      names = "--capacity",
      paramLabel = "N",
      description = "Slots of the ring, a power of two (default: ${DEFAULT-VALUE}).")
  private int capacity = 256;

  @Option(names = "--json", description = "Print one JSON object per line.")
  private boolean json;

  @Parameters(paramLabel = "FILE", arity = "1..*", description = "Files; - is standard input.")
  private List<String> files = List.of();

  DigestCommand(Streams streams) {
    this.streams = streams;
  }

  @Override
  public Integer call() throws Exception {
    checkOptions();
    List<FileName> names = files.stream().map(FileName::new).toList();
    Chunks chunks = new Chunks(capacity, chunk);
    try (Progress progress = ProgressLine.of(names, streams)) {
      DigestFormat format = json ? new JsonFormat() : new TextFormat();
      PrintStage print = new PrintStage(names, chunks, format, streams, progress);
      ChunkReader reader = new ChunkReader(names, streams.in(), chunks, progress);
      new DigestRing(chunks, reader, print).run();
      return print.failures() ? ExitCode.FAILED : ExitCode.OK;
    } catch (DisruptorFailedException e) {
      if (e.getCause() instanceof OutputException output) {
        return outputFailed(output);
      }
      throw e;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return ExitCode.INTERRUPTED;
    }
  }

  private int outputFailed(OutputException output) {
    if (output.isClosedPipe()) {
      return ExitCode.OUTPUT_CLOSED;
    }
    Messages.output(streams.err(), output.failure());
    return ExitCode.FAILED;
  }

  private void checkOptions() {
    if (chunk < 1 || chunk > Chunks.SIZE_MAX) {
      throw wrong("--chunk: %d (expected: 1..%d)".formatted(chunk, Chunks.SIZE_MAX));
    }
    if (capacity < 2 || capacity > Chunks.CAPACITY_MAX || Integer.bitCount(capacity) != 1) {
      throw wrong(
          "--capacity: %d (expected: a power of two, 2..%d)"
              .formatted(capacity, Chunks.CAPACITY_MAX));
    }
    long heap = Runtime.getRuntime().maxMemory();
    if (Chunks.heapBytes(capacity, chunk) > heap / 4 * 3) {
      throw wrong(
          "--capacity %d of --chunk %d bytes (expected: less than three quarters of the heap, %d MiB)"
              .formatted(capacity, chunk, heap >> 20));
    }
  }

  private ParameterException wrong(String message) {
    return new ParameterException(spec.commandLine(), message);
  }
}
