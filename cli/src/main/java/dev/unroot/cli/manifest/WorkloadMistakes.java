package dev.unroot.cli.manifest;

import dev.unroot.api.v1alpha1.TargetSpec;
import dev.unroot.engine.Assessment;
import dev.unroot.engine.document.FieldPath;
import dev.unroot.engine.document.Fields;
import dev.unroot.engine.document.MalformedFieldException;
import dev.unroot.engine.evidence.Knowledge;
import dev.unroot.engine.image.ImageFacts;
import dev.unroot.engine.workload.Workload;
import dev.unroot.engine.workload.WorkloadKind;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Finds all mistakes of a workload that has one. The engine tells the first that it comes to: what
 * is wrong is left out, and the rest looked at again.
 */
final class WorkloadMistakes {
  private static final int MOST = 20;

  private WorkloadMistakes() {}

  /** The mistakes of {@code manifest}, {@code first} being one of them. */
  static List<Problem> of(WorkloadKind kind, Manifest manifest, MalformedFieldException first) {
    List<Problem> problems = new ArrayList<>();
    List<FieldPath> found = new ArrayList<>();
    Map<String, Object> object = manifest.document().root();
    MalformedFieldException mistake = first;
    while (problems.size() < MOST && !isOfWhatIsLeftOut(mistake.path(), found)) {
      found.add(mistake.path());
      problems.add(manifest.problem(mistake.path(), mistake.getMessage()));
      object = leftOut(mistake.path()).remove(object);
      try {
        Assessment.of(
            Workload.read(kind, Fields.of(object)),
            TargetSpec.defaults().toTarget(),
            Knowledge.of(ImageFacts.none()));
        return problems;
      } catch (MalformedFieldException next) {
        mistake = next;
      }
    }
    return problems;
  }

  /** What is missing now was taken away before. */
  private static boolean isOfWhatIsLeftOut(FieldPath path, List<FieldPath> found) {
    return found.stream().anyMatch(before -> before.equals(path) || before.isBelow(path));
  }

  /** An element without its name would be another mistake: it goes as a whole. */
  private static FieldPath leftOut(FieldPath path) {
    List<FieldPath.Step> steps = path.steps();
    int last = steps.size() - 1;
    boolean named =
        last > 0
            && steps.get(last).equals(new FieldPath.Step.Field("name"))
            && steps.get(last - 1) instanceof FieldPath.Step.Element;
    return named ? new FieldPath(steps.subList(0, last)) : path;
  }
}
