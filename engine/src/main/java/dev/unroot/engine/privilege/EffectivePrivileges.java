package dev.unroot.engine.privilege;

import dev.unroot.engine.document.FieldPath;
import dev.unroot.engine.document.Fields;
import dev.unroot.engine.evidence.Knowledge;
import dev.unroot.engine.image.ImageFact;
import dev.unroot.engine.image.ImageFacts;
import dev.unroot.engine.image.ImageMatch;
import dev.unroot.engine.workload.Container;
import dev.unroot.engine.workload.ContainerRole;
import dev.unroot.engine.workload.PodTemplate;
import java.util.Optional;
import java.util.Set;

/**
 * What one container really holds, after the pod's values, the container's own and the image's are
 * put together.
 *
 * @param container the container's name
 * @param capabilities those it is given, after the runtime's defaults. A process that is not root
 *     can use one of them only through a program file that carries it.
 * @param privileged whether it holds every capability and device of its node
 */
public record EffectivePrivileges(
    String container,
    ContainerRole role,
    EffectiveUser user,
    EffectiveGroup group,
    Set<String> capabilities,
    boolean privileged,
    Confinement confinement) {

  /** Copies the set, so that the record never changes. */
  public EffectivePrivileges {
    capabilities = Set.copyOf(capabilities);
  }

  /** What {@code container} of {@code template} holds, its image being as {@code facts} know it. */
  public static EffectivePrivileges of(
      PodTemplate template, Container container, ImageFacts facts) {
    return of(template, container, Knowledge.of(facts));
  }

  /**
   * What {@code container} of {@code template} holds, by all that is known of the workload: its
   * running pods tell the user where the spec does not, and its image where neither does.
   */
  public static EffectivePrivileges of(
      PodTemplate template, Container container, Knowledge knowledge) {
    boolean privileged = container.securityContext().flag("privileged").orElse(false);
    boolean promises = ofUnknownImage(template, container) instanceof EffectiveUser.NotRoot;
    Optional<ImageFact> fact =
        knowledge
            .images()
            .match(container.image())
            .filter(match -> !promises || !match.isGuess()) // then it is another image
            .map(ImageMatch::fact)
            .filter(ImageFact::isUserKnown);
    RunningIdentity running =
        promises
            ? RunningIdentity.unprivileged(knowledge.startedAs(container.name()))
            : RunningIdentity.of(knowledge.startedAs(container.name()));
    return new EffectivePrivileges(
        container.name(),
        container.role(),
        user(template, container, running, fact),
        group(template, container, running, fact),
        template.isForWindows() ? Set.of() : capabilities(container, privileged),
        privileged,
        Confinement.of(template, container));
  }

  private static Set<String> capabilities(Container container, boolean privileged) {
    Fields capabilities = container.securityContext().object("capabilities");
    return privileged
        ? Capability.EVERY
        : Capability.effective(capabilities.texts("add"), capabilities.texts("drop"));
  }

  private static EffectiveUser user(
      PodTemplate template,
      Container container,
      RunningIdentity running,
      Optional<ImageFact> fact) {
    if (template.isForWindows()) {
      return windowsUser(template, container);
    }
    Optional<Long> own = container.securityContext().integer("runAsUser");
    if (own.isPresent()) {
      return new EffectiveUser.Specified(own.get(), container.securityContext("runAsUser"));
    }
    Optional<Long> ofPod = template.securityContext().integer("runAsUser");
    if (ofPod.isPresent()) {
      return new EffectiveUser.Specified(ofPod.get(), PodTemplate.securityContextPath("runAsUser"));
    }
    EffectiveUser unknown = ofUnknownImage(template, container);
    if (fact.isEmpty() && unknown instanceof EffectiveUser.NotRoot) {
      return unknown; // the kubelet sees to it, whoever it is
    }
    return running
        .uid()
        .<EffectiveUser>map(EffectiveUser.Running::new)
        .or(() -> fact.map(EffectivePrivileges::ofImage))
        .orElse(unknown);
  }

  private static EffectiveUser windowsUser(PodTemplate template, Container container) {
    return Optional.of(container.securityContext().object("windowsOptions"))
        .flatMap(options -> options.text("runAsUserName"))
        .or(() -> template.securityContext().object("windowsOptions").text("runAsUserName"))
        .<EffectiveUser>map(EffectiveUser.Windows::new)
        .orElseGet(EffectiveUser.Unknown::new);
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

  private static EffectiveGroup group(
      PodTemplate template,
      Container container,
      RunningIdentity running,
      Optional<ImageFact> fact) {
    if (template.isForWindows()) {
      return new EffectiveGroup.Unknown();
    }
    Optional<Long> own = container.securityContext().integer("runAsGroup");
    if (own.isPresent()) {
      return specified(own.get(), container.securityContext("runAsGroup"));
    }
    Optional<Long> ofPod = template.securityContext().integer("runAsGroup");
    if (ofPod.isPresent()) {
      return specified(ofPod.get(), PodTemplate.securityContextPath("runAsGroup"));
    }
    Optional<Long> user =
        container
            .securityContext()
            .integer("runAsUser")
            .or(() -> template.securityContext().integer("runAsUser"));
    if (user.isPresent() && !user.equals(running.uid())) {
      return new EffectiveGroup.Unknown(); // another user's group tells nothing of this one's
    }
    Optional<EffectiveGroup> ofPods = running.gid().map(EffectiveGroup.Running::new);
    return ofPods.or(() -> ofImage(user, running, fact)).orElseGet(EffectiveGroup.Unknown::new);
  }

  private static EffectiveGroup specified(long gid, FieldPath path) {
    return new EffectiveGroup.Specified(gid, path);
  }

  /** The image gives its group only to the user that it names. */
  private static Optional<EffectiveGroup> ofImage(
      Optional<Long> user, RunningIdentity running, Optional<ImageFact> fact) {
    return user.or(running::uid).isPresent()
        ? Optional.empty()
        : fact.flatMap(EffectivePrivileges::groupOfImage);
  }

  /** An image that starts as root has root's group; any other has the group of its service. */
  private static Optional<EffectiveGroup> groupOfImage(ImageFact fact) {
    Optional<Long> gid =
        fact.startsAs().filter(uid -> uid == 0).isPresent() ? Optional.of(0L) : fact.serviceGroup();
    return gid.map(id -> new EffectiveGroup.OfImage(id, fact.source()));
  }
}
