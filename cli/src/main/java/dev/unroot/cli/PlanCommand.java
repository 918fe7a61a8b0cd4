package dev.unroot.cli;

import dev.unroot.cli.facts.ImageFactFiles;
import dev.unroot.cli.manifest.Inventory;
import dev.unroot.cli.manifest.InventoryReader;
import dev.unroot.cli.manifest.Problem;
import dev.unroot.cli.patches.PatchFolder;
import dev.unroot.cli.plan.PlannedWorkload;
import dev.unroot.cli.plan.Planner;
import dev.unroot.cli.plan.Run;
import dev.unroot.cli.report.Report;
import dev.unroot.cli.report.Screen;
import dev.unroot.engine.document.PrintableText;
import dev.unroot.engine.image.ImageFacts;
import java.io.InputStream;
import java.io.PrintStream;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code unroot plan}: a MigrationPlan over manifests, without a cluster. */
@Command(
    name = "plan",
    description = {
      "Shows what runs as root in Kubernetes manifests, why, and what would change that.",
      "",
      "The MigrationPlan found among the manifests chooses the workloads and the target; without one,"
          + " every workload is to become 'restricted'. No cluster is needed and nothing is changed.",
      ""
    },
    hidden = true, // the usage of unroot lists it together with the operator
    sortOptions = false,
    mixinStandardHelpOptions = true,
    exitCodeListHeading = "%nExit status:%n",
    exitCodeList = {
      "0:nothing to do: every workload meets its target, or is excepted from it",
      "1:something to migrate",
      "2:an error: wrong usage, or something that cannot be read or written"
    },
    footerHeading = "%nExamples:%n",
    footer = {
      "  unroot plan examples/shop",
      "  unroot plan k8s -o k8s/unroot      # then: components: [unroot] in k8s/kustomization.yaml",
      "  helm template my-chart | unroot plan -"
    })
final class PlanCommand implements Callable<Integer> {
  private final InputStream in;
  private final PrintStream out;
  private final PrintStream err;
  private final Terminal terminal;

  @Parameters(
      paramLabel = "PATH",
      arity = "1..*",
      description =
          "Manifests: files, folders (*.yaml, *.yml, *.json in them and below), or - for standard"
              + " input.")
  private List<String> paths = new ArrayList<>();

  @Option(
      names = {"-o", "--output"},
      paramLabel = "DIR",
      description =
          "Write the proposals into this folder: strategic merge patches and a kustomize component"
              + " that lists them. Files in it that unroot did not write are left alone.")
  private @Nullable String output;

  @Option(
      names = "--image-facts",
      paramLabel = "FILE",
      description =
          "What is known of images, in YAML: added to the built-in facts and looked at before them;"
              + " docs/reference.md describes it. May be given several times.")
  private List<String> imageFacts = new ArrayList<>();

  @Option(
      names = {"-v", "--verbose"},
      description = "Show every change, however many workloads there are.")
  private boolean verbose;

  PlanCommand(InputStream in, PrintStream out, PrintStream err, Terminal terminal) {
    this.in = in;
    this.out = out;
    this.err = err;
    this.terminal = terminal;
  }

  @Override
  public Integer call() {
    Progress progress = new Progress(err, terminal.stderrIsTerminal());
    List<Problem> wrongFacts = new ArrayList<>();
    ImageFacts facts = ImageFactFiles.read(imageFacts, wrongFacts);
    Inventory inventory = InventoryReader.read(paths, in, progress);
    if (!wrongFacts.isEmpty()) {
      progress.end();
      show(wrongFacts);
      show(inventory.problems());
      out.println("Nothing is planned from image facts that cannot be used: see the errors above.");
      return ExitStatus.ERROR;
    }
    Run run = Planner.plan(inventory, facts, LocalDate.now(ZoneOffset.UTC));
    progress.end();
    show(run.problems());
    boolean failed = !run.problems().isEmpty();
    String next = next(run);
    if (output != null) {
      try {
        PatchFolder.Written written = PatchFolder.write(Path.of(output), run.workloads());
        written.notes().forEach(note -> err.println(PrintableText.line("note: " + note)));
        next = written(written.patches(), output);
      } catch (PatchFolder.UnusableException | InvalidPathException e) {
        err.println(PrintableText.line("error: " + e.getMessage()));
        failed = true;
        next = "";
      }
    }
    Report.lines(run, screen(), verbose, next).forEach(out::println);
    if (failed) {
      out.println("Not everything could be used: the errors are above, on standard error.");
      return ExitStatus.ERROR;
    }
    return run.nothingToDo() ? ExitStatus.NOTHING_TO_DO : ExitStatus.SOMETHING_TO_MIGRATE;
  }

  private void show(List<Problem> problems) {
    problems.forEach(problem -> err.println(PrintableText.line("error: " + problem)));
  }

  private Screen screen() {
    return Screen.of(terminal.columns(), terminal.noColour());
  }

  private static String next(Run run) {
    if (run.workloads().stream().noneMatch(PlannedWorkload::hasPatch)) {
      return "";
    }
    return Report.asksForTrials(run)
        ? "-o DIR writes the patches. The trials that the plan asks for need a cluster: apply it there."
        : "-o DIR writes the patches; a MigrationPlan with mode Trial proves them in a cluster.";
  }

  private static String written(int patches, String folder) {
    return patches == 0
        ? "nothing to patch; " + folder + " holds an empty component."
        : patches
            + (patches == 1 ? " patch is" : " patches are")
            + " in "
            + folder
            + "; commit them and add the folder to `components:` of your kustomization.";
  }
}
