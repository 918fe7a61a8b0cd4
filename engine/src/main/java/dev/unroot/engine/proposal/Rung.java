package dev.unroot.engine.proposal;

import dev.unroot.engine.document.FieldPath;
import dev.unroot.engine.image.ImageFacts;
import dev.unroot.engine.podsecurity.Judgement;
import dev.unroot.engine.podsecurity.Level;
import dev.unroot.engine.privilege.Confinement;
import dev.unroot.engine.privilege.EffectivePrivileges;
import dev.unroot.engine.privilege.Profile;
import dev.unroot.engine.workload.Container;
import dev.unroot.engine.workload.ContainerRole;
import dev.unroot.engine.workload.PodTemplate;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** How far a template is from root, strongest first. */
public enum Rung {
  /** Restricted, and no container can write to its own root file system. */
  RESTRICTED_READ_ONLY("restricted, with a read-only root file system"),
  /** Restricted. */
  RESTRICTED("restricted"),
  /** Restricted, but for set-up: init containers that are root with the fewest capabilities. */
  SET_UP_AS_ROOT("restricted, once set-up as root has ended"),
  /** Root in a user namespace of its own, which is nobody on the node. */
  USER_NAMESPACE("root in a user namespace of its own"),
  /** Root with no more capabilities than it asks for, no escalation, and seccomp on. */
  FEWEST_CAPABILITIES("the fewest capabilities, no escalation, seccomp on"),
  /** Nothing of that. */
  UNCONFINED("not confined");

  private final String text;

  Rung(String text) {
    this.text = text;
  }

  /** The rung that {@code template} stands on, of which {@code judgement} speaks. */
  static Rung of(PodTemplate template, Judgement judgement) {
    Level level = judgement.level();
    if (level == Level.RESTRICTED) {
      return RESTRICTED_READ_ONLY.missing(template).isEmpty() ? RESTRICTED_READ_ONLY : RESTRICTED;
    }
    if (level == Level.BASELINE
        && FEWEST_CAPABILITIES.missing(template).isEmpty()
        && isOfSetUp(template, judgement)) {
      return SET_UP_AS_ROOT;
    }
    if (USER_NAMESPACE.missing(template).isEmpty()) {
      return USER_NAMESPACE;
    }
    return FEWEST_CAPABILITIES.missing(template).isEmpty() ? FEWEST_CAPABILITIES : UNCONFINED;
  }

  /** Whether nothing is refused but in containers that end before the workload starts. */
  private static boolean isOfSetUp(PodTemplate template, Judgement judgement) {
    List<FieldPath> setUp =
        template.containers().stream()
            .filter(container -> container.role() == ContainerRole.INIT)
            .map(Container::path)
            .toList();
    return judgement.violations(Level.RESTRICTED).stream()
        .allMatch(violation -> setUp.stream().anyMatch(violation.field()::isBelow));
  }

  /** The next stronger rung; nothing above the strongest. */
  Optional<Rung> next() {
    return ordinal() == 0 ? Optional.empty() : Optional.of(values()[ordinal() - 1]);
  }

  /**
   * The fields that keep {@code template} from this rung, each with what it must be. For {@link
   * #RESTRICTED} and {@link #SET_UP_AS_ROOT} these are the violations of the level, which are not
   * told here.
   */
  List<String> missing(PodTemplate template) {
    List<String> missing = new ArrayList<>();
    if (this == USER_NAMESPACE && !template.hasOwnUserNamespace()) {
      missing.add("spec.hostUsers: must be false");
    }
    for (Container container : template.containers()) {
      Confinement held =
          EffectivePrivileges.of(template, container, ImageFacts.none()).confinement();
      if (this == RESTRICTED_READ_ONLY && !held.readOnlyRootFileSystem()) {
        missing.add(container.securityContext("readOnlyRootFilesystem") + ": must be true");
      }
      if (this == USER_NAMESPACE || this == FEWEST_CAPABILITIES) {
        fewest(container, held, missing);
      }
    }
    return missing;
  }

  private static void fewest(Container container, Confinement held, List<String> missing) {
    if (held.mayEscalate()) {
      missing.add(container.securityContext("allowPrivilegeEscalation") + ": must be false");
    }
    if (!container.securityContext().object("capabilities").texts("drop").contains("ALL")) {
      missing.add(container.securityContext("capabilities").field("drop") + ": must hold ALL");
    }
    Profile.Kind seccomp = held.seccomp().kind();
    if (seccomp == Profile.Kind.UNSET || seccomp == Profile.Kind.UNCONFINED) {
      missing.add(
          container.securityContext("seccompProfile") + ": must be RuntimeDefault or Localhost");
    }
  }

  /** The rung's name as the API writes it, such as {@code RestrictedReadOnly}. */
  public String code() {
    StringBuilder code = new StringBuilder();
    for (String word : name().split("_")) {
      code.append(word.charAt(0)).append(word.substring(1).toLowerCase(Locale.ROOT));
    }
    return code.toString();
  }

  /** The rung in a few words. */
  @Override
  public String toString() {
    return text;
  }
}
