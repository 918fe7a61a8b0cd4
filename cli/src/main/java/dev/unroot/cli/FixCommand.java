package dev.unroot.cli;

import dev.unroot.cli.facts.ImageFactFiles;
import dev.unroot.cli.fix.FileWriter;
import dev.unroot.cli.fix.FixedFile;
import dev.unroot.cli.fix.Fixes;
import dev.unroot.cli.fix.UnifiedDiff;
import dev.unroot.cli.manifest.Inventory;
import dev.unroot.cli.manifest.InventoryReader;
import dev.unroot.cli.manifest.Problem;
import dev.unroot.cli.plan.PlannedWorkload;
import dev.unroot.cli.plan.Planner;
import dev.unroot.cli.plan.Run;
import dev.unroot.cli.plan.Standing;
import dev.unroot.cli.report.DiffLine;
import dev.unroot.cli.report.Screen;
import dev.unroot.engine.document.PrintableText;
import dev.unroot.engine.image.ImageFacts;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.nio.file.AccessDeniedException;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code unroot fix}: the proposals written into the manifests themselves. */
@Command(
    name = "fix",
    description = {
      "Shows how Kubernetes manifests have to change to hold what unroot proposes, and changes them.",
      "",
      "Only the lines that must change do: comments, order, quotes, anchors, indentation and line ends"
          + " stay. A file that cannot be edited so is left alone, with the reason. A second run"
          + " changes nothing. The MigrationPlan found among the manifests is heeded, as by `unroot"
          + " plan`.",
      ""
    },
    hidden = true,
    sortOptions = false,
    mixinStandardHelpOptions = true,
    exitCodeListHeading = "%nExit status:%n",
    exitCodeList = {
      "0:nothing to change, or with --write: everything that had to change was written",
      "1:something to change, which is shown",
      "2:an error: wrong usage, something that cannot be read or written, or a file left alone"
    },
    footerHeading = "%nExamples:%n",
    footer = {
      "  unroot fix examples/shop",
      "  unroot fix --write k8s && git diff",
      "  unroot fix k8s | git apply        # the same, from the folder in which it was run",
      "  unroot fix - < web.yaml > fixed.yaml"
    })
final class FixCommand implements Callable<Integer> {
  private static final String STANDARD_INPUT = "-";

  private final InputStream in;
  private final PrintStream out;
  private final PrintStream err;
  private final Terminal terminal;

  @Parameters(
      paramLabel = "PATH",
      arity = "1..*",
      description =
          "Manifests: files, folders (*.yaml, *.yml, *.json in them and below), or - for standard"
              + " input, which is printed as it has to be.")
  private List<String> paths = new ArrayList<>();

  @Option(
      names = {"-w", "--write"},
      description = "Change the files. Without it, only the difference is shown.")
  private boolean write;

  @Option(
      names = "--image-facts",
      paramLabel = "FILE",
      description =
          "What is known of images, as `unroot plan` takes it. May be given several times.")
  private List<String> imageFacts = new ArrayList<>();

  FixCommand(InputStream in, PrintStream out, PrintStream err, Terminal terminal) {
    this.in = in;
    this.out = out;
    this.err = err;
    this.terminal = terminal;
  }

  @Override
  public Integer call() throws IOException {
    Progress progress = new Progress(err, terminal.stderrIsTerminal());
    List<Problem> problems = new ArrayList<>();
    ImageFacts facts = ImageFactFiles.read(imageFacts, problems);
    byte[] input = paths.contains(STANDARD_INPUT) ? in.readAllBytes() : new byte[0];
    Inventory inventory = InventoryReader.read(paths, new ByteArrayInputStream(input), progress);
    if (!problems.isEmpty()) {
      progress.end();
      problems.addAll(inventory.problems());
      problems.forEach(problem -> error(problem.toString()));
      return ExitStatus.ERROR;
    }
    Run run = Planner.plan(inventory, facts, LocalDate.now(ZoneOffset.UTC));
    List<FixedFile> files =
        Fixes.of(
            run.workloads(), file -> InventoryReader.text(file, new ByteArrayInputStream(input)));
    progress.end();
    run.problems().forEach(problem -> error(problem.toString()));
    run.workloads().stream()
        .filter(workload -> workload.standing() == Standing.PERSON_DECIDES)
        .forEach(this::noteDecision);
    boolean failed = !run.problems().isEmpty();
    int changed = 0;
    for (FixedFile file : files) {
      if (file.outcome() instanceof FixedFile.Outcome.LeftAlone left) {
        error(new Problem(file.name(), left.line(), "left alone: " + left.why()).toString());
        failed = true;
      } else if (file.outcome() instanceof FixedFile.Outcome.Changed change) {
        failed |= !handOut(file, change);
        changed++;
      }
    }
    if (failed) {
      return ExitStatus.ERROR;
    }
    return changed == 0 || write ? ExitStatus.NOTHING_TO_DO : ExitStatus.SOMETHING_TO_MIGRATE;
  }

  /** Shows or writes one file; whether that was done. */
  private boolean handOut(FixedFile file, FixedFile.Outcome.Changed change) {
    if (file.name().equals(STANDARD_INPUT)) {
      out.print(change.after());
      return true;
    }
    if (!write) {
      Screen screen = Screen.of(terminal.columns(), terminal.noColour());
      UnifiedDiff.of(Path.of(file.name()).normalize().toString(), change.before(), change.edits())
          .forEach(line -> out.println(DiffLine.of(line, screen)));
      return true;
    }
    try {
      FileWriter.replace(Path.of(file.name()), change.after());
      out.println(PrintableText.line(file.name() + ": " + names(file)));
      return true;
    } catch (IOException e) {
      error(
          file.name()
              + ": cannot be written: "
              + (e instanceof AccessDeniedException ? "permission denied" : e.getMessage()));
      return false;
    }
  }

  /**
   * As {@code git apply} wants it: counted from the folder in which this runs, where it is below.
   */
  private static String relative(String name) {
    Path here = Path.of("").toAbsolutePath().normalize();
    Path file = Path.of(name).toAbsolutePath().normalize();
    return (file.startsWith(here) ? here.relativize(file) : file).toString();
  }

  private void noteDecision(PlannedWorkload workload) {
    err.println(
        PrintableText.line(
            "note: "
                + workload.source().manifest()
                + ": "
                + workload.name()
                + " is left as it is: a person has to decide, and `unroot plan` says on what"));
  }

  private static String names(FixedFile file) {
    return String.join(", ", file.workloads().stream().map(w -> w.name()).toList());
  }

  private void error(String what) {
    err.println(PrintableText.line("error: " + what));
  }
}
