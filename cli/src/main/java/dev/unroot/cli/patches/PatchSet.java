package dev.unroot.cli.patches;

import dev.unroot.cli.manifest.InventoryReader;
import dev.unroot.cli.plan.PlannedWorkload;
import dev.unroot.cli.report.ChangeLines;
import dev.unroot.engine.document.PrintableText;
import dev.unroot.engine.patch.YamlText;
import dev.unroot.engine.workload.WorkloadReference;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * The files of a patch folder: one strategic merge patch a workload, and a kustomize component that
 * lists them. Workloads of several namespaces get a component for each namespace, since a component
 * can only be used beside all the workloads that it patches.
 *
 * @param files the content by name, which may lead through a folder
 * @param notes what could not be written, and why
 */
record PatchSet(Map<String, String> files, int patches, List<String> notes) {
  private static final String KUSTOMIZATION = "kustomization.yaml";

  static PatchSet of(List<PlannedWorkload> workloads) {
    Map<WorkloadReference, PlannedWorkload> first = new LinkedHashMap<>();
    List<String> notes = new ArrayList<>();
    for (PlannedWorkload workload : workloads) {
      PlannedWorkload earlier =
          first.putIfAbsent(workload.assessment().workload().reference(), workload);
      if (earlier != null) {
        notes.add(
            workload.name()
                + " stands in "
                + earlier.source().manifest()
                + " and in "
                + workload.source().manifest()
                + "; the patch is for the first, since one kustomization holds a workload once");
      }
    }
    List<PlannedWorkload> patched =
        first.values().stream().filter(PlannedWorkload::hasPatch).toList();
    boolean flat = patched.stream().map(PlannedWorkload::namespace).distinct().count() <= 1;
    Map<String, String> files = new TreeMap<>();
    Map<String, List<String>> namesByFolder = new TreeMap<>();
    for (PlannedWorkload workload : patched) {
      String folder = flat || workload.namespace().isEmpty() ? "" : workload.namespace() + "/";
      String name = name(workload.assessment().workload().reference());
      files.put(folder + name, patch(workload));
      namesByFolder.computeIfAbsent(folder, f -> new ArrayList<>()).add(name);
    }
    namesByFolder.putIfAbsent("", new ArrayList<>());
    namesByFolder.forEach(
        (folder, names) ->
            files.put(
                folder + KUSTOMIZATION,
                component(names, folder.isEmpty() ? folders(namesByFolder) : List.of())));
    return new PatchSet(files, patched.size(), notes);
  }

  private static List<String> folders(Map<String, List<String>> namesByFolder) {
    return namesByFolder.keySet().stream()
        .filter(folder -> !folder.isEmpty())
        .map(folder -> folder.substring(0, folder.length() - 1))
        .toList();
  }

  private static String name(WorkloadReference reference) {
    return reference.kind() + "-" + reference.name() + ".yaml";
  }

  private static String patch(PlannedWorkload workload) {
    StringBuilder text =
        new StringBuilder(InventoryReader.OWN_MARK).append(", which keeps it up to date.\n");
    text.append("# ").append(workload.name()).append(": Pod Security ");
    text.append(workload.assessment().proposal().levelBefore()).append(" -> ");
    text.append(workload.assessment().proposal().levelAfter())
        .append(". Not tried: only a trial proves it.\n");
    for (ChangeLines.Line line : ChangeLines.of(workload.assessment().proposal())) {
      String comment = line.places() + ": " + line.settings() + " - " + line.because();
      text.append("# - ").append(PrintableText.line(comment)).append('\n');
    }
    return text.append(workload.assessment().patch()).toString();
  }

  private static String component(List<String> patches, List<String> folders) {
    StringBuilder text =
        new StringBuilder(InventoryReader.OWN_MARK).append(", which keeps it up to date.\n");
    text.append(
        "# Use it from a kustomization that holds the workloads: components: [this folder]\n");
    Map<String, Object> component = new LinkedHashMap<>();
    component.put("apiVersion", "kustomize.config.k8s.io/v1alpha1");
    component.put("kind", "Component");
    if (!patches.isEmpty()) {
      component.put(
          "patches", patches.stream().sorted().map(name -> Map.of("path", name)).toList());
    }
    if (!folders.isEmpty()) {
      component.put("components", folders);
    }
    return text.append(YamlText.of(component)).toString();
  }
}
