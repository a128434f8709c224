package dev.penstock.cli;

import dev.penstock.RangeHandler;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.util.List;

/** The last stage: checks that the others agree about a file, and prints it, or what is wrong. */
final class PrintStage implements RangeHandler {
  private final List<FileName> files;
  private final Chunks chunks;
  private final DigestFormat format;
  private final OutputStream out;
  private final PrintStream err;
  private final Progress progress;
  private boolean failures;

  PrintStage(
      List<FileName> files,
      Chunks chunks,
      DigestFormat format,
      Streams streams,
      Progress progress) {
    this.files = files;
    this.chunks = chunks;
    this.format = format;
    this.progress = progress;
    out = new BufferedOutputStream(streams.out());
    err = streams.err();
  }

  @Override
  public void onRange(long lo, long hi) throws OutputException {
    for (long sequence = lo; sequence <= hi; sequence++) {
      if (chunks.at(sequence).then != Chunk.Then.MORE) {
        progress.hide();
        try {
          printFrom(sequence, hi);
        } catch (IOException e) {
          throw new OutputException(e);
        } finally {
          progress.show();
        }
        return;
      }
    }
  }

  private void printFrom(long lo, long hi) throws IOException {
    for (long sequence = lo; sequence <= hi; sequence++) {
      Chunk chunk = chunks.at(sequence);
      FileName file = files.get(chunk.file);
      switch (chunk.then) {
        case MORE -> {}
        case END -> format.write(out, Digest.of(file, chunk));
        case FAILED -> {
          out.flush(); // in the order given, where both are one terminal
          Messages.file(err, file, chunk.reason);
          failures = true;
        }
      }
    }
    out.flush();
  }

  @Override
  public int capacity() {
    return chunks.capacity();
  }

  /** Whether a file could not be read. To be asked when the ring is closed. */
  boolean failures() {
    return failures;
  }
}
