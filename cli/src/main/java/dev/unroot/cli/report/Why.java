package dev.unroot.cli.report;

import dev.unroot.engine.Assessment;
import dev.unroot.engine.image.ImageReference;
import dev.unroot.engine.podsecurity.Violation;
import dev.unroot.engine.privilege.EffectivePrivileges;
import dev.unroot.engine.privilege.EffectiveUser;
import dev.unroot.engine.reason.ReasonKind;
import dev.unroot.engine.reason.RootReason;
import dev.unroot.engine.workload.Container;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;

/** Why a workload is root, in the few words that a table has room for. */
final class Why {
  private Why() {}

  /** The reasons; where there is none, what is not known or what is missing. */
  static String of(Assessment assessment) {
    String reasons = reasons(assessment.reasons());
    if (!reasons.isEmpty()) {
      return reasons;
    }
    if (assessment.isUnknown()) {
      return "nothing is known of " + unknownImages(assessment);
    }
    return assessment.isCompliant() ? "-" : "lacks " + missing(assessment);
  }

  /** The reasons, those of several containers with the container's name. */
  private static String reasons(List<RootReason> all) {
    boolean several = all.stream().map(RootReason::container).distinct().count() > 1;
    boolean privileged =
        all.stream().anyMatch(r -> r.kind() == ReasonKind.HOST_ACCESS && hasPrivileged(r));
    return all.stream()
        .filter(reason -> !several || reason.kind() != ReasonKind.PACKAGING)
        .filter(reason -> !privileged || !reason.evidence().equals("is privileged"))
        .map(
            reason ->
                (several && !reason.container().isEmpty() ? reason.container() + ": " : "")
                    + describe(reason))
        .collect(Collectors.joining("; "));
  }

  private static boolean hasPrivileged(RootReason reason) {
    return lastFields(reason.evidence()).contains("privileged");
  }

  private static String describe(RootReason reason) {
    if (reason.kind() == ReasonKind.HOST_ACCESS) {
      return "reaches its node (" + String.join(", ", lastFields(reason.evidence())) + ")";
    }
    return reason.evidence().replace("its entrypoint steps down", "steps down");
  }

  /** {@code hostPath} for {@code spec.volumes[x].hostPath}, each once. */
  private static List<String> lastFields(String paths) {
    return Arrays.stream(paths.split(", "))
        .map(path -> path.substring(path.lastIndexOf('.') + 1))
        .distinct()
        .toList();
  }

  private static String unknownImages(Assessment assessment) {
    List<String> unknown =
        assessment.privileges().containers().stream()
            .filter(held -> held.user() instanceof EffectiveUser.Unknown)
            .map(EffectivePrivileges::container)
            .toList();
    return assessment.workload().template().containers().stream()
        .filter(container -> unknown.contains(container.name()))
        .map(Why::shortImage)
        .distinct()
        .collect(Collectors.joining(", "));
  }

  /** {@code api} for {@code registry.example/shop/api:1}. */
  private static String shortImage(Container container) {
    String repository = ImageReference.parse(container.image()).repository();
    String name = repository.substring(repository.lastIndexOf('/') + 1);
    return name.isEmpty() ? "the image of " + container.name() : name;
  }

  /** The controls that are not met, by the names of their fields. */
  private static String missing(Assessment assessment) {
    return assessment.violations().stream()
        .map(Violation::control)
        .map(control -> control.toString().replaceFirst("_.*", ""))
        .distinct()
        .collect(Collectors.joining(", "));
  }
}
