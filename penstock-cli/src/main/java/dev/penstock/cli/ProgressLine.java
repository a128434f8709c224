package dev.penstock.cli;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;
import me.tongfei.progressbar.ProgressBarConsumer;
import me.tongfei.progressbar.ProgressBarStyle;

/**
 * A progress bar on the last line of the terminal that standard error is. It is drawn by a thread
 * of its own, not before there is something to wait for, and gives way to what is printed
 * meanwhile.
 */
final class ProgressLine implements Progress {
  private static final String ERASE = "\r\033[K";
  private static final int INTERVAL_MILLIS = 100;
  private static final long DELAY_NANOS = TimeUnit.MILLISECONDS.toNanos(500);
  private static final int MEBIBYTE = 1 << 20;
  private static final long UNKNOWN = -1;

  private final PrintStream err;
  private final int columns;
  private final long delayNanos;
  private final ReentrantLock line = new ReentrantLock();
  private final long sinceNanos = System.nanoTime();
  private final ProgressBar bar;
  private boolean drawn;

  private ProgressLine(PrintStream err, int columns, long delayNanos, long total) {
    this.err = err;
    this.columns = columns;
    this.delayNanos = delayNanos;
    bar =
        new ProgressBarBuilder()
            .setTaskName("digest")
            .setInitialMax(total)
            .setUnit(" MiB", MEBIBYTE)
            .setStyle(ProgressBarStyle.ASCII)
            .setUpdateIntervalMillis(INTERVAL_MILLIS)
            .setConsumer(new Line())
            .continuousUpdate()
            .showSpeed()
            .build();
  }

  /** Shows how much of these files has been read, if standard error is a terminal. */
  static Progress of(List<FileName> files, Streams streams) {
    return of(files, streams, DELAY_NANOS);
  }

  static Progress of(List<FileName> files, Streams streams, long delayNanos) {
    return streams.columns() < 1
        ? Progress.none()
        : new ProgressLine(streams.err(), streams.columns(), delayNanos, total(files));
  }

  /** The bytes of all files; unknown if one of them is no regular file. */
  private static long total(List<FileName> files) {
    long total = 0;
    for (FileName file : files) {
      try {
        Path path = file.path();
        if (file.isStandardInput() || (Files.exists(path) && !Files.isRegularFile(path))) {
          return UNKNOWN;
        }
        total += Files.size(path);
      } catch (IOException | InvalidPathException e) {
        // will be said when it is to be read
      }
    }
    return total;
  }

  @Override
  public void read(int bytes) {
    bar.stepBy(bytes);
  }

  @Override
  public void hide() {
    line.lock();
    erase();
  }

  @Override
  public void show() {
    line.unlock();
  }

  @Override
  public void close() {
    bar.close();
  }

  private void erase() {
    if (drawn) {
      err.print(ERASE);
      err.flush();
      drawn = false;
    }
  }

  private final class Line implements ProgressBarConsumer {
    @Override
    public int getMaxRenderedLength() {
      return columns - 1; // a full line would wrap
    }

    @Override
    public void accept(String rendered) {
      line.lock();
      try {
        if (System.nanoTime() - sinceNanos >= delayNanos) {
          err.print(ERASE + rendered);
          err.flush();
          drawn = true;
        }
      } finally {
        line.unlock();
      }
    }

    @Override
    public void close() {
      line.lock();
      try {
        erase();
      } finally {
        line.unlock();
      }
    }
  }
}
