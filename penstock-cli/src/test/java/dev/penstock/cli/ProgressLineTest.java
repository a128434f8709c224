package dev.penstock.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class ProgressLineTest {
  private static final String ERASE = "\r\033[K";
  private static final int COLUMNS = 70;

  @TempDir private Path directory;

  private final ByteArrayOutputStream err = new ByteArrayOutputStream();

  private Streams streams(int columns) {
    PrintStream to = new PrintStream(err, true, StandardCharsets.UTF_8);
    return new Streams(InputStream.nullInputStream(), OutputStream.nullOutputStream(), to, columns);
  }

  private String err() {
    return err.toString(StandardCharsets.UTF_8);
  }

  private void awaitShown(String text) {
    long since = System.nanoTime();
    while (!err().contains(text)) {
      assertThat(System.nanoTime() - since).as(err()).isLessThan(TimeUnit.SECONDS.toNanos(30));
      LockSupport.parkNanos(1_000_000);
    }
  }

  @Test
  void aTerminalShowsABarThatGivesWayAndGoes() throws IOException {
    Path file = Files.write(directory.resolve("file"), new byte[1 << 21]);
    FileName name = new FileName(file.toString());
    try (Progress progress = ProgressLine.of(List.of(name, name), streams(COLUMNS), 0)) {
      progress.read(1 << 20);
      awaitShown(" 25%");
      progress.hide();
      assertThat(err()).endsWith(ERASE);
      progress.show();
      progress.read(1 << 20);
      awaitShown(" 50%");
    }
    assertThat(err()).endsWith(ERASE).doesNotContain("\n");
    assertThat(err().split("\r\033\\[K")).allSatisfy(b -> assertThat(b).hasSizeLessThan(COLUMNS));
  }

  @Test
  void standardInputShowsABarWithoutAnEnd() {
    List<FileName> names = List.of(new FileName("-"), new FileName("missing"));
    try (Progress progress = ProgressLine.of(names, streams(COLUMNS), 0)) {
      progress.read(3 << 20);
      awaitShown("3/?");
    }
    assertThat(err()).endsWith(ERASE);
  }

  @Test
  void nothingIsShownBeforeThereIsSomethingToWaitFor() {
    try (Progress progress = ProgressLine.of(List.of(new FileName("-")), streams(COLUMNS))) {
      progress.read(1);
    }
    assertThat(err()).isEmpty();
  }

  @Test
  void nothingIsShownWithoutATerminal() {
    try (Progress progress = ProgressLine.of(List.of(new FileName("-")), streams(0), 0)) {
      progress.read(1);
    }
    assertThat(err()).isEmpty();
  }
}
