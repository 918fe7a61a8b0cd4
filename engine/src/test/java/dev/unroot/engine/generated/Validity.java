package dev.unroot.engine.generated;

import java.util.List;
import java.util.Map;

/** Makes a draft one that the API server takes: what it refuses, Pod Security never sees. */
final class Validity {
  private static final List<String> NOT_ON_WINDOWS =
      List.of(
          "appArmorProfile",
          "seLinuxOptions",
          "seccompProfile",
          "sysctls",
          "runAsUser",
          "runAsGroup",
          "capabilities",
          "privileged",
          "allowPrivilegeEscalation",
          "procMount");

  private Validity() {}

  static void settle(Draft pod) {
    fieldsOfTheOperatingSystem(pod);
    hostProcess(pod);
    userNamespace(pod);
    escalation(pod);
    if (pod.isSet("hostNetwork")) {
      samePorts(pod);
    }
    if (pod.isSet("hostNetwork") || pod.isSet("hostIPC")) {
      pod.contexts().forEach(context -> context.remove("sysctls"));
    }
    Annotations.agreeWithFields(pod);
  }

  private static void fieldsOfTheOperatingSystem(Draft pod) {
    if (pod.isWindows()) {
      pod.contexts().forEach(context -> context.keySet().removeAll(NOT_ON_WINDOWS));
      pod.spec().keySet().removeAll(List.of("hostPID", "hostIPC", "hostUsers"));
    } else if (pod.spec().get("os") != null) {
      pod.contexts().forEach(context -> context.remove("windowsOptions"));
    }
  }

  /** A pod has no or only host processes, says so everywhere alike, and has the host's network. */
  private static void hostProcess(Draft pod) {
    List<Map<String, Object>> options =
        pod.contexts().stream()
            .filter(context -> context.get("windowsOptions") != null)
            .map(context -> Draft.within(context, "windowsOptions"))
            .toList();
    if (options.stream().noneMatch(o -> Boolean.TRUE.equals(o.get("hostProcess")))) {
      return;
    }
    options.forEach(o -> o.put("hostProcess", true));
    pod.spec().put("hostNetwork", true);
    boolean podSaysSo =
        pod.spec().get("securityContext") != null && pod.context().get("windowsOptions") != null;
    if (!podSaysSo) {
      pod.containers()
          .forEach(
              c ->
                  Draft.within(Draft.within(c, "securityContext"), "windowsOptions")
                      .put("hostProcess", true));
    }
  }

  /** Only a pod in a user namespace may unmask {@code /proc}, and such a pod shares no other. */
  private static void userNamespace(Draft pod) {
    boolean sharing = pod.isSet("hostNetwork") || pod.isSet("hostPID") || pod.isSet("hostIPC");
    for (Map<String, Object> context : pod.contexts()) {
      if ("Unmasked".equals(context.get("procMount"))) {
        if (sharing) {
          context.put("procMount", "Default");
        } else {
          pod.spec().put("hostUsers", false);
        }
      }
    }
    if (sharing) {
      pod.spec().remove("hostUsers");
    }
  }

  /** What is privileged cannot promise not to become so. */
  private static void escalation(Draft pod) {
    for (Map<String, Object> context : pod.contexts()) {
      if (Boolean.TRUE.equals(context.get("privileged")) || addsSysAdmin(context)) {
        context.remove("allowPrivilegeEscalation", false);
      }
    }
  }

  private static boolean addsSysAdmin(Map<String, Object> context) {
    return context.get("capabilities") instanceof Map<?, ?> capabilities
        && capabilities.get("add") instanceof List<?> add
        && add.contains("CAP_SYS_ADMIN");
  }

  private static void samePorts(Draft pod) {
    for (Map<String, Object> container : Draft.list(pod.spec(), "containers")) {
      for (Map<String, Object> port : Draft.list(container, "ports")) {
        if (port.get("hostPort") instanceof Long own && own != 0) {
          port.put("hostPort", port.get("containerPort"));
        }
      }
    }
  }
}
