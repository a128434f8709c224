package dev.penstock.benchmarks;

import java.util.function.Consumer;
import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;
import me.tongfei.progressbar.ProgressBarStyle;

/** How far a run is, and what has gone wrong in it so far. */
interface Progress extends AutoCloseable {
  /** A cell is being measured. */
  void on(Cell cell);

  /** A JVM of it has failed, so it will have no figures. */
  void failed(String why);

  /** It has been measured. */
  void step();

  @Override
  void close();

  /**
   * Set by the launcher when standard error is a terminal: the width of it. The machine itself
   * cannot tell.
   */
  String COLUMNS = "penstock.stderr.columns";

  /** A bar on standard error when that is a terminal; {@code say} is told of failures. */
  static Progress of(int steps, Consumer<String> say) {
    int columns = Integer.getInteger(COLUMNS, 0);
    return columns > 0 ? new Bar(steps, columns, say) : plain(say);
  }

  /** Tells of failures, and nothing else. */
  static Progress plain(Consumer<String> say) {
    return new Progress() {
      @Override
      public void on(Cell cell) {}

      @Override
      public void failed(String why) {
        say.accept(why);
      }

      @Override
      public void step() {}

      @Override
      public void close() {}
    };
  }

  /** A bar of the progressbar library, which writes to standard error. */
  final class Bar implements Progress {
    private final ProgressBar bar;
    private final Consumer<String> say;

    Bar(int steps, int columns, Consumer<String> say) {
      this.say = say;
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
    public void failed(String why) {
      bar.pause();
      System.err.println(); // leaves the line that the bar is on
      say.accept(why);
      bar.resume();
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
