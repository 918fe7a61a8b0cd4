package dev.unroot.engine.reason;

import dev.unroot.engine.workload.Container;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** Programs that only root can use for what they are there for. */
public final class RootProgram {
  private static final Set<String> NAMES =
      Set.of(
          "adduser",
          "addgroup",
          "apk",
          "apt",
          "apt-get",
          "chgrp",
          "chown",
          "cron",
          "crond",
          "dnf",
          "dpkg",
          "gosu",
          "groupadd",
          "rpm",
          "runuser",
          "setcap",
          "setpriv",
          "sshd",
          "su",
          "su-exec",
          "supervisord",
          "useradd",
          "usermod",
          "yum");

  private RootProgram() {}

  /** Those that the command of {@code container} runs, as a text; nothing where it runs none. */
  public static Optional<String> names(Container container) {
    String names =
        Program.of(container).stream()
            .map(Program::name)
            .filter(NAMES::contains)
            .distinct()
            .collect(Collectors.joining(", "));
    return Optional.of(names).filter(text -> !text.isEmpty());
  }
}
