package dev.unroot.engine.generated;

import java.util.List;
import java.util.Map;

/** What the securityContext of a pod and that of a container both have. */
final class ContextVariations {
  /** Changes one thing of a securityContext. */
  @FunctionalInterface
  interface OfContext {
    void on(Map<String, Object> context, Chance chance);
  }

  static final List<OfContext> ALL =
      List.of(
          ContextVariations::runAsNonRoot,
          ContextVariations::runAsUser,
          ContextVariations::runAsUser,
          ContextVariations::seccomp,
          ContextVariations::appArmor,
          ContextVariations::seLinux,
          ContextVariations::seLinux,
          ContextVariations::windows,
          ContextVariations::windows,
          ContextVariations::whatNoLevelAsksFor);

  private ContextVariations() {}

  private static void runAsNonRoot(Map<String, Object> context, Chance chance) {
    context.put("runAsNonRoot", chance.value(true, true, false, null));
  }

  private static void runAsUser(Map<String, Object> context, Chance chance) {
    context.put("runAsUser", chance.value(0L, 0L, 1L, 1000L, 65_534L, null));
  }

  private static void seccomp(Map<String, Object> context, Chance chance) {
    context.put("seccompProfile", profile(chance));
  }

  private static void appArmor(Map<String, Object> context, Chance chance) {
    context.put("appArmorProfile", profile(chance));
  }

  private static Object profile(Chance chance) {
    return switch (chance.below(6)) {
      case 0 -> null;
      case 1 -> Draft.object("type", "Localhost", "localhostProfile", "profiles/own.json");
      case 2, 3 -> Draft.object("type", "Unconfined");
      default -> Draft.object("type", "RuntimeDefault");
    };
  }

  private static void seLinux(Map<String, Object> context, Chance chance) {
    context.put("seLinuxOptions", null);
    Map<String, Object> options = Draft.within(context, "seLinuxOptions");
    if (!chance.oneIn(4)) {
      options.put(
          "type",
          chance.value(
              "container_t",
              "container_init_t",
              "container_kvm_t",
              "container_engine_t",
              "container_engine_t",
              "spc_t",
              "",
              null));
    }
    if (chance.oneIn(4)) {
      options.put("user", chance.value("system_u", "", null));
    }
    if (chance.oneIn(4)) {
      options.put("role", chance.value("system_r", "", null));
    }
    if (chance.oneIn(3)) {
      options.put("level", "s0:c123,c456");
    }
  }

  private static void windows(Map<String, Object> context, Chance chance) {
    context.put(
        "windowsOptions",
        switch (chance.below(6)) {
          case 0 -> null;
          case 1 -> Draft.object("runAsUserName", "ContainerUser");
          case 2 -> Draft.object("hostProcess", null);
          case 3 -> Draft.object("hostProcess", false);
          default -> Draft.object("hostProcess", true);
        });
  }

  private static void whatNoLevelAsksFor(Map<String, Object> context, Chance chance) {
    context.put("runAsGroup", chance.value(0L, 1000L, null));
  }
}
