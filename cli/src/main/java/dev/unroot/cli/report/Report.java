package dev.unroot.cli.report;

import dev.unroot.cli.manifest.PlanManifest;
import dev.unroot.cli.manifest.WorkloadManifest;
import dev.unroot.cli.plan.PlannedWorkload;
import dev.unroot.cli.plan.Run;
import dev.unroot.cli.plan.Standing;
import dev.unroot.cli.report.Table.Cell;
import dev.unroot.engine.proposal.Suggestion;
import dev.unroot.engine.proposal.Target;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** What {@code unroot plan} prints: for each plan a table and the changes, and then the sum. */
public final class Report {
  /** Up to so many proposals are shown in full without being asked for. */
  static final int SHOWN_PROPOSALS = 8;

  private static final int INDENT = 2;
  private static final int MOST_NAMES = 3; // that share one suggestion are listed

  private final Run run;
  private final Screen screen;
  private final boolean verbose;
  private final List<String> lines = new ArrayList<>();

  private Report(Run run, Screen screen, boolean verbose) {
    this.run = run;
    this.screen = screen;
    this.verbose = verbose;
  }

  /**
   * The report's lines.
   *
   * @param verbose whether every change is shown, however many there are
   * @param next what to do next; empty where nothing is to be done
   */
  public static List<String> lines(Run run, Screen screen, boolean verbose, String next) {
    Report report = new Report(run, screen, verbose);
    Map<PlanManifest, List<PlannedWorkload>> workloads = run.byPlan();
    run.plans().forEach(plan -> report.plan(plan, workloads.getOrDefault(plan, List.of())));
    report.others();
    report.summary();
    if (!next.isEmpty()) {
      report.paragraph("Next: " + next, Tint.PLAIN);
    }
    return report.lines;
  }

  private void plan(PlanManifest plan, List<PlannedWorkload> workloads) {
    paragraph(heading(plan), Tint.HEADING);
    if (workloads.isEmpty()) {
      paragraph(
          run.hasOwnPlan() ? "It claims none of the workloads found." : "No workloads found.",
          Tint.OPEN);
      lines.add("");
      return;
    }
    lines.add("");
    WorkloadRow row = new WorkloadRow(workloads);
    Table table = new Table(screen, 0);
    table.row(row.heading());
    row.addTo(table, workloads);
    lines.addAll(table.lines());
    lines.add("");
    changes(workloads);
    open(workloads);
  }

  private String heading(PlanManifest plan) {
    Target target = plan.spec().target().toTarget();
    String goal = "target " + target.level() + " (Pod Security " + target.version() + ")";
    if (!run.hasOwnPlan()) {
      return "No MigrationPlan found: every workload, " + goal;
    }
    String where = plan.namespace().isEmpty() ? "" : ", namespace " + plan.namespace();
    return "MigrationPlan " + plan.name() + where + ", " + goal + ", mode " + plan.spec().mode();
  }

  private void changes(List<PlannedWorkload> workloads) {
    List<PlannedWorkload> proposals = workloads.stream().filter(PlannedWorkload::hasPatch).toList();
    if (proposals.isEmpty()) {
      return;
    }
    if (!verbose && proposals.size() > SHOWN_PROPOSALS) {
      paragraph(
          "Proposed for " + Count.of(proposals.size(), "workload") + ": -v shows every change.",
          Tint.PLAIN);
      lines.add("");
      return;
    }
    changes("PROPOSED", proposals);
  }

  private void changes(String heading, List<PlannedWorkload> proposals) {
    paragraph(heading, Tint.HEADING);
    Table table = new Table(screen, INDENT);
    for (PlannedWorkload workload : proposals) {
      table.line(
          new Cell(workload.name() + " (" + workload.source().manifest() + ")", Tint.HEADING));
      ChangeLines.addTo(table, workload.assessment().proposal());
    }
    lines.addAll(table.lines());
    lines.add("");
  }

  private void open(List<PlannedWorkload> workloads) {
    list(
        "A PERSON DECIDES: EXCEPTIONS TO GRANT, OR THEIR CAUSE TO REMOVE",
        workloads,
        Standing.PERSON_DECIDES);
    List<PlannedWorkload> narrowed =
        workloads.stream()
            .filter(w -> w.standing() == Standing.PERSON_DECIDES)
            .filter(w -> !w.assessment().proposal().changes().isEmpty())
            .toList();
    if (!narrowed.isEmpty() && (verbose || narrowed.size() <= SHOWN_PROPOSALS)) {
      changes("WHAT CAN BE TIGHTENED THERE, NOT WRITTEN BY -O", narrowed);
    }
    list("NOT ENOUGH, EVEN AS PROPOSED", workloads, Standing.PARTLY);
    suggestions(workloads);
  }

