package dev.penstock.lincheck;

import java.util.ResourceBundle;

/** Takes no messages: a real logger initialises classes that cannot start in a scenario. */
public final class SilentLogger implements System.Logger {
  /** Found by {@link System#getLogger}, through {@code META-INF/services}. */
  public static final class Finder extends System.LoggerFinder {
    @Override
    public System.Logger getLogger(String name, Module module) {
      return new SilentLogger();
    }
  }

  @Override
  public String getName() {
    return "silent";
  }

  @Override
  public boolean isLoggable(Level level) {
    return false;
  }

  @Override
  public void log(Level level, ResourceBundle bundle, String message, Throwable thrown) {}

  @Override
  public void log(Level level, ResourceBundle bundle, String format, Object... parameters) {}
}
