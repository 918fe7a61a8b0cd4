package dev.unroot.e2e.apiserver.podsecurity;

import dev.unroot.engine.document.FieldPath;
import dev.unroot.engine.document.FieldPath.Step;
import dev.unroot.engine.podsecurity.ControlId;
import dev.unroot.engine.podsecurity.PodSecurity;
import dev.unroot.engine.podsecurity.Violation;
import dev.unroot.engine.privilege.Capability;
import dev.unroot.engine.workload.PodTemplate;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** What the engine says of a pod, in the words of the API server's admission. */
final class EngineReasons {
  private static final Map<ControlId, String> CHECKS = checks();

  /**
   * Stricter controls, for which the API server leaves out the weaker ones. The engine has both.
   */
  private static final Map<ControlId, ControlId> STRICTER =
      Map.of(
          ControlId.RESTRICTED_VOLUMES, ControlId.HOST_PATH_VOLUMES,
          ControlId.SECCOMP_RESTRICTED, ControlId.SECCOMP_BASELINE,
          ControlId.CAPABILITIES_RESTRICTED, ControlId.CAPABILITIES_BASELINE,
          ControlId.PROC_MOUNT_RESTRICTED, ControlId.PROC_MOUNT);

  private final PodTemplate pod;
  private final Map<ControlId, List<Violation>> violations;

  private EngineReasons(PodTemplate pod, Policy policy) {
    this.pod = pod;
    this.violations =
        PodSecurity.violations(pod, policy.level(), policy.version()).stream()
            .collect(Collectors.groupingBy(Violation::control));
    STRICTER.forEach(
        (stricter, weaker) -> {
          if (violations.containsKey(stricter)) {
            violations.remove(weaker);
          }
        });
  }

  /** Why the engine refuses {@code pod}; empty where it does not. */
  static Set<Reason> of(PodTemplate pod, Policy policy) {
    EngineReasons reasons = new EngineReasons(pod, policy);
    return reasons.violations.keySet().stream()
        .map(control -> new Reason(CHECKS.get(control), reasons.named(control)))
        .collect(Collectors.toCollection(TreeSet::new));
  }

  private Set<String> named(ControlId control) {
    List<Violation> all = violations.get(control);
    boolean said = all.stream().anyMatch(this::isSaid);
    Set<String> named = new TreeSet<>();
    for (Violation violation : all) {
      switch (control) {
        case HOST_NAMESPACES -> named.add(last(violation));
        case SYSCTLS -> named.add(element(violation));
        case APP_ARMOR, SECCOMP_BASELINE -> profile(violation, named);
        case RUN_AS_NON_ROOT, SECCOMP_RESTRICTED -> saidOrUnset(violation, said, named);
        case SE_LINUX -> seLinux(violation, named);
        case CAPABILITIES_BASELINE -> added(violation, Capability.BASELINE, named);
        case CAPABILITIES_RESTRICTED -> capabilities(violation, named);
        case RESTRICTED_VOLUMES -> {
          named.add(setter(violation));
          named.add(volumeType(violation));
        }
        case HOST_PORTS -> {
          named.add(setter(violation));
          named.add(hostPort(violation));
        }
        case PROC_MOUNT, PROC_MOUNT_RESTRICTED, HOST_PROBES -> {
          named.add(setter(violation));
          named.add(value(violation));
        }
        default -> named.add(setter(violation));
      }
    }
    return named;
  }

  /**
   * The API server names what is unset only where nothing is set wrongly; the engine names both.
   */
  private void saidOrUnset(Violation violation, boolean said, Set<String> named) {
    if (!said) {
      named.add("unset in " + setter(violation));
    } else if (isSaid(violation)) {
      named.add(setter(violation));
      if (violation.control() == ControlId.SECCOMP_RESTRICTED) {
        named.add(value(violation));
      }
    }
  }

  private void profile(Violation violation, Set<String> named) {
    if (!isAnnotation(violation)) {
      named.add(setter(violation));
      named.add(value(violation));
      return;
    }
    named.add(last(violation) + "=" + value(violation));
    boolean copied = violation.control() == ControlId.APP_ARMOR && !pod.isWindows();
    boolean podSaysSo =
        violations.get(violation.control()).stream()
            .anyMatch(v -> !isAnnotation(v) && setter(v).equals("pod"));
    if (copied && !podSaysSo) {
      // The API server copies the annotation to the container's field before admission sees it.
      named.add("container " + last(violation).substring(last(violation).indexOf('/') + 1));
      named.add("Unconfined");
    }
  }

