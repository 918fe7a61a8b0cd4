package dev.unroot.engine.proposal;

import dev.unroot.engine.document.FieldPath;
import dev.unroot.engine.document.Fields;
import dev.unroot.engine.setup.SetUp;
import dev.unroot.engine.workload.Container;
import dev.unroot.engine.workload.PodTemplate;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * Moves what a command prepares as root into an init container, so that the program it starts then
 * is root no more.
 *
 * <p>Where a trial will tell, the program's own user prepares what it can at first: it owns what it
 * makes, so that set-up which is about owners comes to making directories. Otherwise, and where
 * that was not enough, the init container is the user that the container was, with the capabilities
 * that the set-up uses and no other.
 */
final class SplitSetUp implements Remedy {
  /** What an init container has of the container whose set-up it runs. */
  private static final List<String> KEPT =
      List.of("imagePullPolicy", "workingDir", "env", "envFrom", "resources");

  /** What confines the container beyond the capabilities, and its init container likewise. */
  private static final List<String> CONFINING =
      List.of("readOnlyRootFilesystem", "seccompProfile", "appArmorProfile", "seLinuxOptions");

  @Override
  public String plan() {
    return "move what a command prepares as root into an init container";
  }

  @Override
  public List<Change> changes(Subject subject) {
    if (!subject.isRestrictedLinux()) {
      return List.of();
    }
    List<Change> changes = new ArrayList<>();
    PodTemplate at = subject.template();
    for (Container original : subject.original().containers()) {
      Optional<SetUpSplit> split = subject.split(original);
      if (split.isPresent()) {
        for (Change change : split(subject, at, original, split.get())) {
          changes.add(change);
          at = change.applyTo(at);
        }
      }
    }
    return changes;
  }

  /** The name of the init container that runs the set-up of {@code container}. */
  static String name(Container container) {
    return SetUpName.of(container.name() + "/set-up");
  }

  private static List<Change> split(
      Subject subject, PodTemplate template, Container original, SetUpSplit split) {
    List<Change> changes = new ArrayList<>();
    PodTemplate at = template;
    List<String> copied = new ArrayList<>();
    String volume = "";
    SetUpDirectories directories = split.directories();
    for (String directory : directories.all()) {
      boolean isOfImage = directories.copied().contains(directory);
      EmptyDirectory empty =
          EmptyDirectory.at(
              at,
              original,
              directory,
              isOfImage ? "its set-up changes it" : "its set-up makes it",
              Source.COMMAND,
              Confidence.MEDIUM);
      volume = empty.volume();
      if (isOfImage && !isFilled(at, original, empty)) {
        copied.add(directory);
      }
      for (Change change : empty.changes()) {
        if (change.path().get(at.object()).isEmpty()) {
          changes.add(change);
          at = change.applyTo(at);
        }
      }
    }
    if (!copied.isEmpty()) {
      Change change = copy(subject, at, original, split, volume, copied);
      changes.add(change);
      at = change.applyTo(at);
    }
    for (Change change : program(subject, at, original, split)) {
      changes.add(change);
      at = change.applyTo(at);
    }
    setUp(subject, at, original, split).ifPresent(changes::add);
    return changes;
  }

  /** Whether another remedy fills the directory with what the image holds there already. */
  private static boolean isFilled(PodTemplate at, Container original, EmptyDirectory empty) {
    String name = MountWritableDirectories.name(original, empty);
    return at.containers().stream().anyMatch(container -> container.name().equals(name));
  }

  /** {@code original} as it is by now. */
  static Container now(PodTemplate at, Container original) {
    return at.containers().stream()
        .filter(container -> container.path().equals(original.path()))
        .findFirst()
        .orElseThrow();
  }

  /** Brings what the image holds into the volume, before the set-up changes it there. */
  private static Change copy(
      Subject subject,
      PodTemplate at,
      Container original,
      SetUpSplit split,
      String volume,
      List<String> directories) {
    Container now = now(at, original);
    boolean asRoot = !isTriedAsUser(subject, original, split);
    Map<String, Object> context =
        asRoot
            ? asBefore(subject, at, original, now, within(subject, original))
            : now.securityContext().values();
    return ImageContent.of(at, now, asRoot, volume, directories, context);
  }

  private static SortedSet<String> within(Subject subject, Container original) {
    SortedSet<String> capabilities = new TreeSet<>(ImageContent.CAPABILITIES);
    capabilities.retainAll(subject.held(original).capabilities());
    return capabilities;
  }

  /** What is left of the command. */
  private static List<Change> program(
      Subject subject, PodTemplate template, Container original, SetUpSplit split) {
    String why =
        SetUpScript.source(subject.original(), original, subject.knowledge())
                .map(file -> "as " + SetUpScript.shown(file) + " says now, ")
                .orElse("")
            + split
                .stepDown()
                .map(user -> "without " + user.by() + ", which becomes " + user.user())
                .orElse("without its set-up");
    List<Change> changes = new ArrayList<>();
    changes.add(
        Change.of(
            template,
            original.path().field("command"),
            split.program().command(),
            why,
            Source.COMMAND,
            Confidence.HIGH));
    if (original.fields().has("args")) {
      changes.add(
          Change.removing(
              template,
              original.path().field("args"),
              "is part of the command now",
              Source.COMMAND,
              Confidence.HIGH));
    }
    return changes;
  }

