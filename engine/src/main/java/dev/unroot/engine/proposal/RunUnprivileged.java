package dev.unroot.engine.proposal;

import dev.unroot.engine.workload.Container;
import dev.unroot.engine.workload.PodTemplate;
import java.util.ArrayList;
import java.util.List;

/**
 * Sets {@code runAsNonRoot}, {@code runAsUser} and {@code runAsGroup} of every container that does
 * not have them, except of those that cannot do without root.
 *
 * <p>{@code runAsNonRoot} is never set alone unless the spec already gives a numeric user: the
 * kubelet refuses it for images that are root, and for those whose USER is a name.
 */
final class RunUnprivileged implements Remedy {
  @Override
  public String plan() {
    return "run every container as a user that is not root";
  }

  @Override
  public List<Change> changes(Subject subject) {
    if (!subject.isRestrictedLinux()) {
      return List.of();
    }
    PodTemplate template = subject.template();
    List<Change> changes = new ArrayList<>();
    for (Container container : template.containers()) {
      if (subject.need(container).isReal() && !subject.wasUnprivileged(container)) {
        continue;
      }
      UserChoice user = UserChoice.of(template, container, subject.target(), subject.knowledge());
      if (subject.mayBeRoot() && user.isGuess()) {
        continue; // root is nobody on the node: better than a user that is a guess
      }
      set(template, container, "runAsNonRoot", true, policy(), changes);
      if (user.source() != Source.SPEC) {
        set(template, container, "runAsUser", user.uid(), user, changes);
        set(template, container, "runAsGroup", user.gid(), user, changes);
      }
    }
    changes.addAll(ofPod(subject));
    return changes;
  }

  private static void set(
      PodTemplate template,
      Container container,
      String field,
      Object value,
      UserChoice reason,
      List<Change> changes) {
    boolean inherited =
        !container.securityContext().has(field)
            && value.equals(template.securityContext().values().get(field));
    if (!inherited) {
      changes.add(
          Change.of(
              template,
              container.securityContext(field),
              value,
              reason.why(),
              reason.source(),
              reason.confidence()));
    }
  }

  /** Values of the whole pod that the level refuses even where every container overrides them. */
  private static List<Change> ofPod(Subject subject) {
    PodTemplate template = subject.template();
    if (subject.mayBeRoot()
        || template.containers().stream().anyMatch(c -> subject.need(c).isReal())) {
      return List.of(); // somebody may inherit them
    }
    List<Change> changes = new ArrayList<>();
    String why = "refused on the pod even where every container overrides it";
    if (template.securityContext().flag("runAsNonRoot").filter(flag -> !flag).isPresent()) {
      changes.add(
          Change.of(
              template,
              PodTemplate.securityContextPath("runAsNonRoot"),
              true,
              why,
              Source.POLICY,
              Confidence.HIGH));
    }
    if (template.securityContext().integer("runAsUser").filter(uid -> uid == 0).isPresent()) {
      Container first = template.containers().get(0);
      UserChoice user = UserChoice.of(template, first, subject.target(), subject.knowledge());
      long uid = user.uid() == 0 ? subject.target().fallbackUser() : user.uid();
      changes.add(
          Change.of(
              template,
              PodTemplate.securityContextPath("runAsUser"),
              uid,
              why,
              user.source(),
              user.confidence()));
    }
    return changes;
  }

  private static UserChoice policy() {
    return new UserChoice(0, 0, "restricted asks for it", Source.POLICY, Confidence.HIGH);
  }
}
