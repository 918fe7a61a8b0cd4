package dev.unroot.operator.exceptions;

import dev.unroot.api.v1alpha1.AgreedException;
import dev.unroot.api.v1alpha1.ExceptionState;
import dev.unroot.api.v1alpha1.ExceptionStatus;
import dev.unroot.api.v1alpha1.PlanExceptions;
import dev.unroot.engine.document.PrintableText;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** What a status tells of exceptions; their texts are whatever somebody wrote. */
public final class ExceptionWords {
  private static final int MOST_OF_WORKLOAD = 16;
  private static final int MOST_EXPIRED = 10;
  private static final int MOST_IN_MESSAGE = 3;
  private static final int LONGEST_REASON = 200;

  private ExceptionWords() {}

  /** The exceptions of one workload, those that hold first. */
  public static List<ExceptionStatus> ofWorkload(AgreedExceptions exceptions) {
    return Stream.concat(
            exceptions.holding().stream().map(e -> status(e, ExceptionState.Holds)),
            exceptions.expired().stream().map(e -> status(e, ExceptionState.Expired)))
        .limit(MOST_OF_WORKLOAD)
        .toList();
  }

  private static ExceptionStatus status(AgreedException exception, ExceptionState state) {
    String reason = PrintableText.line(exception.reason());
    return new ExceptionStatus(
        state,
        exception.container(),
        exception.controls().stream().map(Enum::name).toList(),
        PrintableText.line(exception.who()),
        exception.expires(),
        reason.length() > LONGEST_REASON ? reason.substring(0, LONGEST_REASON) + "..." : reason);
  }

  /** The exceptions of a plan in numbers; nothing where it has none. */
  public static Optional<PlanExceptions> ofPlan(AgreedExceptions exceptions) {
    List<AgreedException> expired = exceptions.expired();
    return exceptions.all().isEmpty()
        ? Optional.empty()
        : Optional.of(
            new PlanExceptions(
                exceptions.holding().size(),
                exceptions.nextExpiry().map(LocalDate::toString).orElse(null),
                expired.size(),
                expired.stream().limit(MOST_EXPIRED).map(ExceptionWords::expired).toList()));
  }

  /** That some of a plan expired, and what to do; nothing where none did. */
  public static Optional<String> expired(AgreedExceptions exceptions) {
    List<AgreedException> expired = exceptions.expired();
    return expired.isEmpty()
        ? Optional.empty()
        : Optional.of(
            expired.size()
                + (expired.size() == 1 ? " exception has" : " exceptions have")
                + " expired and "
                + (expired.size() == 1 ? "counts" : "count")
                + " for nothing: "
                + expired.stream()
                    .limit(MOST_IN_MESSAGE)
                    .map(ExceptionWords::expired)
                    .collect(Collectors.joining("; "))
                + (expired.size() > MOST_IN_MESSAGE ? "; ..." : "")
                + ". Take them out of spec.exceptions, or agree on another day");
  }

  private static String expired(AgreedException exception) {
    return PrintableText.line(exception.subject())
        + ": "
        + exception.controlNames()
        + ", until "
        + exception.expires();
  }

  /** What holds for a workload, such as {@code runAsNonRoot until 2027-03-31 (agreed by Ada)}. */
  public static String held(AgreedExceptions exceptions) {
    return exceptions.holding().stream()
        .limit(MOST_IN_MESSAGE)
        .map(
            e ->
                e.controlNames()
                    + " until "
                    + e.expires()
                    + " (agreed by "
                    + PrintableText.line(e.who())
                    + ")")
        .collect(Collectors.joining("; "));
  }
}
