package dev.unroot.cli;

/** What the process ends with. */
final class ExitStatus {
  static final int NOTHING_TO_DO = 0;
  static final int SOMETHING_TO_MIGRATE = 1;
  static final int ERROR = 2;

  private ExitStatus() {}
}
