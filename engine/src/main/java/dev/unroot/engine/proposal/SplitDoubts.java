package dev.unroot.engine.proposal;

import dev.unroot.engine.document.Fields;
import dev.unroot.engine.setup.SetUpCommand;
import dev.unroot.engine.setup.SetUpKind;
import dev.unroot.engine.setup.StepDown;
import dev.unroot.engine.workload.Container;
import dev.unroot.engine.workload.ContainerRole;
import dev.unroot.engine.workload.PodTemplate;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Why a command that can be taken apart is left as it is: what stands beside it in the template
 * would not work any more, or not in the same way.
 */
final class SplitDoubts {
  /** Programs that fail where their container is root no more. */
  private static final Pattern OF_ROOT =
      Pattern.compile(
          "(.*[^-.\\w])?(chown|chgrp|gosu|su|su-exec|setpriv|runuser|chpst|setuidgid|s6-setuidgid"
              + "|sudo|doas)([^-.\\w].*)?",
          Pattern.DOTALL);

  private static final Pattern SLEEP =
      Pattern.compile("(.*[^-./\\w])?sleep[ \t].*", Pattern.DOTALL);

  /** What these set in the environment is the user's, whatever the template says. */
  private static final Set<String> SETTING_HOME =
      Set.of("gosu", "su", "su-exec", "runuser", "s6-setuidgid");

  private static final Pattern SETS_HOME = Pattern.compile("\\b(HOME|USER|LOGNAME|SHELL)=");

  private static final Set<String> OF_USER = Set.of("HOME", "USER", "LOGNAME", "SHELL");

  /** Files that the shell opens for the program, as root, before that steps down. */
  private static final Pattern OPENED =
      Pattern.compile("[<>]++(?!&|/dev/(null|stdin|stdout|stderr))");

  /** Directories that hold state rather than content by convention. */
  private static final Pattern STATE = Pattern.compile("/(run|tmp|var)/");

  private SplitDoubts() {}

  /** Why {@code split} of {@code container} might change what the workload does, for people. */
  static Optional<String> of(PodTemplate template, Container container, SetUpSplit split) {
    return Stream.concat(ofProgram(container, split), ofSetUp(template, container, split))
        .filter(Doubt::holds)
        .map(Doubt::why)
        .findFirst();
  }

  private record Doubt(boolean holds, String why) {}

  private static Stream<Doubt> ofProgram(Container container, SetUpSplit split) {
    boolean opens =
        split.stepDown().isPresent()
            && OPENED.matcher(String.join(" ", split.program().command())).find();
    return Stream.of(
        new Doubt(hooksNeedRoot(container), "a hook or a probe of it needs root"),
        new Doubt(
            split.stepDown().filter(user -> losesEnvironment(container, split, user)).isPresent(),
            "the program that becomes another user also sets HOME or the like"),
        new Doubt(opens, "the shell opens files for its program as root"));
  }

  private static Stream<Doubt> ofSetUp(
      PodTemplate template, Container container, SetUpSplit split) {
    if (split.setUp().isEmpty()) {
      return Stream.empty();
    }
    List<SetUpCommand> commands = split.setUp().get().commands();
    return Stream.of(
        new Doubt(
            isNameTaken(template, container),
            "a container is named " + SplitSetUp.name(container) + " already"),
        new Doubt(
            !split.directories().copied().isEmpty()
                && (isNameTaken(template, container, ImageContent::nameAsUser)
                    || isNameTaken(template, container, ImageContent::nameAsRoot)),
            "a container has the name already of one that would copy files of its image"),
        new Doubt(container.fields().has("volumeDevices"), "it has a volume without a file system"),
        new Doubt(container.fields().flag("stdin").orElse(false), "its set-up may read its input"),
        new Doubt(split.work().isStartedAnew(), "its set-up takes files away at every start"),
        new Doubt(followsLinks(commands), "its set-up follows links that it makes"),
        new Doubt(
            waitsForOthers(template, split.setUp().get().script()),
            "its set-up may wait for the containers beside it"),
        new Doubt(
            hidesFiles(container, split),
            "a volume at a directory that it makes might hide files of its image"));
  }

