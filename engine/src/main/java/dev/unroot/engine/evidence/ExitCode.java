package dev.unroot.engine.evidence;

import java.util.Map;
import java.util.Optional;

/**
 * What the exit code of a program tells, by convention alone: it names neither a path nor an
 * operation, so that no remedy hangs on it.
 *
 * <p>The conventions are those of shells (126, 127, and 128 and more for signals: POSIX.1-2017,
 * Shell Command Language 2.8.2), of {@code sysexits.h} (73, 77), and of npm, which ends with the
 * negative {@code errno} (243 is -13, {@code EACCES}).
 */
public final class ExitCode {
  private static final int SIGNALLED = 128;
  private static final Map<Integer, String> CONVENTIONS =
      Map.of(
          73, "a file could not be made",
          77, "permission was denied",
          126, "a command could not be executed",
          127, "a command or a library was not found",
          243, "permission was denied");
  private static final Map<Integer, String> SIGNALS =
      Map.of(
          4, "an illegal instruction (SIGILL)",
          6, "it aborted (SIGABRT)",
          7, "a bus error (SIGBUS)",
          9, "it was killed (SIGKILL)",
          11, "a segmentation fault (SIGSEGV)",
          15, "it was asked to end (SIGTERM)",
          31, "a system call that its seccomp profile does not allow (SIGSYS)");

  private ExitCode() {}

  /** What {@code code} means; nothing where no convention says so. */
  public static Optional<String> meaning(int code) {
    return Optional.ofNullable(CONVENTIONS.get(code))
        .or(() -> Optional.ofNullable(SIGNALS.get(code - SIGNALLED)));
  }
}