  private void suggestions(List<PlannedWorkload> workloads) {
    List<PlannedWorkload> suggested =
        workloads.stream()
            .filter(w -> !w.assessment().proposal().suggestions().isEmpty())
            .filter(w -> w.standing() != Standing.OBSERVED)
            .toList();
    if (suggested.isEmpty() || !verbose && suggested.size() > SHOWN_PROPOSALS) {
      return;
    }
    paragraph("WORTH CONSIDERING INSTEAD", Tint.HEADING);
    Map<String, List<String>> namesByText = new LinkedHashMap<>();
    for (PlannedWorkload workload : suggested) {
      for (Suggestion suggestion : workload.assessment().proposal().suggestions()) {
        namesByText
            .computeIfAbsent(
                suggestion.text() + " (" + suggestion.source() + ")", t -> new ArrayList<>())
            .add(workload.name());
      }
    }
    Table table = new Table(screen, 0);
    namesByText.forEach(
        (text, names) ->
            table.row(
                new Cell(
                    names.size() > MOST_NAMES
                        ? Count.of(names.size(), "workload")
                        : String.join("\n", names),
                    Tint.PLAIN),
                new Cell(text, Tint.PLAIN)));
    lines.addAll(table.lines());
    lines.add("");
  }

  private void list(String heading, List<PlannedWorkload> workloads, Standing standing) {
    Table table = new Table(screen, 0);
    workloads.stream()
        .filter(workload -> workload.standing() == standing)
        .forEach(
            workload ->
                table.row(
                    new Cell(workload.name(), Tint.PLAIN),
                    new Cell(String.join("\n", workload.open()), Tint.PLAIN)));
    if (!table.isEmpty()) {
      paragraph(heading, Tint.HEADING);
      lines.addAll(table.lines());
      lines.add("");
    }
  }

  private void others() {
    if (!run.unclaimed().isEmpty()) {
      paragraph(
          "Claimed by no plan: "
              + Count.of(run.unclaimed().size(), "workload")
              + " ("
              + byNamespace(run.unclaimed())
              + ").",
          Tint.OPEN);
    }
    if (!run.unhandled().isEmpty()) {
      paragraph(
          "Not looked at: "
              + run.unhandled().entrySet().stream()
                  .map(entry -> entry.getValue() + " " + entry.getKey())
                  .collect(Collectors.joining(", "))
              + ".",
          Tint.OPEN);
    }
    if (run.passedOver() > 0) {
      paragraph(Count.of(run.passedOver(), "file") + " that unroot wrote passed over.", Tint.PLAIN);
    }
    run.notes().forEach(note -> paragraph("Note: " + note + ".", Tint.OPEN));
  }

  private static String byNamespace(List<WorkloadManifest> workloads) {
    Map<String, Integer> counts = new TreeMap<>();
    for (WorkloadManifest workload : workloads) {
      String namespace = workload.workload().reference().namespace();
      counts.merge(
          namespace.isEmpty() ? "no namespace" : "namespace " + namespace, 1, Integer::sum);
    }
    return counts.entrySet().stream()
        .map(
            entry -> counts.size() == 1 ? entry.getKey() : entry.getKey() + ": " + entry.getValue())
        .collect(Collectors.joining(", "));
  }

  private void summary() {
    if (run.workloads().isEmpty()) {
      return;
    }
    paragraph(Summary.standings(run), Tint.HEADING);
    if (run.workloads().size() > SHOWN_PROPOSALS) {
      paragraph(Summary.levels(run), Tint.PLAIN);
      sentence(Summary.reasons(run), Tint.PLAIN);
    }
    sentence(Summary.guesses(run), Tint.OPEN);
  }

  private void sentence(String text, Tint tint) {
    if (!text.isEmpty()) {
      paragraph(text, tint);
    }
  }

  private void paragraph(String text, Tint tint) {
    for (String line : Wrap.lines(text, screen.width())) {
      lines.add(tint.paint(line, screen.colour()));
    }
  }

  /** Whether a plan of {@code run} asks for trials, which need a cluster. */
  public static boolean asksForTrials(Run run) {
    return run.plans().stream().anyMatch(plan -> plan.spec().mode().tries());
  }
}
