package dev.penstock;

import java.lang.reflect.InvocationTargetException;
import java.util.concurrent.ThreadFactory;
import org.junit.jupiter.api.Assumptions;

/** Makes virtual threads on platforms that have them; a test that asks on another is skipped. */
public final class VirtualThreadFactory {
  private VirtualThreadFactory() {}

  public static ThreadFactory get() {
    Assumptions.assumeTrue(Runtime.version().feature() >= 21, "virtual threads");
    try {
      Object builder = Thread.class.getMethod("ofVirtual").invoke(null);
      Class<?> type = Class.forName("java.lang.Thread$Builder");
      Object named = type.getMethod("name", String.class).invoke(builder, "virtual");
      return (ThreadFactory) type.getMethod("factory").invoke(named);
    } catch (InvocationTargetException e) {
      throw new LinkageError("Thread.ofVirtual", e.getCause());
    } catch (ReflectiveOperationException e) {
      throw new LinkageError("Thread.ofVirtual", e);
    }
  }
}
