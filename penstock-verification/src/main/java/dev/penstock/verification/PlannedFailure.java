package dev.penstock.verification;

/** What a handler of a scenario throws because the scenario says so. */
final class PlannedFailure extends Exception {
  private static final long serialVersionUID = 1;

  PlannedFailure(String message) {
    super(message);
  }
}
