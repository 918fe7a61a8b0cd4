package dev.unroot.engine.privilege;

import dev.unroot.engine.document.Fields;
import dev.unroot.engine.image.ImageFact;
import dev.unroot.engine.image.ImageFacts;
import dev.unroot.engine.workload.Container;
import dev.unroot.engine.workload.PodTemplate;
import java.util.Optional;
import java.util.Set;

/**
 * What one container really holds, after the pod's values, the container's own and the image's are
 * put together.
 *
 * @param container the container's name
 * @param capabilities after the runtime's defaults; {@code ALL} stands for every one
 * @param privileged whether it holds every capability and device of its node
 */
public record EffectivePrivileges(
    String container, EffectiveUser user, Set<String> capabilities, boolean privileged) {

  /** Copies the set, so that the record never changes. */
  public EffectivePrivileges {
    capabilities = Set.copyOf(capabilities);
  }

  /** What {@code container} of {@code template} holds, its image being as {@code facts} know it. */
  public static EffectivePrivileges of(
      PodTemplate template, Container container, ImageFacts facts) {
    Fields own = container.securityContext();
    boolean privileged = own.flag("privileged").orElse(false);
    Fields capabilities = own.object("capabilities");
    Set<String> held =
        privileged
            ? Set.of(Capability.ALL)
            : Capability.effective(capabilities.texts("add"), capabilities.texts("drop"));
    return new EffectivePrivileges(
        container.name(), user(template, container, facts), held, privileged);
  }

  private static EffectiveUser user(PodTemplate template, Container container, ImageFacts facts) {
    Optional<Long> own = container.securityContext().integer("runAsUser");
    if (own.isPresent()) {
      return new EffectiveUser.Specified(own.get(), container.securityContext("runAsUser"));
    }
    Optional<Long> ofPod = template.securityContext().integer("runAsUser");
    if (ofPod.isPresent()) {
      return new EffectiveUser.Specified(ofPod.get(), PodTemplate.securityContextPath("runAsUser"));
    }
    return facts
        .of(container.image())
        .<EffectiveUser>map(EffectivePrivileges::ofImage)
        .orElseGet(() -> ofUnknownImage(template, container));
  }

  private static EffectiveUser ofUnknownImage(PodTemplate template, Container container) {
    Optional<Boolean> own = container.securityContext().flag("runAsNonRoot");
    if (own.or(() -> template.securityContext().flag("runAsNonRoot")).orElse(false)) {
      return new EffectiveUser.NotRoot(
          own.isPresent()
              ? container.securityContext("runAsNonRoot")
              : PodTemplate.securityContextPath("runAsNonRoot"));
    }
    return new EffectiveUser.Unknown();
  }

  private static EffectiveUser ofImage(ImageFact fact) {
    return fact.startsAs()
        .<EffectiveUser>map(uid -> new EffectiveUser.OfImage(uid, fact.source()))
        .orElseGet(() -> new EffectiveUser.Named(fact.user(), fact.source()));
  }
}
