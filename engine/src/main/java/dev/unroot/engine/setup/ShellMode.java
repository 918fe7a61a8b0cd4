package dev.unroot.engine.setup;

import dev.unroot.engine.shell.Dialect;
import java.util.Set;

/**
 * What a shell was told by its options.
 *
 * @param reads whether its commands are the next word: {@code -c}
 * @param stopsOnFailure whether it ends with the first command that fails: {@code -e}
 * @param login whether it reads a profile first, which may set anything: {@code -l}
 */
record ShellMode(Dialect dialect, boolean reads, boolean stopsOnFailure, boolean login) {
  static final ShellMode NONE = new ShellMode(Dialect.POSIX, false, false, false);

  private static final Set<String> LONG = Set.of("pipefail", "errexit", "nounset", "xtrace");

  /** After {@code option}, which is followed by {@code value}. */
  ShellMode with(String option, String value) {
    if (option.equals("--login")) {
      return new ShellMode(dialect, reads, stopsOnFailure, true);
    }
    boolean isLong = option.matches("-[ceuxl]*o");
    if (!option.matches("-[ceuxl]*o?") || isLong && !LONG.contains(value)) {
      throw new LeftException(
          "the shell has an option that is not known: " + LeftException.shown(option), 1);
    }
    boolean stops = option.contains("e") || isLong && value.equals("errexit");
    return new ShellMode(
        dialect,
        reads || option.contains("c"),
        stopsOnFailure || stops,
        login || option.contains("l"));
  }
}
