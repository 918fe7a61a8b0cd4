package dev.unroot.cli.report;

import dev.unroot.cli.parallel.InOrder;
import dev.unroot.cli.plan.PlannedWorkload;
import dev.unroot.cli.report.Table.Cell;
import dev.unroot.engine.Assessment;
import dev.unroot.engine.privilege.EffectivePrivileges;
import dev.unroot.engine.privilege.EffectiveUser;
import dev.unroot.engine.proposal.Proposal;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * Workloads as rows of the table. A namespace is shown where there are several, and the file where
 * several workloads have one name.
 */
final class WorkloadRow {
  private final boolean namespaces;
  private final Map<String, Long> workloadsByName;

  WorkloadRow(List<PlannedWorkload> workloads) {
    namespaces = workloads.stream().map(PlannedWorkload::namespace).distinct().count() > 1;
    workloadsByName =
        workloads.stream()
            .collect(Collectors.groupingBy(WorkloadRow::fullName, Collectors.counting()));
  }

  private static String fullName(PlannedWorkload planned) {
    return planned.namespace() + " " + planned.name();
  }

  List<Cell> heading() {
    List<Cell> cells = new ArrayList<>();
    if (namespaces) {
      cells.add(new Cell("NAMESPACE", Tint.HEADING));
    }
    cells.add(new Cell("WORKLOAD", Tint.HEADING));
    cells.add(new Cell("RUNS AS ROOT", Tint.HEADING));
    cells.add(new Cell("WHY", Tint.HEADING));
    cells.add(new Cell("POD SECURITY", Tint.HEADING));
    return cells;
  }

  void addTo(Table table, List<PlannedWorkload> workloads) {
    List<List<Cell>> rows = InOrder.map(workloads, this::of);
    for (int i = 0; i < rows.size(); i++) {
      PlannedWorkload planned = workloads.get(i);
      table.row(rows.get(i));
      if (workloadsByName.getOrDefault(fullName(planned), 1L) > 1) {
        table.line(new Cell("  " + planned.source().manifest(), Tint.FAINT));
      }
    }
  }

  private List<Cell> of(PlannedWorkload planned) {
    List<Cell> cells = new ArrayList<>();
    if (namespaces) {
      cells.add(new Cell(planned.namespace().isEmpty() ? "-" : planned.namespace(), Tint.PLAIN));
    }
    cells.add(new Cell(planned.name(), Tint.PLAIN));
    cells.add(user(planned.assessment()));
    cells.add(new Cell(Why.of(planned.assessment()), Tint.PLAIN));
    cells.add(level(planned));
    return cells;
  }

  /** Which containers run as root, or as nobody knows whom. */
  private static Cell user(Assessment assessment) {
    Map<String, List<String>> containers = new LinkedHashMap<>();
    for (EffectivePrivileges held : assessment.privileges().containers()) {
      if (!held.user().isKnownUnprivileged()) {
        containers
            .computeIfAbsent(describe(held.user()), user -> new ArrayList<>())
            .add(held.container());
      }
    }
    if (containers.isEmpty()) {
      return new Cell("no", Tint.GOOD);
    }
    String shown =
        containers.entrySet().stream()
            .map(entry -> String.join(", ", entry.getValue()) + ": " + entry.getKey())
            .collect(Collectors.joining("\n"));
    return new Cell(shown, assessment.isRoot() ? Tint.BAD : Tint.OPEN);
  }

  private static String describe(EffectiveUser user) {
    if (user instanceof EffectiveUser.Specified specified) {
      boolean ofPod = specified.path().toString().startsWith("spec.securityContext");
      return "root (runAsUser: 0" + (ofPod ? " of the pod)" : ")");
    }
    if (user instanceof EffectiveUser.Windows windows) {
      return windows.name();
    }
    if (user instanceof EffectiveUser.Running) {
      return "root (in its running pods)";
    }
    return user instanceof EffectiveUser.OfImage ? "root (image has no USER)" : "unknown";
  }

  private static String partly(String before, String after) {
    return (before.equals(after) ? before : before + " -> " + after) + ", in part";
  }

  private static Cell level(PlannedWorkload planned) {
    Proposal proposal = planned.assessment().proposal();
    String before = proposal.levelBefore().toString();
    return switch (planned.standing()) {
      case COMPLIANT -> new Cell(before, Tint.GOOD);
      case EXCEPTED -> new Cell(before + ", excepted", Tint.GOOD);
      case OBSERVED -> new Cell(before, Tint.PLAIN);
      case PROPOSED -> new Cell(before + " -> " + proposal.levelAfter(), Tint.GOOD);
      case PARTLY -> new Cell(partly(before, proposal.levelAfter().toString()), Tint.OPEN);
      case PERSON_DECIDES -> new Cell(before + ", you decide", Tint.OPEN);
    };
  }
}
