package dev.unroot.operator.trial.record;

import dev.unroot.api.v1alpha1.Evidence;
import dev.unroot.api.v1alpha1.ObservedContainer;
import dev.unroot.api.v1alpha1.TrialAttempt;
import dev.unroot.engine.evidence.Failure;
import dev.unroot.engine.evidence.FailureReader;
import dev.unroot.engine.workload.PodTemplate;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * What a candidate that runs lacks of what the control showed: ports, programs, or a log without
 * certain complaints. Only the difference counts.
 */
public final class Comparison {
  /** Programs that only change the user, which a candidate may do without. */
  private static final Set<String> STEP_DOWN =
      Set.of("su", "sudo", "gosu", "su-exec", "setpriv", "runuser", "chpst", "setuidgid");

  private Comparison() {}

  /**
   * Why the candidate is not healthy though it runs; nothing where it is.
   *
   * @param news what it complains of and the control does not
   */
  static List<Failure> failures(
      TrialAttempt control,
      PodTemplate candidate,
      List<ObservedContainer> seen,
      List<Failure> news) {
    List<Failure> failures =
        new ArrayList<>(news.stream().filter(complaint -> !isHarmless(complaint)).toList());
    for (ObservedContainer before : control.observed()) {
      if (candidate.containers().stream().noneMatch(c -> c.name().equals(before.container()))) {
        continue; // it is left out: whether the others miss it is theirs to tell
      }
      ObservedContainer now =
          seen.stream()
              .filter(container -> container.container().equals(before.container()))
              .findFirst()
              .orElse(new ObservedContainer(before.container(), List.of(), List.of()));
      missing(before, now, failures);
    }
    if (candidate.hasOwnUserNamespace()
        && seen.stream().noneMatch(now -> Boolean.TRUE.equals(now.ownUserNamespace()))) {
      failures.add(
          new Failure.NoUserNamespace(
              "", "hostUsers: false had no effect: its users are the node's"));
    }
    return failures;
  }

  private static void missing(
      ObservedContainer before, ObservedContainer now, List<Failure> failures) {
    Set<String> ports = new TreeSet<>(before.ports());
    now.ports().forEach(ports::remove);
    if (!ports.isEmpty()) {
      String line = "does not listen on " + String.join(", ", ports) + ", as the control does";
      failures.add(FailureReader.unexplained(before.container(), line));
    }
    Set<String> programs = new TreeSet<>(before.programs());
    now.programs().forEach(programs::remove);
    STEP_DOWN.forEach(programs::remove);
    if (!programs.isEmpty()) {
      String line = "does not run " + String.join(", ", programs) + ", as the control does";
      failures.add(FailureReader.unexplained(before.container(), line));
    }
  }

  /** Of {@code complaints}, those that the control does not have. */
  static List<Failure> news(TrialAttempt control, List<Failure> complaints) {
    return complaints.stream()
        .filter(
            complaint -> {
              Evidence said = TrialRecords.evidence(complaint);
              return control.evidence().stream().noneMatch(known -> isSame(known, said));
            })
        .toList();
  }

  /** Digits differ from run to run, such as those of process IDs. */
  private static boolean isSame(Evidence one, Evidence other) {
    return Objects.equals(one.container(), other.container())
        && one.kind().equals(other.kind())
        && withoutDigits(one.subject()).equals(withoutDigits(other.subject()));
  }

  private static String withoutDigits(@Nullable String text) {
    return text == null ? "" : text.replaceAll("[0-9]+", "0");
  }

  /**
   * Whether a program that goes on after {@code complaint} may be taken for healthy: what it wanted
   * to do to owners and users it may not have needed, nor a name for its user. A file that it could
   * not write it needed.
   */
  private static boolean isHarmless(Failure complaint) {
    return complaint instanceof Failure.OperationNotPermitted
        || complaint instanceof Failure.UnknownUser;
  }
}
