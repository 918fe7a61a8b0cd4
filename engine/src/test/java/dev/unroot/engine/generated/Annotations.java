package dev.unroot.engine.generated;

import java.util.Map;
import java.util.Optional;

/** Where a pod has an annotation and the field that came after it, both must say the same. */
final class Annotations {
  private Annotations() {}

  static void agreeWithFields(Draft pod) {
    if (pod.isWindows()) {
      return;
    }
    Optional<Map<?, ?>> ofPod = profile(pod.spec(), "seccompProfile");
    agree(pod, AnnotationVariations.SECCOMP_OF_POD, ofPod);
    Optional<Map<?, ?>> appArmorOfPod = profile(pod.spec(), "appArmorProfile");
    for (Map<String, Object> container : pod.containers()) {
      agree(
          pod,
          AnnotationVariations.SECCOMP + container.get("name"),
          profile(container, "seccompProfile"));
      agree(
          pod,
          AnnotationVariations.APP_ARMOR + container.get("name"),
          profile(container, "appArmorProfile").or(() -> appArmorOfPod));
    }
  }

  private static Optional<Map<?, ?>> profile(Map<String, Object> holder, String field) {
    return holder.get("securityContext") instanceof Map<?, ?> context
            && context.get(field) instanceof Map<?, ?> profile
        ? Optional.of(profile)
        : Optional.empty();
  }

  private static void agree(Draft pod, String annotation, Optional<Map<?, ?>> field) {
    if (field.isPresent() && pod.annotations().containsKey(annotation)) {
      pod.annotations().put(annotation, text(field.get()));
    }
  }

  private static String text(Map<?, ?> profile) {
    return switch ((String) profile.get("type")) {
      case "Unconfined" -> "unconfined";
      case "Localhost" -> "localhost/" + profile.get("localhostProfile");
      default -> "runtime/default";
    };
  }
}
