package dev.unroot.engine.reason;

import dev.unroot.engine.evidence.ProcessIdentity;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** It acts as several users. Two that were seen, one of them root, are a step-down. */
final class UsersDetector implements Detector {
  private static final Set<String> SUPERVISORS =
      Set.of("supervisord", "s6-svscan", "runsvdir", "runit", "monit", "circusd");

  @Override
  public Stream<RootReason> find(Suspect suspect) {
    return suspect
        .observation()
        .map(
            seen -> {
              boolean several =
                  seen.uids().contains(0L)
                      && seen.uids().size() > 2
                      && !seen.unprivileged().isEmpty();
              String who =
                  seen.identities().stream()
                      .map(ProcessIdentity::toString)
                      .collect(Collectors.joining(", "));
              return several
                  ? Stream.of(
                      suspect.reason(
                          Rule.OBSERVED_USERS, "its processes run as " + who, Suspect.OBSERVED))
                  : Stream.<RootReason>empty();
            })
        .orElseGet(
            () ->
                suspect.runs(SUPERVISORS).stream()
                    .map(
                        name ->
                            suspect.reason(
                                Rule.SUPERVISOR_COMMAND,
                                "runs " + name + ", whose programs may have users of their own",
                                Suspect.TEMPLATE)));
  }
}
