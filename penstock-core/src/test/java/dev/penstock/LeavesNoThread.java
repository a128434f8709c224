package dev.penstock;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.extension.ExtensionContext;

/**
 * Fails every test of a class behind which a thread is left that was not there before it, and every
 * test that hangs.
 */
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
@ExtendWith(LeavesNoThread.Check.class)
public @interface LeavesNoThread {
  /** Compares the platform's threads before and after. */
  final class Check implements BeforeEachCallback, AfterEachCallback {
    private static final List<String> NOT_OURS =
        List.of(
            "junit-",
            "surefire",
            "ForkJoinPool",
            "Common-Cleaner",
            "process reaper",
            "Attach",
            "VirtualThread-");

    private Set<Thread> before = Set.of();

    @Override
    public void beforeEach(ExtensionContext context) {
      before = new HashSet<>(Thread.getAllStackTraces().keySet());
    }

    @Override
    public void afterEach(ExtensionContext context) {
      Await.until(() -> left().isEmpty(), this::stacks);
    }

    private Set<Thread> left() {
      return Thread.getAllStackTraces().keySet().stream()
          .filter(thread -> !before.contains(thread))
          .filter(thread -> NOT_OURS.stream().noneMatch(thread.getName()::startsWith))
          .filter(
              thread ->
                  thread.getThreadGroup() != null
                      && !thread.getThreadGroup().getName().equals("system"))
          .collect(Collectors.toSet());
    }

    private String stacks() {
      return "threads left behind: "
          + left().stream()
              .map(thread -> thread.getName() + Arrays.toString(thread.getStackTrace()))
              .collect(Collectors.joining("\n"));
    }
  }
}
