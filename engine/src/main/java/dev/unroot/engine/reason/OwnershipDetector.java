package dev.unroot.engine.reason;

import dev.unroot.engine.evidence.Failure;
import java.util.Set;
import java.util.stream.Stream;

/** It changes the owner or the mode of files, so that another user can use them. */
final class OwnershipDetector implements Detector {
  private static final Set<String> PROGRAMS = Set.of("chown", "chgrp", "install");
  private static final Set<String> OPERATIONS = Set.of("chown", "fchown", "lchown", "chgrp");

  @Override
  public Stream<RootReason> find(Suspect suspect) {
    boolean refused =
        suspect
            .knowledge()
            .failures(suspect.container().name(), Failure.OperationNotPermitted.class)
            .anyMatch(failure -> OPERATIONS.contains(failure.operation()));
    if (refused) {
      return Stream.of(
          suspect.reason(Rule.REFUSED_OWNERSHIP, "was refused to change an owner", Suspect.TRIAL));
    }
    return suspect.runs(PROGRAMS).stream()
        .map(names -> suspect.reason(Rule.OWNERSHIP_COMMAND, "runs " + names, Suspect.TEMPLATE));
  }
}