  /** Another container of that name would be lost. */
  static boolean isNameTaken(PodTemplate template, Container container) {
    return isNameTaken(template, container, SplitSetUp::name);
  }

  private static boolean isNameTaken(
      PodTemplate template, Container container, Function<Container, String> naming) {
    String name = naming.apply(container);
    return template.containers().stream()
        .anyMatch(
            other ->
                other.name().equals(name)
                    || !other.path().equals(container.path())
                        && other.role() == ContainerRole.REGULAR
                        && naming.apply(other).equals(name));
  }

  /** What is touched through a link lies elsewhere than its path says. */
  private static boolean followsLinks(List<SetUpCommand> commands) {
    List<String> links = new ArrayList<>();
    for (SetUpCommand command : commands) {
      for (String path : command.paths()) {
        if (links.stream().anyMatch(link -> WritableDirectory.isWithin(path, link))) {
          return true;
        }
      }
      if (command.program().equals("ln")) {
        links.addAll(command.paths());
      }
    }
    return false;
  }

  /** The other containers start only once every init container has ended. */
  private static boolean waitsForOthers(PodTemplate template, String script) {
    long regular =
        template.containers().stream().filter(c -> c.role() == ContainerRole.REGULAR).count();
    return regular > 1 && SLEEP.matcher(script).matches();
  }

  /** A directory in which something lies before the set-up makes it would be covered. */
  private static boolean hidesFiles(Container container, SetUpSplit split) {
    String workingDir = container.fields().text("workingDir").orElse("");
    String program = String.join(" ", split.program().command());
    String script = split.setUp().orElseThrow().script();
    List<SetUpCommand> commands = split.setUp().orElseThrow().commands();
    return split.directories().made().stream()
        .filter(directory -> commands.stream().anyMatch(c -> c.paths().contains(directory)))
        .anyMatch(
            directory ->
                WritableDirectory.isWithin(workingDir, directory)
                    || !STATE.matcher(directory).lookingAt()
                        && looksInto(directory, program, commands)
                    || looksInto(directory, script, commands));
  }

  /** Whether {@code text} names something in {@code directory} that the set-up does not make. */
  private static boolean looksInto(String directory, String text, List<SetUpCommand> commands) {
    return Pattern.compile("(?<![-./\\w])" + Pattern.quote(directory) + "/[-./\\w]+")
        .matcher(text)
        .results()
        .map(MatchResult::group)
        .anyMatch(
            path ->
                commands.stream()
                    .filter(c -> !c.kind().equals(SetUpKind.OWNER))
                    .filter(c -> !c.kind().equals(SetUpKind.MODE))
                    .flatMap(c -> c.paths().stream())
                    .filter(made -> !made.equals(directory))
                    .noneMatch(made -> WritableDirectory.isWithin(path, made)));
  }

  private static boolean losesEnvironment(Container container, SetUpSplit split, StepDown user) {
    boolean sets = SETS_HOME.matcher(String.join(" ", split.program().command())).find();
    return SETTING_HOME.contains(user.by())
        && (sets
            || container.fields().objects("env", "name").stream()
                .flatMap(variable -> variable.text("name").stream())
                .anyMatch(OF_USER::contains));
  }

  private static boolean hooksNeedRoot(Container container) {
    Fields lifecycle = container.fields().object("lifecycle");
    return Stream.of(
            lifecycle.object("postStart"),
            lifecycle.object("preStop"),
            container.fields().object("startupProbe"),
            container.fields().object("readinessProbe"),
            container.fields().object("livenessProbe"))
        .flatMap(handler -> handler.object("exec").texts("command").stream())
        .anyMatch(word -> OF_ROOT.matcher(word).matches());
  }
}
