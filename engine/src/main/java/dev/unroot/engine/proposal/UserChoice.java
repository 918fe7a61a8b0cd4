package dev.unroot.engine.proposal;

import dev.unroot.engine.evidence.Failure;
import dev.unroot.engine.evidence.ImageUser;
import dev.unroot.engine.evidence.Knowledge;
import dev.unroot.engine.evidence.Observation;
import dev.unroot.engine.evidence.ProcessIdentity;
import dev.unroot.engine.evidence.StartedAs;
import dev.unroot.engine.evidence.VolumeOwner;
import dev.unroot.engine.image.ImageFact;
import dev.unroot.engine.image.ImageMatch;
import dev.unroot.engine.privilege.EffectiveGroup;
import dev.unroot.engine.privilege.EffectivePrivileges;
import dev.unroot.engine.privilege.EffectiveUser;
import dev.unroot.engine.setup.StepDown;
import dev.unroot.engine.workload.Container;
import dev.unroot.engine.workload.ContainerRole;
import dev.unroot.engine.workload.PodTemplate;
import java.util.List;
import java.util.Optional;

/**
 * The user and group that a container is to run as, from the best source there is: the spec, the
 * processes that were seen, what its running pods start as, whom its command becomes, the image's
 * USER, what is documented of a known image, the owner of its data, the image's own files, and last
 * the configured fallback.
 */
record UserChoice(long uid, long gid, String why, Source source, Confidence confidence) {

  private static final long NOBODY = 65_534;

  /** The choice for {@code container}. */
  static UserChoice of(
      PodTemplate template, Container container, Target target, Knowledge knowledge) {
    EffectivePrivileges held = EffectivePrivileges.of(template, container, knowledge);
    EffectiveUser user = held.user();
    if (user instanceof EffectiveUser.Specified specified && specified.uid() != 0) {
      return specified(template, container, specified.uid());
    }
    if (user instanceof EffectiveUser.Named named && named.name().equals("nobody")) {
      String why = "the number that nobody has in most distributions";
      return new UserChoice(NOBODY, NOBODY, why, Source.IMAGE_NAMED_USER, Confidence.LOW);
    }
    if (user instanceof EffectiveUser.NotRoot) {
      return new UserChoice(0, 0, "the kubelet refuses root", Source.SPEC, Confidence.HIGH);
    }
    Optional<ImageMatch> image = knowledge.images().match(container.image());
    return knowledge
        .observation(container.name())
        .flatMap(UserChoice::observed)
        .or(() -> running(held, knowledge))
        .or(
            () ->
                SetUpSplit.stepDown(template, container, knowledge).flatMap(UserChoice::ofCommand))
        .or(() -> image.flatMap(UserChoice::documented))
        .or(() -> knowledge.observation(container.name()).flatMap(UserChoice::owner))
        .or(() -> knowledge.observation(container.name()).flatMap(UserChoice::ofImage))
        .or(() -> ofPrepared(template, container, target, knowledge))
        .orElseGet(() -> fallback(container, target, knowledge));
  }

  private static UserChoice specified(PodTemplate template, Container container, long uid) {
    long gid =
        container
            .securityContext()
            .integer("runAsGroup")
            .or(() -> template.securityContext().integer("runAsGroup"))
            .orElse(0L);
    return new UserChoice(uid, gid, "the spec says so", Source.SPEC, Confidence.HIGH);
  }

  /**
   * The one unprivileged user that was seen. Where several were seen, none of them can be said to
   * be the one.
   */
  private static Optional<UserChoice> observed(Observation seen) {
    List<ProcessIdentity> users = seen.unprivileged();
    if (users.stream().map(ProcessIdentity::uid).distinct().count() != 1) {
      return Optional.empty();
    }
    ProcessIdentity one = users.get(0);
    String why = "the UID that " + one.command() + " was seen to run as";
    return Optional.of(
        new UserChoice(one.uid(), one.gid(), why, Source.OBSERVED_PROCESS, Confidence.HIGH));
  }

  /**
   * The one user that its running pods start as, with the group that the spec or all of them give
   * it. Where they disagree, none of them can be said to be the one.
   */
  private static Optional<UserChoice> running(EffectivePrivileges held, Knowledge knowledge) {
    List<StartedAs> pods = knowledge.startedAs(held.container());
    if (!(held.user() instanceof EffectiveUser.Running running)
        || running.uid() == 0
        || pods.size() != 1) {
      return Optional.empty();
    }
    long gid =
        held.group() instanceof EffectiveGroup.Specified specified
            ? specified.gid()
            : pods.get(0).gid();
    String why = "it starts as this user already";
    return Optional.of(
        new UserChoice(running.uid(), gid, why, Source.RUNNING_PODS, Confidence.HIGH));
  }

  private static Optional<UserChoice> ofCommand(StepDown user) {
    if (user.uid().isEmpty()) {
      return Optional.empty();
    }
    long uid = user.uid().getAsLong();
    // Without a group it is that of the image for this user, which only the image knows.
    Confidence sure = user.gid().isPresent() ? Confidence.HIGH : Confidence.MEDIUM;
    String why = "the user that its command becomes by " + user.by();
    return Optional.of(new UserChoice(uid, user.gid().orElse(uid), why, Source.COMMAND, sure));
  }

