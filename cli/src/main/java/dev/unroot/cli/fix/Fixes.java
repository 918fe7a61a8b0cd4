package dev.unroot.cli.fix;

import dev.unroot.cli.manifest.Manifest;
import dev.unroot.cli.manifest.UnreadableFileException;
import dev.unroot.cli.plan.PlannedWorkload;
import dev.unroot.engine.document.FieldPath;
import dev.unroot.engine.rewrite.Rewriter;
import dev.unroot.engine.rewrite.Rewriting;
import dev.unroot.engine.rewrite.Wanted;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Makes the new text of every file that holds a workload with a proposal. */
public final class Fixes {
  private Fixes() {}

  /** Reads the text of a file again. */
  public interface Texts {
    /**
     * The text of {@code file}.
     *
     * @throws UnreadableFileException where it cannot be read any more
     */
    String read(String file) throws UnreadableFileException;

    /** Why {@code file} is not one to be edited, whatever it holds; nothing where it is. */
    default Optional<String> whyNotEdited(String file) {
      Path path = Path.of(file);
      if (Files.isSymbolicLink(path)) {
        return Optional.of("it is a symbolic link; name what it leads to");
      }
      return Files.isRegularFile(path) || file.equals("-")
          ? Optional.empty()
          : Optional.of("it is no regular file; give it as standard input, by -");
    }
  }

  /** What becomes of the files in which {@code workloads} stand, in the order of their names. */
  public static List<FixedFile> of(List<PlannedWorkload> workloads, Texts texts) {
    Map<String, List<PlannedWorkload>> byFile = new LinkedHashMap<>();
    for (PlannedWorkload workload : workloads) {
      if (workload.hasPatch()) {
        byFile
            .computeIfAbsent(workload.source().manifest().file(), file -> new ArrayList<>())
            .add(workload);
      }
    }
    return byFile.keySet().stream()
        .sorted()
        .map(file -> file(file, byFile.getOrDefault(file, List.of()), texts))
        .toList();
  }

  private static FixedFile file(String file, List<PlannedWorkload> workloads, Texts texts) {
    Optional<String> special = texts.whyNotEdited(file);
    if (special.isPresent()) {
      return new FixedFile(file, workloads, new FixedFile.Outcome.LeftAlone(0, special.get()));
    }
    Optional<PlannedWorkload> template = workloads.stream().filter(Fixes::isTemplate).findFirst();
    if (template.isPresent()) {
      return new FixedFile(
          file,
          workloads,
          new FixedFile.Outcome.LeftAlone(
              template.get().source().manifest().document().line(),
              "an image of "
                  + template.get().name()
                  + " is filled in by a template: change what the template is rendered with"));
    }
    try {
      return new FixedFile(file, workloads, outcome(texts.read(file), workloads));
    } catch (UnreadableFileException e) {
      return new FixedFile(
          file, workloads, new FixedFile.Outcome.LeftAlone(0, String.valueOf(e.getMessage())));
    }
  }

  /** Whether what was read is not what will run. */
  private static boolean isTemplate(PlannedWorkload workload) {
    return workload.assessment().workload().template().containers().stream()
        .anyMatch(container -> container.image().contains("{{"));
  }

  private static FixedFile.Outcome outcome(String text, List<PlannedWorkload> workloads) {
    Rewriting rewriting = Rewriter.rewrite(text, workloads.stream().map(Fixes::wanted).toList());
    if (rewriting instanceof Rewriting.Refused refused) {
      return new FixedFile.Outcome.LeftAlone(refused.line(), refused.why());
    }
    Rewriting.Done done = (Rewriting.Done) rewriting;
    return done.edits().isEmpty()
        ? new FixedFile.Outcome.Unchanged()
        : new FixedFile.Outcome.Changed(text, done.text(), done.edits());
  }

  private static Wanted wanted(PlannedWorkload workload) {
    Manifest manifest = workload.source().manifest();
    FieldPath template = workload.assessment().workload().reference().kind().templatePath();
    return new Wanted(
        manifest.number(),
        manifest.path().then(template),
        workload.assessment().proposal().before().object(),
        workload.assessment().proposal().after().object());
  }
}
