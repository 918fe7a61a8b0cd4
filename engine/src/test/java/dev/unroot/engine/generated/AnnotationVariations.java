package dev.unroot.engine.generated;

import java.util.List;

/** The annotations that held what became fields later. */
final class AnnotationVariations {
  static final String APP_ARMOR = "container.apparmor.security.beta.kubernetes.io/";
  static final String SECCOMP_OF_POD = "seccomp.security.alpha.kubernetes.io/pod";
  static final String SECCOMP = "container.seccomp.security.alpha.kubernetes.io/";

  static final List<Variation> ALL =
      List.of(
          AnnotationVariations::appArmor,
          AnnotationVariations::seccompOfPod,
          AnnotationVariations::seccompOfContainer);

  private AnnotationVariations() {}

  private static void appArmor(Draft pod, Chance chance) {
    String value =
        chance.of(List.of("unconfined", "unconfined", "runtime/default", "localhost/own", ""));
    pod.annotations().put(APP_ARMOR + name(pod, chance), value);
  }

  private static void seccompOfPod(Draft pod, Chance chance) {
    pod.annotations().put(SECCOMP_OF_POD, seccomp(chance));
  }

  /** At times of a container that is not there, which counts for nothing. */
  private static void seccompOfContainer(Draft pod, Chance chance) {
    String name = chance.oneIn(6) ? "nobody" : name(pod, chance);
    pod.annotations().put(SECCOMP + name, seccomp(chance));
  }

  private static String seccomp(Chance chance) {
    return chance.of(
        List.of(
            "unconfined",
            "unconfined",
            "unconfined",
            "runtime/default",
            "docker/default",
            "localhost/profiles/own.json"));
  }

  private static String name(Draft pod, Chance chance) {
    return (String) chance.of(pod.containers()).get("name");
  }
}