  private static Optional<Change> setUp(
      Subject subject, PodTemplate at, Container original, SetUpSplit split) {
    if (split.setUp().isEmpty()) {
      return Optional.empty();
    }
    Container now = now(at, original);
    SetUp setUp = split.setUp().get();
    if (isTriedAsUser(subject, original, split)) {
      List<String> command =
          split.work().isOfOwners() && !split.work().keepsOwners()
              ? makeAll(split.madeInVolumes())
              : split.commandKeepingOwners().orElseThrow();
      return command.isEmpty()
          ? Optional.empty()
          : Optional.of(
              change(
                  at,
                  container(now, name(original), command, now.securityContext().values()),
                  "prepares what it can as the user that uses it",
                  original));
    }
    Map<String, Object> container =
        container(
            now,
            name(original),
            setUp.command(),
            asBefore(subject, at, original, now, split.capabilities(subject.held(original))));
    String why = "runs " + split.work().words() + ", for which " + original.name() + " was root";
    return Optional.of(change(at, container, why, original));
  }

  /**
   * Whether the program's own user is to prepare what it can: it needs nobody for that, or a trial
   * will show whether it does; and none has shown that it does.
   */
  private static boolean isTriedAsUser(Subject subject, Container original, SetUpSplit split) {
    if (subject.target().volumeOwnership() == VolumeOwnership.FS_GROUP
        && RuledOut.givesStorage(subject.original(), original, split)) {
      return true; // it is not split once that failed
    }
    boolean certain = split.work().keepsOwners() && split.isOfNewDirectories();
    boolean tried =
        subject.knowledge().experimental()
            && split.work().isForOneUser()
            && (split.work().isOfOwners() || split.commandKeepingOwners().isPresent());
    return (certain || tried)
        && subject.knowledge().failures().stream()
            .noneMatch(
                failure ->
                    failure.container().equals(name(original))
                        || InitSetUp.isSidecar(subject.original(), original, subject.knowledge())
                            && InitSetUp.isUnmended(failure, subject.knowledge())
                        || failure.container().equals(ImageContent.nameAsUser(original))
                        || failure.container().equals(original.name())
                            && !ShareVolumes.mends(subject, original, failure)
                            && !ChangeOwners.mends(subject, original, failure));
  }

  /** A command that makes {@code directories}, none for none. */
  static List<String> makeAll(List<String> directories) {
    if (directories.isEmpty()) {
      return List.of();
    }
    List<String> command = new ArrayList<>(List.of("mkdir", "-p", "--"));
    directories.forEach(directory -> command.add(directory.replace("$", "$$")));
    return command;
  }

  /**
   * The user that the container was, with the capabilities {@code needed}, and confined as the
   * container is {@code now}.
   */
  static Map<String, Object> asBefore(
      Subject subject,
      PodTemplate at,
      Container original,
      Container now,
      SortedSet<String> needed) {
    Map<String, Object> context = new LinkedHashMap<>();
    context.put("runAsNonRoot", false);
    for (String field : List.of("runAsUser", "runAsGroup")) {
      original
          .securityContext()
          .integer(field)
          .or(() -> subject.original().securityContext().integer(field))
          .ifPresent(id -> context.put(field, id));
    }
    context.put("allowPrivilegeEscalation", false);
    Map<String, Object> capabilities = new LinkedHashMap<>();
    capabilities.put("drop", List.of("ALL"));
    List<String> add = List.copyOf(needed);
    if (!add.isEmpty()) {
      capabilities.put("add", add);
    }
    context.put("capabilities", capabilities);
    confine(context, at, now.securityContext());
    return context;
  }

  /** Confines a container that is added to {@code template} as the one of {@code now} is. */
  static void confine(Map<String, Object> context, PodTemplate template, Fields now) {
    for (String field : CONFINING) {
      Object value = now.values().get(field);
      if (value != null) {
        context.putIfAbsent(field, value);
      }
    }
    if (!template.securityContext().has("seccompProfile")) {
      context.putIfAbsent("seccompProfile", new LinkedHashMap<>(Map.of("type", "RuntimeDefault")));
    }
  }

  /** A container of {@code now}, with its mounts, environment and resources. */
  static Map<String, Object> container(
      Container now, String name, List<String> command, Map<String, Object> securityContext) {
    Map<String, Object> container = new LinkedHashMap<>();
    container.put("name", name);
    container.put("image", now.image());
    for (String field : KEPT) {
      Object value = now.fields().values().get(field);
      if (value != null) {
        container.put(field, value);
      }
    }
    container.put("command", command);
    container.put("securityContext", securityContext);
    Object mounts = now.fields().values().get("volumeMounts");
    if (mounts != null) {
      container.put("volumeMounts", mounts);
    }
    return container;
  }

  /** Adds {@code container} to the init containers. */
  static Change change(
      PodTemplate at, Map<String, Object> container, String why, Container original) {
    return Change.of(
        at,
        FieldPath.of("spec.initContainers").element("name", name(original)),
        container,
        why,
        Source.COMMAND,
        Confidence.HIGH);
  }
}
