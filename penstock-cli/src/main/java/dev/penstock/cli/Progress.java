package dev.penstock.cli;

/** Is told how the reading gets on, and may show it. */
interface Progress extends AutoCloseable {
  /** So many more bytes have been read. Called by the reader. */
  void read(int bytes);

  /** Makes room for something else to be printed, until {@link #show}. Called by the printer. */
  void hide();

  /** Ends what {@link #hide} began. */
  void show();

  @Override
  void close();

  /** Shows nothing. */
  static Progress none() {
    return new Progress() {
      @Override
      public void read(int bytes) {}

      @Override
      public void hide() {}

      @Override
      public void show() {}

      @Override
      public void close() {}
    };
  }
}
