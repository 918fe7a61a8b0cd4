package dev.unroot.engine.podsecurity;

import dev.unroot.engine.document.FieldPath;
import dev.unroot.engine.document.Fields;
import dev.unroot.engine.workload.PodTemplate;
import java.util.ArrayList;
import java.util.List;

/**
 * Baseline: nothing turns seccomp off.
 *
 * <ul>
 *   <li>{@code spec.securityContext.seccompProfile.type}: unset, {@code RuntimeDefault} or {@code
 *       Localhost}, from v1.19
 *   <li>{@code spec.containers[*].securityContext.seccompProfile.type}: the same
 *   <li>{@code metadata.annotations[seccomp.security.alpha.kubernetes.io/pod]}: unset, {@code
 *       runtime/default}, {@code docker/default} or {@code localhost/*}, until v1.18
 *   <li>{@code metadata.annotations[container.seccomp.security.alpha.kubernetes.io/NAME]}: the
 *       same, where the pod has a container of that name
 * </ul>
 *
 * <p>{@link RestrictedSeccomp} is stricter.
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
