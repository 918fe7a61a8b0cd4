package dev.unroot.engine.proposal;

import dev.unroot.engine.document.FieldPath;
import dev.unroot.engine.document.PrintableText;
import dev.unroot.engine.evidence.Knowledge;
import dev.unroot.engine.image.ImageMatch;
import dev.unroot.engine.podsecurity.Judgement;
import dev.unroot.engine.podsecurity.Level;
import dev.unroot.engine.podsecurity.PodSecurity;
import dev.unroot.engine.privilege.EffectivePrivileges;
import dev.unroot.engine.privilege.PodPrivileges;
import dev.unroot.engine.setup.StepDown;
import dev.unroot.engine.workload.Container;
import dev.unroot.engine.workload.PodTemplate;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What a remedy works on.
 *
 * @param original the template as it is, which tells what a container could do so far
 * @param template the template with the changes of the remedies before
 * @param judgement what the Pod Security Standards say of the original
 * @param origins what each container of the original holds and needs, by its path
 */
record Subject(
    PodTemplate original,
    PodTemplate template,
    Target target,
    Knowledge knowledge,
    Judgement judgement,
    Map<FieldPath, Origin> origins) {

  /**
   * What a container held and needed before anything was changed.
   *
   * @param split where its command can be taken apart, so that it needs nothing
   * @param leftOut where it only sets up, and is tried without
   * @param sysctls the settings of the kernel that it makes, where the pod can declare them
   */
  record Origin(
      EffectivePrivileges held,
      Need need,
      Optional<SetUpSplit> split,
      Optional<InitSetUp> leftOut,
      Map<String, String> sysctls) {

    private static Origin of(EffectivePrivileges held, Need need) {
      return new Origin(held, need, Optional.empty(), Optional.empty(), Map.of());
    }
  }

  /** A subject of which nothing is changed yet. */
  static Subject of(PodTemplate template, Target target, Knowledge knowledge) {
    return of(
        template,
        PodPrivileges.of(template, knowledge),
        PodSecurity.judge(template, target.version()),
        target,
        knowledge);
  }

  /** The same, where it is known already what the pod holds and what the standards say of it. */
  static Subject of(
      PodTemplate template,
      PodPrivileges privileges,
      Judgement judgement,
      Target target,
      Knowledge knowledge) {
    Map<FieldPath, Origin> origins = new HashMap<>();
    List<Container> containers = template.containers();
    for (int i = 0; i < containers.size(); i++) {
      Container container = containers.get(i);
      EffectivePrivileges held = privileges.containers().get(i);
      SetUpSplit.Attempt attempt = attempt(template, container, held, target, knowledge);
      Optional<SetUpSplit> split =
          attempt instanceof SetUpSplit.Attempt.Done done
              ? Optional.of(done.split())
              : Optional.empty();
      String whyNot = attempt instanceof SetUpSplit.Attempt.Not not ? not.why() : "";
      Optional<InitSetUp> sidecar = InitSetUp.ofSidecar(template, container, held, knowledge);
      Optional<InitSetUp> leftOut =
          InitSetUp.of(template, container, held, knowledge)
              .filter(s -> s.mayBeLeftOut(container, knowledge))
              .or(() -> sidecar.filter(s -> s.mayBeLeftOutBeside(template, container, knowledge)));
      if (leftOut.isPresent()) {
        split = Optional.empty();
      }
      Map<String, String> sysctls =
          DeclareSysctls.of(template, container, held, target.version(), knowledge);
      boolean needsNoRoot =
          split.isPresent()
              || leftOut.isPresent()
              || sidecar.filter(s -> s.isTriedAsUser(container, knowledge)).isPresent();
      Need need =
          sysctls.isEmpty()
              ? Need.of(template, container, held, knowledge, needsNoRoot, whyNot)
              : new Need.Nothing();
      origins.put(
          container.path(),
          need.isReal() ? Origin.of(held, need) : new Origin(held, need, split, leftOut, sysctls));
    }
    return new Subject(template, template, target, knowledge, judgement, Map.copyOf(origins));
  }

  /**
   * A program that becomes a user by a name is left to do so, unless the user's number is known.
   */
  private static SetUpSplit.Attempt attempt(
      PodTemplate template,
      Container container,
      EffectivePrivileges held,
      Target target,
      Knowledge knowledge) {
    SetUpSplit.Attempt attempt = SetUpSplit.of(template, container, held, knowledge);
    Optional<String> ruledOut =
        attempt instanceof SetUpSplit.Attempt.Done done
            ? RuledOut.setUp(template, container, done.split(), target, knowledge)
            : Optional.empty();
    if (ruledOut.isPresent()) {
      return new SetUpSplit.Attempt.Not(ruledOut.get());
    }
    Optional<StepDown> user =
        attempt instanceof SetUpSplit.Attempt.Done done
            ? done.split().stepDown()
            : Optional.empty();
    return user.isPresent()
            && !SteppedTo.isKnown(
                user.get(),
                UserChoice.of(template, container, target, knowledge),
                container,
                knowledge)
        ? new SetUpSplit.Attempt.Not(
            "which number its user "
                + PrintableText.line(user.get().user())
                + " has is not known; a trial tells")
        : attempt;
  }

  /** The same with one more change. */
  Subject with(Change change) {
    return new Subject(original, change.applyTo(template), target, knowledge, judgement, origins);
  }

  private Origin origin(Container container) {
    Origin origin = origins.get(container.path());
    if (origin == null) {
      throw new IllegalArgumentException(container.path() + " is not in the original");
    }
    return origin;
  }

  /** The containers that the changes so far add. */
  List<Container> added() {
    return template.containers().stream()
        .filter(container -> !origins.containsKey(container.path()))
        .toList();
  }

  /** What {@code container} cannot do without. */
  Need need(Container container) {
    return origin(container).need();
  }

  /** How the command of {@code container} is taken apart, where it is. */
  Optional<SetUpSplit> split(Container container) {
    return origin(container).split();
  }

  /** What {@code container} sets up, where it is tried without. */
  Optional<InitSetUp> leftOut(Container container) {
    return origin(container).leftOut();
  }

  /**
   * The settings of the kernel that {@code container} makes, where the pod declares them instead.
   */
  Map<String, String> sysctls(Container container) {
    return origin(container).sysctls();
  }

  /** What {@code container} holds in the original. */
  EffectivePrivileges held(Container container) {
    return origin(container).held();
  }

  /** What is known of the image of {@code container}, and how sure it is that it is that image. */
  Optional<ImageMatch> image(Container container) {
    return knowledge.images().match(container.image());
  }

  /**
   * Whether {@code container} was known not to be root: then it already writes and listens wherever
   * it has to without being root.
   */
  boolean wasUnprivileged(Container container) {
    return held(container).user().isKnownUnprivileged();
  }

  /** Whether the restricted level is to be reached, by a pod that Linux's fields are for. */
  boolean isRestrictedLinux() {
    return target.level() == Level.RESTRICTED && !template.isForWindows();
  }

  /** Whether root is as good as any other user, since it is not the node's root. */
  boolean mayBeRoot() {
    return target.version().atLeast(35) && original.hasOwnUserNamespace();
  }
}
