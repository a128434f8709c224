package dev.penstock;

/** Called on the thread that drives a stage: at its start, its end, or when it has been idle. */
@FunctionalInterface
public interface StageCallback {
  /** Does what there is to do. Throwing halts the ring, whatever the stage's error policy is. */
  void call() throws Exception;
}
