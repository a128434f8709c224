package dev.penstock.verification;

import java.lang.reflect.Method;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;

/** The threads of a run. All are made here, so that none is forgotten. */
final class Cast {
  private static final Optional<Object> VIRTUAL_BUILDER = virtualBuilder();

  private final Witness witness;
  private final List<Thread> threads = new CopyOnWriteArrayList<>();

  Cast(Witness witness) {
    this.witness = witness;
  }

  private static Optional<Object> virtualBuilder() {
    try {
      return Optional.of(Thread.class.getMethod("ofVirtual").invoke(null));
    } catch (ReflectiveOperationException e) {
      return Optional.empty(); // an older platform
    }
  }

  /** Makes a thread, virtual where that is asked for and the platform has them; not started. */
  Thread make(String name, boolean virtual, Runnable body) {
    Thread thread = virtual ? VIRTUAL_BUILDER.map(b -> unstarted(b, body)).orElse(null) : null;
    if (thread == null) {
      thread = new Thread(body);
      thread.setDaemon(true); // a hanging run must not keep the machine from ending
    }
    thread.setName(name);
    thread.setUncaughtExceptionHandler(
        (dead, thrown) -> {
          thrown.printStackTrace();
          witness.report(dead.getName() + " died of " + thrown);
        });
    threads.add(thread);
    return thread;
  }

  Thread start(String name, boolean virtual, Runnable body) {
    Thread thread = make(name, virtual, body);
    thread.start();
    return thread;
  }

  private static Thread unstarted(Object builder, Runnable body) {
    try {
      Method unstarted =
          Class.forName("java.lang.Thread$Builder").getMethod("unstarted", Runnable.class);
      return (Thread) unstarted.invoke(builder, body);
    } catch (ReflectiveOperationException e) {
      throw new LinkageError("Thread.Builder", e);
    }
  }

  List<Thread> named(String prefix) {
    return threads.stream().filter(thread -> thread.getName().startsWith(prefix)).toList();
  }

  /** The living threads whose name begins so. */
  List<Thread> alive(String prefix) {
    return named(prefix).stream().filter(Thread::isAlive).toList();
  }

  /** Waits until the threads whose name begins so have ended; false when that takes too long. */
  boolean ended(String prefix, long deadlineNanos) {
    for (Thread thread : named(prefix)) {
      if (thread.getState() == Thread.State.NEW) {
        continue; // a ring that was stopped while it started
      }
      long left = (deadlineNanos - System.nanoTime()) / 1_000_000 + 1;
      try {
        thread.join(Math.max(1, left));
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        return false;
      }
      if (thread.isAlive()) {
        return false;
      }
    }
    return true;
  }

  void interruptAll() {
    threads.forEach(Thread::interrupt);
  }

  /** The living threads with their stacks. */
  String dump() {
    StringBuilder text = new StringBuilder();
    for (Thread thread : alive("")) {
      text.append("\nthread ").append(thread.getName()).append(' ').append(thread.getState());
      for (StackTraceElement frame : thread.getStackTrace()) {
        text.append("\n    at ").append(frame);
      }
    }
    return text.toString();
  }
}
