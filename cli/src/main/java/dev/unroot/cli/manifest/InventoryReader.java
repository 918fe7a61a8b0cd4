package dev.unroot.cli.manifest;

import dev.unroot.engine.document.FieldPath;
import dev.unroot.engine.document.MalformedFieldException;
import dev.unroot.engine.workload.Workload;
import dev.unroot.engine.workload.WorkloadKind;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Pattern;

/**
 * Sorts what the files hold into plans and workloads. Other objects are passed over: a folder of
 * manifests holds Services, kustomizations and much else.
 */
public final class InventoryReader {
  /**
   * Begins every file that {@code unroot plan -o} writes. Anybody can write this line: it hides
   * patches, which are no workloads by themselves, and nothing else.
   */
  public static final String OWN_MARK = "# Written by `unroot plan -o`";

  private static final Set<String> WORKLOAD_GROUPS =
      Set.of("", "apps", "batch", "extensions"); // apiVersion without its version

  /** A DNS subdomain, as Kubernetes asks of names (RFC 1123). */
  private static final Pattern NAME = Pattern.compile("[a-z0-9]([-a-z0-9.]{0,251}[a-z0-9])?");

  /** A DNS label, as Kubernetes asks of namespaces; it becomes the name of a folder. */
  private static final Pattern LABEL = Pattern.compile("[a-z0-9]([-a-z0-9]{0,61}[a-z0-9])?");

  private static final List<String> CONTAINER_LISTS =
      List.of("containers", "initContainers", "ephemeralContainers");

  private final List<PlanManifest> plans = new ArrayList<>();
  private final List<WorkloadManifest> workloads = new ArrayList<>();
  private final Map<String, Integer> unhandled = new TreeMap<>();
  private final List<Problem> problems = new ArrayList<>();
  private int brokenPlans;
  private int passedOver;

  private InventoryReader() {}

  /**
   * Reads what {@code arguments} name: files, folders, {@code -} for {@code standardInput}.
   *
   * @param progress is told the name of each file before it is read
   */
  public static Inventory read(
      List<String> arguments, InputStream standardInput, Progress progress) {
    InventoryReader reader = new InventoryReader();
    List<SourceFile> files = SourceFiles.find(arguments, reader.problems);
    for (int i = 0; i < files.size(); i++) {
      progress.reading(files.get(i).name(), i, files.size());
      reader.file(files.get(i), standardInput);
    }
    return new Inventory(
        reader.plans,
        reader.brokenPlans,
        reader.workloads,
        reader.unhandled,
        reader.passedOver,
        reader.problems);
  }

  /** Is told how far the reading has come. */
  public interface Progress {
    /** {@code file} is read next, after {@code done} of {@code all} files. */
    void reading(String file, int done, int all);
  }

  private void file(SourceFile file, InputStream standardInput) {
    String text;
    try {
      text = file.read(standardInput);
    } catch (SourceFile.UnreadableException e) {
      problems.add(new Problem(file.name(), 0, e.getMessage()));
      return;
    }
    List<Manifest> manifests = new ArrayList<>();
    boolean empty = !ManifestReader.read(file.name(), text, manifests, problems);
    if (empty && file.name().equals(SourceFile.STANDARD_INPUT)) {
      problems.add(new Problem("", 0, "nothing on standard input"));
    }
    if (text.startsWith(OWN_MARK) && manifests.removeIf(InventoryReader::isPatch)) {
      passedOver++;
    }
    manifests.forEach(this::sort);
  }

  /** Whether it is a workload without any image, as the patches of unroot are. */
  private static boolean isPatch(Manifest manifest) {
    Optional<WorkloadKind> kind = WorkloadKind.of(manifest.apiVersion(), manifest.kind());
    return kind.isPresent()
        && CONTAINER_LISTS.stream()
            .map(list -> kind.get().templatePath().field("spec").field(list))
            .flatMap(path -> path.get(manifest.document().root()).stream())
            .allMatch(InventoryReader::isWithoutImages);
  }

  private static boolean isWithoutImages(Object containers) {
    return containers instanceof List<?> list
        && list.stream().allMatch(c -> c instanceof Map<?, ?> map && !map.containsKey("image"));
  }

  private void sort(Manifest manifest) {
    Optional<WorkloadKind> kind = WorkloadKind.of(manifest.apiVersion(), manifest.kind());
    if (kind.isPresent()) {
      workload(kind.get(), manifest);
    } else if (PlanReader.isPlan(manifest)) {
      plan(manifest);
    } else if (isOtherWorkload(manifest)) {
      unhandled.merge(manifest.apiVersion() + " " + manifest.kind(), 1, Integer::sum);
    }
  }

  private static boolean isOtherWorkload(Manifest manifest) {
    int slash = manifest.apiVersion().indexOf('/');
    String group = slash < 0 ? "" : manifest.apiVersion().substring(0, slash);
    return WORKLOAD_GROUPS.contains(group)
        && Arrays.stream(WorkloadKind.values()).anyMatch(k -> k.kind().equals(manifest.kind()));
  }

  private void plan(Manifest manifest) {
    int before = problems.size();
    PlanReader.read(manifest, problems).ifPresent(plans::add);
    brokenPlans += problems.size() > before ? 1 : 0;
  }

  private void workload(WorkloadKind kind, Manifest manifest) {
    try {
      Workload workload = Workload.read(kind, manifest.fields());
      List<Problem> found = new ArrayList<>();
      checkName(manifest, workload.reference().name(), found);
      checkNamespace(manifest, workload.reference().namespace(), found);
      if (found.isEmpty()) {
        workloads.add(new WorkloadManifest(manifest, workload));
      }
      problems.addAll(found);
    } catch (MalformedFieldException e) {
      problems.add(manifest.problem(e.path(), e.getMessage()));
    }
  }

  /** Reports a name that Kubernetes would refuse. */
  static void checkName(Manifest manifest, String name, List<Problem> problems) {
    check(
        manifest,
        "name",
        name,
        NAME,
        "lower case letters, digits, '-' and '.', beginning and ending with a letter or digit",
        problems);
  }

  /** Reports a namespace that Kubernetes would refuse; an empty one is none. */
  static void checkNamespace(Manifest manifest, String namespace, List<Problem> problems) {
    check(
        manifest,
        "namespace",
        namespace,
        LABEL,
        "a DNS label: at most 63 lower case letters, digits and '-', beginning and ending with a"
            + " letter or digit",
        problems);
  }

  private static void check(
      Manifest manifest,
      String field,
      String value,
      Pattern pattern,
      String expected,
      List<Problem> problems) {
    if (!value.isEmpty() && !pattern.matcher(value).matches()) {
      FieldPath path = FieldPath.of("metadata").field(field);
      problems.add(manifest.problem(path, path + ": must be " + expected));
    }
  }
}
