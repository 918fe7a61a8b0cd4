package dev.unroot.engine.proposal;

import dev.unroot.engine.document.PrintableText;
import dev.unroot.engine.image.UnprivilegedVariant;
import dev.unroot.engine.reason.MountedScripts;
import dev.unroot.engine.setup.Effect;
import dev.unroot.engine.setup.SetUpCommand;
import dev.unroot.engine.setup.SetUpKind;
import dev.unroot.engine.setup.SetUpReading;
import dev.unroot.engine.workload.Container;
import dev.unroot.engine.workload.ContainerRole;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * Finds what an owner may do besides: use a maintained image that needs no root, and leave out what
 * changes owners once they are changed.
 */
final class Suggestions {
  private Suggestions() {}

  static List<Suggestion> of(Subject subject) {
    List<Suggestion> suggestions = new ArrayList<>();
    for (Container container : subject.original().containers()) {
      boolean unprivileged = subject.wasUnprivileged(container);
      subject
          .image(container)
          .filter(known -> !unprivileged && !known.isGuess())
          .flatMap(known -> known.fact().unprivilegedVariant())
          .map(variant -> of(container, variant))
          .ifPresent(suggestions::add);
    }
    for (Container container : subject.original().containers()) {
      ofScript(subject, container).ifPresent(suggestions::add);
      ofNode(subject, container).ifPresent(suggestions::add);
    }
    suggestions.addAll(SetUpSuggestions.of(subject));
    return suggestions;
  }

  /** Of a script that nobody read: set-up in it stays with its program. */
  private static Optional<Suggestion> ofScript(Subject subject, Container container) {
    if (subject.wasUnprivileged(container)) {
      return Optional.empty();
    }
    return MountedScripts.run(subject.original(), container)
        .filter(file -> !subject.knowledge().configMaps().isKnown(file.configMap()))
        .map(
            file ->
                new Suggestion(
                    container.name(),
                    "let "
                        + SetUpScript.shown(file)
                        + " be read, which it runs: what that prepares as root can then go to an"
                        + " init container. The operator needs deploy/script-permissions for it,"
                        + " unroot plan the ConfigMap among its files",
                    "its command"));
  }

  /** Of an init container that sets up its node, where what it sets is known. */
  private static Optional<Suggestion> ofNode(Subject subject, Container container) {
    if (container.role() != ContainerRole.INIT || subject.template().isForWindows()) {
      return Optional.empty();
    }
    SetUpReading reading = SetUpScript.reading(subject.original(), container, subject.knowledge());
    if (!(reading instanceof SetUpReading.SetUpOnly only)
        || only.commands().isEmpty()
        || only.commands().stream().anyMatch(command -> !isNodeSetting(command))) {
      return Optional.empty();
    }
    String settings =
        only.commands().stream()
            .map(command -> command.paths().get(0) + "=" + command.value().orElseThrow())
            .map(PrintableText::line)
            .collect(Collectors.joining(", "));
    return Optional.of(
        new Suggestion(
            container.name(),
            "set "
                + settings
                + " on the nodes, by a DaemonSet that does nothing else (docs/reference.md#splitting),"
                + " and leave this init container out: "
                + SetUpSuggestions.without(subject, container, List.of()),
            "what it does"));
  }

  private static boolean isNodeSetting(SetUpCommand command) {
    return command.kind() == SetUpKind.SYSCTL
        && command.effect() == Effect.NODE
        && command.paths().size() == 1
        && command.pathsAreKnown()
        && command.value().isPresent();
  }

  private static Suggestion of(Container container, UnprivilegedVariant variant) {
    StringBuilder text = new StringBuilder("instead of what is proposed, use ");
    text.append(variant.insteadOf(container.image()));
    text.append(", which is maintained and needs no root");
    for (Map.Entry<Long, Long> port : variant.ports().entrySet()) {
      text.append("; it listens on ").append(port.getValue());
      text.append(" instead of ").append(port.getKey());
    }
    if (!variant.changes().isEmpty()) {
      text.append("; ").append(variant.changes());
    }
    return new Suggestion(container.name(), text.toString(), variant.source());
  }
}
