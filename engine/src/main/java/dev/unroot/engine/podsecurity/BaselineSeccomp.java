package dev.unroot.engine.podsecurity;

import dev.unroot.engine.document.FieldPath;
import dev.unroot.engine.document.Fields;
import dev.unroot.engine.workload.PodTemplate;
import java.util.ArrayList;
import java.util.List;

/**
 * Baseline: nothing turns seccomp off.
 *
 * <p>Restricts {@code securityContext.seccompProfile.type} of the pod and of every container to
 * unset, {@code RuntimeDefault} or {@code Localhost}. Before v1.19 the same held for the
 * annotations {@code seccomp.security.alpha.kubernetes.io/pod} and {@code
 * container.seccomp.security.alpha.kubernetes.io/*}.
 */
final class BaselineSeccomp implements Control {
  @Override
  public ControlId id() {
    return ControlId.SECCOMP_BASELINE;
  }

  private static final String POD_ANNOTATION = "seccomp.security.alpha.kubernetes.io/pod";
  private static final String CONTAINER_ANNOTATION =
      "container.seccomp.security.alpha.kubernetes.io/";

  @Override
  public List<Violation> judge(PodTemplate pod, PolicyVersion version) {
    return version.atLeast(19) ? judgeFields(pod) : judgeAnnotations(pod);
  }

  private List<Violation> judgeFields(PodTemplate pod) {
    List<Violation> violations = new ArrayList<>();
    check(pod.securityContext(), violations);
    pod.containers().forEach(container -> check(container.securityContext(), violations));
    return violations;
  }

  private void check(Fields securityContext, List<Violation> violations) {
    if (securityContext.has("seccompProfile") && !SeccompProfile.isSet(securityContext)) {
      violations.add(
          new Violation(id(), SeccompProfile.type(securityContext), SeccompProfile.MUST));
    }
  }

  private List<Violation> judgeAnnotations(PodTemplate pod) {
    List<String> names = new ArrayList<>();
    names.add(POD_ANNOTATION);
    pod.containers().forEach(container -> names.add(CONTAINER_ANNOTATION + container.name()));
    return names.stream()
        .filter(name -> pod.metadata().textMap("annotations").containsKey(name))
        .filter(name -> !isAllowed(pod.metadata().textMap("annotations").getOrDefault(name, "")))
        .map(
            name ->
                new Violation(
                    id(),
                    FieldPath.of("metadata.annotations").field(name),
                    "must be runtime/default"))
        .toList();
  }

  private static boolean isAllowed(String profile) {
    return profile.equals("runtime/default")
        || profile.equals("docker/default")
        || profile.startsWith("localhost/");
  }
}
