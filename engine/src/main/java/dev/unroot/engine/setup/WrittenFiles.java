package dev.unroot.engine.setup;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/** Files that the shell itself writes, with {@code >} and the like. */
final class WrittenFiles {
  private WrittenFiles() {}

  /** What writing to {@code paths} does; absent where they are not known. */
  static Meaning of(Optional<List<String>> paths, int line) {
    Meaning meaning = Meaning.HARMLESS;
    for (String path : paths.orElse(List.of())) {
      if (Kernel.isSetting(path)) {
        meaning = meaning.and(ProgramReader.setting(">", path, Optional.empty(), line));
      } else if (path.startsWith("/sys/")) {
        meaning = meaning.and(write(SetUpKind.KERNEL, path, "SYS_ADMIN", Effect.NODE, line));
      } else if (path.matches("/dev/(null|stdout|stderr|tty|fd/[12])")
          || path.matches("/proc/(1|self)/fd/[12]")) {
        continue;
      } else if (path.startsWith("/proc/") || path.startsWith("/dev/")) {
        return Meaning.program("> " + path, line);
      } else {
        meaning = meaning.and(write(SetUpKind.WRITE, path, "DAC_OVERRIDE", Effect.FILES, line));
      }
    }
    if (paths.isEmpty()) {
      SetUpCommand unknown =
          new SetUpCommand(
              SetUpKind.WRITE,
              ">",
              List.of(),
              false,
              new TreeSet<>(Set.of("DAC_OVERRIDE")),
              Effect.FILES,
              line);
      return Meaning.setUp(unknown);
    }
    return meaning;
  }

  private static Meaning write(
      SetUpKind kind, String path, String capability, Effect effect, int line) {
    return Meaning.setUp(
        new SetUpCommand(
            kind, ">", List.of(path), true, new TreeSet<>(Set.of(capability)), effect, line));
  }
}
