package dev.unroot.e2e.apiserver.podsecurity;

import dev.unroot.cli.manifest.WorkloadManifest;
import dev.unroot.engine.setup.ScriptFiles;
import dev.unroot.engine.setup.SetUpCommand;
import dev.unroot.engine.setup.SetUpReading;
import dev.unroot.engine.workload.Container;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** What the commands of a corpus came to, one row for each outcome, as Markdown. */
final class CorpusSetUp {
  private static final int MOST_SHOWN = 8;

  private final Map<String, List<String>> outcomes = new TreeMap<>();
  private int commands;

  /** Reads every command of {@code workload}, its init containers and hooks included. */
  void add(WorkloadManifest workload) {
    for (Container container : workload.workload().template().containers()) {
      String name = workload.workload().reference() + " " + container.name();
      count(name, container.fields().texts("command"), container.fields().texts("args"));
      count(
          name + " (postStart)",
          container
              .fields()
              .object("lifecycle")
              .object("postStart")
              .object("exec")
              .texts("command"),
          List.of());
    }
  }

  private void count(String name, List<String> command, List<String> args) {
    if (command.isEmpty()) {
      return; // the image's own, of which a manifest tells nothing
    }
    commands++;
    outcomes
        .computeIfAbsent(
            outcome(SetUpReading.of(command, args, ScriptFiles.NONE)), k -> new ArrayList<>())
        .add(name);
  }

  private static String outcome(SetUpReading reading) {
    if (reading instanceof SetUpReading.Split split) {
      return "taken apart: "
          + split.setUp().map(setUp -> programs(setUp.commands())).orElse("a step down alone");
    } else if (reading instanceof SetUpReading.SetUpOnly only) {
      return "nothing but set-up: " + programs(only.commands());
    } else if (reading instanceof SetUpReading.Upkeep upkeep) {
      return "set-up beside the program: " + programs(upkeep.commands());
    }
    return "left alone: " + ((SetUpReading.Left) reading).reason();
  }

  private static String programs(List<SetUpCommand> commands) {
    return commands.stream()
        .map(SetUpCommand::program)
        .distinct()
        .collect(Collectors.joining(", "));
  }

  /** The section of the page. */
  String section() {
    StringBuilder text = new StringBuilder("\n## Set-up in commands\n\n");
    text.append(commands).append(" containers and hooks have a command of their own. ");
    text.append("What a command prepares as root can be taken apart from its program, if it is ");
    text.append("understood as a whole:\n\n");
    text.append("| What it came to | How many | Which |\n|---|---|---|\n");
    outcomes.forEach(
        (outcome, names) ->
            text.append("| ")
                .append(outcome.replace("|", "\\|"))
                .append(" | ")
                .append(names.size())
                .append(" | ")
                .append(names.stream().limit(MOST_SHOWN).collect(Collectors.joining(", ")))
                .append(names.size() > MOST_SHOWN ? ", ..." : "")
                .append(" |\n"));
    return text.toString();
  }
}