  private void seLinux(Violation violation, Set<String> named) {
    named.add(setter(violation));
    named.add(last(violation).equals("type") ? value(violation) : last(violation));
  }

  private void capabilities(Violation violation, Set<String> named) {
    if (last(violation).equals("drop")) {
      named.add("drop of " + setter(violation));
    } else {
      added(violation, Set.of(Capability.NET_BIND_SERVICE), named);
    }
  }

  private void added(Violation violation, Set<String> allowed, Set<String> named) {
    named.add(setter(violation));
    ((List<?>) violation.field().get(pod.object()).orElseThrow())
        .stream().map(Object::toString).filter(c -> !allowed.contains(c)).forEach(named::add);
  }

  private String hostPort(Violation violation) {
    return pod.containers().stream()
        .flatMap(container -> container.fields().objects("ports", "containerPort").stream())
        .filter(port -> port.path().field("hostPort").equals(violation.field()))
        .map(port -> port.integer("hostPort").orElse(0L))
        .map(own -> own == 0 ? element(violation) : own.toString())
        .findFirst()
        .orElseThrow();
  }

  private String volumeType(Violation violation) {
    return ((Map<?, ?>) violation.field().get(pod.object()).orElseThrow())
        .keySet().stream()
            .map(Object::toString)
            .filter(key -> !key.equals("name"))
            .findFirst()
            .orElseThrow();
  }

  private boolean isSaid(Violation violation) {
    return violation.field().get(pod.object()).isPresent();
  }

  private static boolean isAnnotation(Violation violation) {
    return violation.field().toString().startsWith("metadata.annotations");
  }

  private String value(Violation violation) {
    return violation.field().get(pod.object()).map(Object::toString).orElseThrow();
  }

  /** {@code container web}, {@code volume data} or {@code pod}. */
  private static String setter(Violation violation) {
    FieldPath path = violation.field();
    if (path.steps().size() > 2 && path.steps().get(2) instanceof Step.Element element) {
      boolean volume = path.steps().get(1).equals(new Step.Field("volumes"));
      return (volume ? "volume " : "container ") + element.value();
    }
    return "pod";
  }

  /** The last list element of the path. */
  private static String element(Violation violation) {
    return violation.field().steps().stream()
        .filter(Step.Element.class::isInstance)
        .map(step -> ((Step.Element) step).value())
        .reduce((first, second) -> second)
        .orElseThrow();
  }

  private static String last(Violation violation) {
    List<Step> steps = violation.field().steps();
    return ((Step.Field) steps.get(steps.size() - 1)).name();
  }

  private static Map<ControlId, String> checks() {
    Map<ControlId, String> checks = new EnumMap<>(ControlId.class);
    checks.put(ControlId.PRIVILEGED, "privileged");
    checks.put(ControlId.HOST_NAMESPACES, "host namespaces");
    checks.put(ControlId.HOST_PATH_VOLUMES, "hostPath volumes");
    checks.put(ControlId.HOST_PORTS, "hostPort");
    checks.put(ControlId.HOST_PROBES, "probe or lifecycle host");
    checks.put(ControlId.CAPABILITIES_BASELINE, "non-default capabilities");
    checks.put(ControlId.APP_ARMOR, "forbidden AppArmor profile");
    checks.put(ControlId.SE_LINUX, "seLinuxOptions");
    checks.put(ControlId.SECCOMP_BASELINE, "seccompProfile");
    checks.put(ControlId.PROC_MOUNT, "procMount");
    checks.put(ControlId.SYSCTLS, "forbidden sysctls");
    checks.put(ControlId.WINDOWS_HOST_PROCESS, "hostProcess");
    checks.put(ControlId.RESTRICTED_VOLUMES, "restricted volume types");
    checks.put(ControlId.ALLOW_PRIVILEGE_ESCALATION, "allowPrivilegeEscalation != false");
    checks.put(ControlId.RUN_AS_NON_ROOT, "runAsNonRoot != true");
    checks.put(ControlId.RUN_AS_USER, "runAsUser=0");
    checks.put(ControlId.SECCOMP_RESTRICTED, "seccompProfile");
    checks.put(ControlId.CAPABILITIES_RESTRICTED, "unrestricted capabilities");
    checks.put(ControlId.PROC_MOUNT_RESTRICTED, "procMount");
    return checks;
  }
}
