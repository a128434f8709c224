package dev.penstock;

import java.util.List;
import java.util.Optional;

/**
 * One stage as a {@link Snapshot} found it.
 *
 * @param name the stage's name
 * @param after the names of the stages that it comes after; none for a first stage
 * @param completed the highest sequence that it has completed
 * @param lag how many published sequences it has not completed
 * @param backlog how many of them its upstreams have completed, so that it could
 * @param waiting what the stage was waiting for; {@link StepResult#HANDLED} when it had work and
 *     neither gathered nor stalled
 * @param detached whether a failure has detached the stage from its handler
 * @param failures how often its handler has failed
 * @param lastFailure what the handler threw last
 * @param thread the name of the thread that drives it, empty when none does
 * @param stack where that thread stood; only in the result of a shutdown, for stages that did not
 *     end
 */
public record StageSnapshot(
    String name,
    List<String> after,
    long completed,
    long lag,
    long backlog,
    StepResult waiting,
    boolean detached,
    long failures,
    Optional<Throwable> lastFailure,
    String thread,
    List<StackTraceElement> stack) {
  /** Copies the lists. */
  public StageSnapshot {
    after = List.copyOf(after);
    stack = List.copyOf(stack);
  }

  @Override
  public String toString() {
    StringBuilder text = new StringBuilder();
    text.append(
        "stage '%s' completed: %s, lag: %s, backlog: %s, %s"
            .formatted(name, completed, lag, backlog, waiting));
    if (!after.isEmpty()) {
      text.append(", after: ").append(String.join(", ", after));
    }
    if (detached) {
      text.append(", detached");
    }
    if (failures > 0) {
      text.append(", failures: ").append(failures);
    }
    lastFailure.ifPresent(failure -> text.append(", last failure: ").append(failure));
    if (!thread.isEmpty()) {
      text.append(", thread: ").append(thread);
    }
    for (StackTraceElement frame : stack) {
      text.append("\n      at ").append(frame);
    }
    return text.toString();
  }
}
