package dev.unroot.engine.generated;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.BiConsumer;

/** What only a container has. Each variation changes one container. */
final class ContainerVariations {
  private static final List<BiConsumer<Map<String, Object>, Chance>> OF_CONTEXT =
      List.of(
          ContainerVariations::privileged,
          ContainerVariations::escalation,
          ContainerVariations::escalation,
          ContainerVariations::addedCapabilities,
          ContainerVariations::addedCapabilities,
          ContainerVariations::droppedCapabilities,
          ContainerVariations::procMount);

  static final List<Variation> ALL =
      List.of(
          ContainerVariations::ownContext,
          ContainerVariations::ownContext,
          ContainerVariations::ownContext,
          ContainerVariations::likeThePodsContext,
          ContainerVariations::likeThePodsContext,
          ContainerVariations::noContext,
          ContainerVariations::ports);

  private static final List<String> ADDED =
      List.of(
          "NET_BIND_SERVICE",
          "NET_BIND_SERVICE",
          "CAP_NET_BIND_SERVICE",
          "net_bind_service",
          "CHOWN",
          "SETUID",
          "SYS_CHROOT",
          "MKNOD",
          "CAP_CHOWN",
          "chown",
          "NET_RAW",
          "NET_ADMIN",
          "SYS_ADMIN",
          "CAP_SYS_ADMIN",
          "SYS_TIME",
          "ALL",
          "all",
          "");
  private static final List<String> DROPPED = List.of("ALL", "all", "CAP_ALL", "NET_RAW", "KILL");

  private ContainerVariations() {}

  private static void ownContext(Draft pod, Chance chance) {
    chance.of(OF_CONTEXT).accept(Draft.within(one(pod, chance), "securityContext"), chance);
  }

  private static void likeThePodsContext(Draft pod, Chance chance) {
    chance.of(ContextVariations.ALL).on(Draft.within(one(pod, chance), "securityContext"), chance);
  }

  private static void noContext(Draft pod, Chance chance) {
    one(pod, chance).put("securityContext", chance.value(null, Draft.object("privileged", null)));
  }

  private static Map<String, Object> one(Draft pod, Chance chance) {
    return chance.of(pod.containers());
  }

  private static void privileged(Map<String, Object> context, Chance chance) {
    context.put("privileged", chance.value(true, true, false, null));
  }

  private static void escalation(Map<String, Object> context, Chance chance) {
    context.put("allowPrivilegeEscalation", chance.value(true, false, null));
  }

  private static void procMount(Map<String, Object> context, Chance chance) {
    context.put("procMount", chance.value("Unmasked", "Unmasked", "Default", null));
  }

  private static void addedCapabilities(Map<String, Object> context, Chance chance) {
    Map<String, Object> capabilities = Draft.within(context, "capabilities");
    capabilities.put("add", chance.oneIn(8) ? null : some(ADDED, chance));
  }

  private static void droppedCapabilities(Map<String, Object> context, Chance chance) {
    if (chance.oneIn(8)) {
      context.put("capabilities", null);
      return;
    }
    Map<String, Object> capabilities = Draft.within(context, "capabilities");
    capabilities.put("drop", chance.oneIn(8) ? null : some(DROPPED, chance));
  }

  /** Up to two of {@code names}, or none. */
  private static List<Object> some(List<String> names, Chance chance) {
    List<Object> some = new ArrayList<>();
    int count = chance.below(3);
    for (int i = 0; i < count; i++) {
      some.add(chance.of(names));
    }
    return some;
  }

  private static void ports(Draft pod, Chance chance) {
    List<Map<String, Object>> ports = new ArrayList<>();
    int count = 1 + chance.below(2);
    for (int i = 0; i < count; i++) {
      long port = pod.port();
      Map<String, Object> declared = Draft.object("containerPort", port);
      if (chance.oneIn(2)) {
        declared.put("hostPort", chance.value(null, 0L, 0L, port, port + 1000));
      }
      ports.add(declared);
    }
    one(pod, chance).put("ports", ports);
  }
}
