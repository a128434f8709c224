package dev.penstock.benchmarks;

import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;
import me.tongfei.progressbar.ProgressBarStyle;

/** How far a run is. */
interface Progress extends AutoCloseable {
  /** A cell is being measured. */
  void on(Cell cell);

  /** It has been measured. */
  void step();

  @Override
  void close();

  /** A bar on standard error when somebody watches, else nothing. */
  static Progress of(int steps) {
    return System.console() == null ? silent() : new Bar(steps);
  }

  /** Says nothing. */
  static Progress silent() {
    return new Progress() {
      @Override
      public void on(Cell cell) {}

      @Override
      public void step() {}

      @Override
      public void close() {}
    };
  }

  /** A bar of the progressbar library, which writes to standard error. */
  final class Bar implements Progress {
    private final ProgressBar bar;

    Bar(int steps) {
      bar =
          new ProgressBarBuilder()
              .setTaskName("bench")
              .setInitialMax(steps)
              .setStyle(ProgressBarStyle.ASCII)
              .build();
    }

    @Override
    public void on(Cell cell) {
      bar.setExtraMessage(cell.toString());
    }

    @Override
    public void step() {
      bar.step();
    }

    @Override
    public void close() {
      bar.close();
    }
  }
}
