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

  /**
   * Set by the launcher when standard error is a terminal: the width of it. The machine itself
   * cannot tell.
   */
  String COLUMNS = "penstock.stderr.columns";

  /** A bar on standard error when that is a terminal, else nothing. */
  static Progress of(int steps) {
    int columns = Integer.getInteger(COLUMNS, 0);
    return columns > 0 ? new Bar(steps, columns) : silent();
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

    Bar(int steps, int columns) {
      bar =
          new ProgressBarBuilder()
              .setTaskName("bench")
              .setInitialMax(steps)
              .setStyle(ProgressBarStyle.ASCII)
              .setMaxRenderedLength(columns)
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
