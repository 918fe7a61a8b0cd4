package dev.unroot.engine.setup;

import dev.unroot.engine.shell.Dialect;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/** The shell that a command starts with, and how many words that takes. */
record ShellProgram(Dialect dialect, int words) {
  private static final Set<String> POSIX = Set.of("sh", "ash", "dash");
  private static final Set<String> OTHERS =
      Set.of("zsh", "ksh", "mksh", "fish", "csh", "tcsh", "rbash");
  private static final Set<String> WINDOWS = Set.of("cmd", "powershell", "pwsh");

  /** The shell that {@code words} start; absent where they start something else. */
  static Optional<ShellProgram> of(List<String> words) {
    String name = fileName(words.get(0));
    boolean launched = (name.equals("env") || name.equals("busybox")) && words.size() > 1;
    String shell = launched ? fileName(words.get(1)) : name;
    int length = launched ? 2 : 1;
    String lower = shell.toLowerCase(Locale.ROOT);
    String stem = lower.endsWith(".exe") ? lower.substring(0, lower.length() - 4) : lower;
    if (WINDOWS.contains(stem)) {
      throw new LeftException("it runs in a shell of Windows: " + stem, 1);
    }
    if (OTHERS.contains(shell)) {
      throw new LeftException("it is written for " + shell + ", which is not read", 1);
    }
    if (POSIX.contains(shell)) {
      return Optional.of(new ShellProgram(Dialect.POSIX, length));
    }
    return shell.equals("bash")
        ? Optional.of(new ShellProgram(Dialect.BASH, length))
        : Optional.empty();
  }

  /** Without folders, those of Windows among them. */
  static String fileName(String path) {
    return path.substring(Math.max(path.lastIndexOf('/'), path.lastIndexOf('\\')) + 1);
  }
}
