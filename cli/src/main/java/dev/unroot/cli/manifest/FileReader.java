package dev.unroot.cli.manifest;

import dev.unroot.cli.parallel.InOrder;
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

/**
 * Sorts what one file holds into plans and workloads. Other objects are passed over: a folder of
 * manifests holds Services, kustomizations and much else.
 */
final class FileReader {
  /** Where most custom resources that make pods keep their containers. */
  private static final FieldPath CONTAINERS = FieldPath.of("spec.template.spec.containers");

  private static final Set<String> WORKLOAD_GROUPS =
      Set.of("", "apps", "batch", "extensions"); // apiVersion without its version

  private static final List<String> CONTAINER_LISTS =
      List.of("containers", "initContainers", "ephemeralContainers");

  private FileReader() {}

  static Inventory read(SourceFile file, InputStream standardInput) {
    String text;
    try {
      text = file.read(standardInput);
    } catch (UnreadableFileException e) {
      return Inventory.ofProblems(List.of(new Problem(file.name(), 0, e.getMessage())));
    }
    List<Problem> problems = new ArrayList<>();
    List<Manifest> manifests = new ArrayList<>();
    List<Inventory> parts = new ArrayList<>();
    parts.add(Inventory.ofProblems(problems));
    boolean empty = !ManifestReader.read(file.name(), text, manifests, problems);
    if (empty && file.name().equals(SourceFile.STANDARD_INPUT)) {
      problems.add(new Problem("", 0, "nothing on standard input"));
    }
    if (text.startsWith(InventoryReader.OWN_MARK) && manifests.removeIf(FileReader::isPatch)) {
      parts.add(Inventory.ofPassedOver());
    }
    parts.addAll(InOrder.map(manifests, FileReader::sort));
    return Inventory.together(parts);
  }

  /** Whether it is a workload without any image, as the patches of unroot are. */
  private static boolean isPatch(Manifest manifest) {
    Optional<WorkloadKind> kind = WorkloadKind.of(manifest.apiVersion(), manifest.kind());
    return kind.isPresent()
        && CONTAINER_LISTS.stream()
            .map(list -> kind.get().templatePath().field("spec").field(list))
            .flatMap(path -> path.get(manifest.document().root()).stream())
            .allMatch(FileReader::isWithoutImages);
  }

  private static boolean isWithoutImages(Object containers) {
    return containers instanceof List<?> list
        && list.stream().allMatch(c -> c instanceof Map<?, ?> map && !map.containsKey("image"));
  }

  private static Inventory sort(Manifest manifest) {
    Optional<WorkloadKind> kind = WorkloadKind.of(manifest.apiVersion(), manifest.kind());
    if (kind.isPresent()) {
      return workload(kind.get(), manifest);
    }
    if (PlanReader.isPlan(manifest)) {
      return plan(manifest);
    }
    if (ConfigMaps.isOne(manifest)) {
      return Inventory.ofConfigMaps(ConfigMaps.of(manifest));
    }
    return isOtherWorkload(manifest)
        ? Inventory.ofUnhandled(manifest.apiVersion() + " " + manifest.kind())
        : Inventory.EMPTY;
  }

  /** Of a kind that is not known here, or in a version that is gone. */
  private static boolean isOtherWorkload(Manifest manifest) {
    int slash = manifest.apiVersion().indexOf('/');
    String group = slash < 0 ? "" : manifest.apiVersion().substring(0, slash);
    boolean oldVersion =
        WORKLOAD_GROUPS.contains(group)
            && Arrays.stream(WorkloadKind.values()).anyMatch(k -> k.kind().equals(manifest.kind()));
    return oldVersion || CONTAINERS.get(manifest.document().root()).isPresent();
  }

  private static Inventory plan(Manifest manifest) {
    List<Problem> problems = new ArrayList<>();
    return PlanReader.read(manifest, problems)
        .map(Inventory::ofPlan)
        .orElseGet(() -> Inventory.ofBrokenPlan(problems));
  }

  private static Inventory workload(WorkloadKind kind, Manifest manifest) {
    try {
      Workload workload = Workload.read(kind, manifest.fields());
      List<Problem> problems = new ArrayList<>();
      Names.check(
          manifest, workload.reference().name(), workload.reference().namespace(), problems);
      return problems.isEmpty()
          ? Inventory.ofWorkload(new WorkloadManifest(manifest, workload))
          : Inventory.ofProblems(problems);
    } catch (MalformedFieldException e) {
      return Inventory.ofProblems(WorkloadMistakes.of(kind, manifest, e));
    }
  }
}
