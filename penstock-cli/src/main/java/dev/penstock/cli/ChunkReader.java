package dev.penstock.cli;

import dev.penstock.Producer;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;

/**
 * Reads files into the ring, one after the other, each once. The last piece of a file is the one
 * that is not full: an empty one where the file's length is a multiple of the chunk's.
 */
final class ChunkReader {
  private final List<FileName> files;
  private final InputStream standardInput;
  private final Chunks chunks;
  private final Progress progress;

  ChunkReader(List<FileName> files, InputStream standardInput, Chunks chunks, Progress progress) {
    this.files = files;
    this.standardInput = standardInput;
    this.chunks = chunks;
    this.progress = progress;
  }

  /** Reads all files; what is wrong with one of them goes into the ring too. */
  void readAll(Producer producer) {
    for (int file = 0; file < files.size(); file++) {
      try (Source source = Source.open(files.get(file), standardInput)) {
        read(source, file, producer);
      } catch (IOException e) {
        producer.discard();
        chunks.at(producer.claim()).set(file, 0, Chunk.Then.FAILED, Messages.reason(e));
        producer.publish(producer.claimed());
      }
    }
  }

  private void read(Source source, int file, Producer producer) throws IOException {
    Chunk.Then then = Chunk.Then.MORE;
    while (then == Chunk.Then.MORE) {
      long sequence = producer.claim();
      Chunk chunk = chunks.at(sequence);
      int length = source.fill(chunk.bytes);
      then = length == chunks.size() ? Chunk.Then.MORE : Chunk.Then.END;
      chunk.set(file, length, then, "");
      producer.publish(sequence);
      progress.read(length);
    }
  }
}
