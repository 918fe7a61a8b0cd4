package dev.unroot.engine.proposal;

import dev.unroot.engine.document.Fields;
import dev.unroot.engine.evidence.Knowledge;
import dev.unroot.engine.podsecurity.PodSecurity;
import dev.unroot.engine.podsecurity.PolicyVersion;
import dev.unroot.engine.privilege.EffectivePrivileges;
import dev.unroot.engine.setup.Effect;
import dev.unroot.engine.setup.SetUpCommand;
import dev.unroot.engine.setup.SetUpKind;
import dev.unroot.engine.setup.SetUpReading;
import dev.unroot.engine.workload.Container;
import dev.unroot.engine.workload.ContainerRole;
import dev.unroot.engine.workload.PodTemplate;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Lets the pod declare the settings of its kernel that an init container makes with {@code sysctl},
 * where all of them are safe: then the kubelet makes them before anything starts, and the init
 * container, which was privileged for it, goes.
 */
final class DeclareSysctls implements Remedy {
  @Override
  public String plan() {
    return "let the pod declare its kernel parameters";
  }

  @Override
  public List<Change> changes(Subject subject) {
    if (!subject.isRestrictedLinux()) {
      return List.of();
    }
    Map<String, Object> declared = new LinkedHashMap<>();
    for (Fields sysctl : subject.template().securityContext().objects("sysctls", "name")) {
      declared.put(sysctl.text("name").orElse(""), sysctl.values());
    }
    List<String> by = new ArrayList<>();
    for (Container container : subject.original().containers()) {
      Map<String, String> set = subject.sysctls(container);
      if (!set.isEmpty()) {
        by.add(container.name());
        set.forEach((name, value) -> declared.put(name, sysctl(name, value)));
      }
    }
    return by.isEmpty()
        ? List.of()
        : List.of(
            Change.of(
                subject.template(),
                PodTemplate.securityContextPath("sysctls"),
                List.copyOf(declared.values()),
                "is set by " + String.join(", ", by),
                Source.COMMAND,
                Confidence.HIGH));
  }

  /**
   * The settings that {@code container} makes and does nothing else, where a pod of {@code
   * template} can declare all of them; empty where it cannot.
   */
  static Map<String, String> of(
      PodTemplate template,
      Container container,
      EffectivePrivileges held,
      PolicyVersion version,
      Knowledge knowledge) {
    boolean candidate =
        container.role() == ContainerRole.INIT
            && !held.user().isKnownUnprivileged()
            && !template.isForWindows()
            && !template.spec().flag("hostNetwork").orElse(false)
            && !template.spec().flag("hostIPC").orElse(false);
    return candidate
            && SetUpScript.reading(template, container, knowledge)
                instanceof SetUpReading.SetUpOnly only
            && areSafe(only.commands(), version)
        ? values(only.commands())
        : Map.of();
  }

  private static boolean areSafe(List<SetUpCommand> commands, PolicyVersion version) {
    return commands.stream()
        .allMatch(
            command ->
                command.kind() == SetUpKind.SYSCTL
                    && command.effect() == Effect.POD
                    && command.pathsAreKnown()
                    && command.paths().size() == 1
                    && command.value().isPresent()
                    && PodSecurity.isSafeSysctl(name(command), version));
  }

  private static Map<String, String> values(List<SetUpCommand> commands) {
    Map<String, String> values = new LinkedHashMap<>();
    commands.forEach(command -> values.put(name(command), command.value().orElseThrow()));
    return values;
  }

  private static String name(SetUpCommand command) {
    String path = command.paths().get(0);
    String key = path.startsWith("/proc/sys/") ? path.substring("/proc/sys/".length()) : path;
    return key.replace('/', '.');
  }

  private static Map<String, Object> sysctl(String name, String value) {
    Map<String, Object> sysctl = new LinkedHashMap<>();
    sysctl.put("name", name);
    sysctl.put("value", value);
    return sysctl;
  }
}
