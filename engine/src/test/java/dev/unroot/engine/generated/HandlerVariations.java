package dev.unroot.engine.generated;

import java.util.List;
import java.util.Map;

/** Probes and lifecycle hooks, which may name a host. Init containers that end have none. */
final class HandlerVariations {
  static final List<Variation> ALL =
      List.of(HandlerVariations::probe, HandlerVariations::probe, HandlerVariations::hook);

  private static final List<String> PROBES =
      List.of("livenessProbe", "readinessProbe", "startupProbe");
  private static final List<String> HOOKS = List.of("postStart", "preStop");

  private HandlerVariations() {}

  private static void probe(Draft pod, Chance chance) {
    Map<String, Object> handler = handler(chance);
    one(pod, chance).put(chance.of(PROBES), handler);
  }

  private static void hook(Draft pod, Chance chance) {
    Map<String, Object> handler = handler(chance);
    Draft.within(one(pod, chance), "lifecycle").put(chance.of(HOOKS), handler);
  }

  private static Map<String, Object> one(Draft pod, Chance chance) {
    return chance.of(
        pod.containers().stream()
            .filter(c -> !Draft.list(pod.spec(), "initContainers").contains(c) || isSidecar(c))
            .toList());
  }

  private static boolean isSidecar(Map<String, Object> container) {
    return "Always".equals(container.get("restartPolicy"));
  }

  private static Map<String, Object> handler(Chance chance) {
    return switch (chance.below(8)) {
      case 0 -> Draft.object("exec", Draft.object("command", List.of("true")));
      case 1, 2, 3 -> Draft.object("tcpSocket", host(Draft.object("port", 8080L), chance));
      default -> Draft.object("httpGet", host(Draft.object("path", "/", "port", 8080L), chance));
    };
  }

  private static Map<String, Object> host(Map<String, Object> action, Chance chance) {
    if (chance.oneIn(2)) {
      action.put(
          "host",
          chance.value("", null, "127.0.0.1", "localhost", "169.254.169.254", "db.example"));
    }
    return action;
  }
}
