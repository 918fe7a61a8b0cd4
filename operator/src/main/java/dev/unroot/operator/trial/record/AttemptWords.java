package dev.unroot.operator.trial.record;

import dev.unroot.api.v1alpha1.Evidence;
import dev.unroot.api.v1alpha1.ObservedContainer;
import dev.unroot.api.v1alpha1.TrialAttempt;
import dev.unroot.api.v1alpha1.TrialStatus;
import dev.unroot.engine.proposal.Change;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/** What became of an attempt, in words. */
public final class AttemptWords {
  private static final int MAXIMUM_TEXT = 300;
  private static final int MAXIMUM_REMEDIES = 32;

  private AttemptWords() {}

  /** Of one that was healthy. */
  static String healthy(
      List<ObservedContainer> seen, List<Evidence> complaints, Optional<String> unobserved) {
    String text =
        unobserved
            .map(why -> "it ran through its soak time; nobody could look into it: " + why)
            .orElseGet(
                () -> seen.stream().map(AttemptWords::seen).collect(Collectors.joining("; ")));
    String also = complaints.isEmpty() ? "" : "; it complained: " + failed(complaints);
    return shortened("healthy: " + text + also);
  }

  private static String seen(ObservedContainer container) {
    String users =
        container.users().stream()
            .map(user -> Long.toString(user.uid()))
            .distinct()
            .collect(Collectors.joining(" and "));
    Long first = container.startedAs();
    boolean changes = first != null && container.users().stream().noneMatch(u -> u.uid() == first);
    return container.container()
        + (changes ? " starts as " + first + " and" : "")
        + " runs as "
        + users
        + (container.ports().isEmpty()
            ? ""
            : " and listens on " + String.join(", ", container.ports()));
  }

  /** Of one that failed. */
  static String failed(List<Evidence> evidence) {
    return shortened(
        evidence.stream().map(AttemptWords::describe).distinct().collect(Collectors.joining("; ")));
  }

  private static String describe(Evidence evidence) {
    String subject = evidence.subject() == null ? "" : evidence.subject();
    String what =
        switch (evidence.kind()) {
          case "PathNotWritable", "DirectoryNotMade" -> "could not write " + subject;
          case "PortNotPermitted" -> "could not bind port " + subject;
          case "ExecNotPermitted" -> "could not be executed with the capabilities left";
          case "OperationNotPermitted" -> subject + " was not permitted";
          case "RequiresRoot" -> "insists on being root";
          case "UnknownUser" -> "has no entry in /etc/passwd for its user";
          case "HomeNotWritable" ->
              "could not write its home directory" + (subject.isEmpty() ? "" : ": " + subject);
          case "ImageUserRefused" -> "was refused by the kubelet: " + evidence.line();
          default -> evidence.line();
        };
    return evidence.container() == null || evidence.container().isEmpty()
        ? what
        : evidence.container() + " " + what;
  }

  /** What a candidate changes that the one before did not. */
  static List<String> remedies(List<Change> before, List<Change> now) {
    return now.stream()
        .filter(change -> before.stream().noneMatch(change::equals))
        .map(AttemptWords::remedy)
        .limit(MAXIMUM_REMEDIES)
        .toList();
  }

  private static String remedy(Change change) {
    return shortened(
        change.path()
            + " = "
            + change.after().map(Object::toString).orElse("removed")
            + " ("
            + change.source()
            + ": "
            + change.why()
            + ")");
  }

  /** {@code trial}, in which attempt {@code number} also tells {@code what}. */
  public static TrialStatus told(TrialStatus trial, int number, String what) {
    List<TrialAttempt> attempts = new ArrayList<>(trial.attempts());
    TrialAttempt attempt = attempts.get(number);
    String message = attempt.message();
    String told = shortened(message == null ? what : what + ": " + message);
    attempts.set(number, attempt.withMessage(told));
    return trial.withAttempts(attempts).withVerdict(trial.verdict(), trial.provedBy());
  }

  static String shortened(String text) {
    return text.length() > MAXIMUM_TEXT ? text.substring(0, MAXIMUM_TEXT - 3) + "..." : text;
  }
}