  /** A copy of an image that is only guessed to be one is as likely to be something else. */
  private static Optional<UserChoice> documented(ImageMatch image) {
    ImageFact fact = image.fact();
    Confidence confidence = image.isGuess() ? Confidence.LOW : Confidence.MEDIUM;
    Optional<Long> numeric = fact.startsAs().filter(uid -> uid != 0);
    if (numeric.isPresent()) {
      long gid = fact.serviceGroup().orElse(numeric.get());
      String why = "the image's own USER";
      return Optional.of(new UserChoice(numeric.get(), gid, why, Source.IMAGE_USER, confidence));
    }
    return fact.serviceUser()
        .map(
            uid -> {
              long gid = fact.serviceGroup().orElse(uid);
              return fact.user().isEmpty()
                  ? new UserChoice(
                      uid, gid, "documented of " + fact.image(), Source.KNOWN_IMAGE, confidence)
                  : new UserChoice(
                      uid,
                      gid,
                      "the image's USER " + fact.user() + " as a number",
                      Source.IMAGE_NAMED_USER,
                      confidence);
            });
  }

  /** The one user but root whom its volumes belonged to after it had run. */
  private static Optional<UserChoice> owner(Observation seen) {
    List<VolumeOwner> owners =
        seen.volumes().stream()
            .filter(volume -> volume.uid() != 0 && volume.uid() <= StartedAs.HIGHEST_ID)
            .toList();
    if (owners.isEmpty() || owners.stream().map(VolumeOwner::uid).distinct().count() != 1) {
      return Optional.empty();
    }
    VolumeOwner one = owners.get(0);
    String why = "volume " + one.place().volume() + " belongs to it once it has run";
    return Optional.of(
        new UserChoice(one.uid(), one.gid(), why, Source.VOLUME_OWNER, Confidence.MEDIUM));
  }

  /** Whether nothing that is known of the container speaks for it. */
  boolean isGuess() {
    return source == Source.CONFIGURED || source == Source.TRIAL;
  }

  /**
   * The configured fallback; where a trial showed that its missing entry in {@code /etc/passwd}
   * matters, nobody, who has one in nearly every image.
   */
  /** The one user that owns a directory in the image; where none does, the one that was added. */
  private static Optional<UserChoice> ofImage(Observation seen) {
    List<ImageUser> owners =
        seen.imageUsers().stream().filter(user -> user.directory().isPresent()).toList();
    List<ImageUser> some = owners.isEmpty() ? seen.imageUsers() : owners;
    if (some.size() != 1) {
      return Optional.empty();
    }
    ImageUser one = some.get(0);
    String why =
        one.directory()
            .map(path -> "the image's user " + one.name() + ", to whom " + path + " belongs")
            .orElse("the one user that the image adds, " + one.name());
    return Optional.of(
        new UserChoice(
            one.uid(),
            one.gid(),
            why,
            Source.IMAGE_FILES,
            one.directory().isPresent() ? Confidence.MEDIUM : Confidence.LOW));
  }

  /** What only prepares files does so for the user of a container that has the same volume. */
  private static Optional<UserChoice> ofPrepared(
      PodTemplate template, Container container, Target target, Knowledge knowledge) {
    if (container.role() != ContainerRole.INIT
        && !InitSetUp.isSidecar(template, container, knowledge)) {
      return Optional.empty();
    }
    List<String> volumes = volumes(container);
    return template.containers().stream()
        .filter(
            other ->
                other.role() == ContainerRole.REGULAR
                    && !InitSetUp.isSidecar(template, other, knowledge))
        .filter(other -> volumes(other).stream().anyMatch(volumes::contains))
        .map(other -> sameAs(other, UserChoice.of(template, other, target, knowledge)))
        .filter(choice -> choice.uid() > 0 && !choice.isGuess())
        .findFirst();
  }

  private static UserChoice sameAs(Container other, UserChoice choice) {
    long gid = choice.gid() > 0 ? choice.gid() : choice.uid();
    return new UserChoice(
        choice.uid(),
        gid,
        "the user of " + other.name() + ", for which it prepares a volume",
        Source.VOLUME_OWNER,
        Confidence.MEDIUM);
  }

  private static List<String> volumes(Container container) {
    return container.fields().objects("volumeMounts", "mountPath").stream()
        .flatMap(mount -> mount.text("name").stream())
        .toList();
  }

  private static UserChoice fallback(Container container, Target target, Knowledge knowledge) {
    Optional<Failure.UnknownUser> unknown =
        knowledge.failures(container.name(), Failure.UnknownUser.class).findFirst();
    if (unknown.isPresent() && target.fallbackUser() != NOBODY) {
      String why = unknown.get().describe() + "; the user nobody has one in nearly every image";
      return new UserChoice(NOBODY, NOBODY, why, Source.TRIAL, Confidence.LOW);
    }
    return new UserChoice(
        target.fallbackUser(),
        target.fallbackUser(),
        "no user but root is known for it",
        Source.CONFIGURED,
        Confidence.LOW);
  }
}
