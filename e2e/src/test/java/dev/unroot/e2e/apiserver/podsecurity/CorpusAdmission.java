package dev.unroot.e2e.apiserver.podsecurity;

import static org.assertj.core.api.Assertions.assertThat;

import dev.unroot.cli.manifest.Inventory;
import dev.unroot.cli.manifest.InventoryReader;
import dev.unroot.cli.manifest.WorkloadManifest;
import dev.unroot.e2e.cluster.ControlPlane;
import dev.unroot.e2e.cluster.ControlPlaneExtension;
import dev.unroot.engine.document.FieldPath;
import dev.unroot.engine.document.MalformedFieldException;
import dev.unroot.engine.evidence.Knowledge;
import dev.unroot.engine.image.ImageFacts;
import dev.unroot.engine.podsecurity.Level;
import dev.unroot.engine.podsecurity.PolicyVersion;
import dev.unroot.engine.proposal.Proposal;
import dev.unroot.engine.proposal.Proposer;
import dev.unroot.engine.proposal.Target;
import dev.unroot.engine.workload.PodTemplate;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * Lets the API server's admission judge the proposals for a folder of manifests that others wrote.
 * {@code benchmarks/corpus} runs it by name; the folder is not part of the repository, so that no
 * ordinary run of the tests includes it.
 *
 * <p>{@code -Dunroot.corpus} names the folder and {@code -Dunroot.corpus.report} the file for the
 * result.
 */
@ExtendWith(ControlPlaneExtension.class)
class CorpusAdmission {
  private static final Target TARGET =
      new Target(Level.RESTRICTED, PolicyVersion.NEWEST_KNOWN, Target.DEFAULT_FALLBACK_USER);
  private static final Knowledge KNOWLEDGE = Knowledge.of(ImageFacts.builtIn());

  /** What only the cluster that a manifest was written for has. */
  private static final List<String> OF_ITS_CLUSTER =
      List.of(
          "metadata.namespace",
          "metadata.generateName",
          "spec.serviceAccountName",
          "spec.serviceAccount",
          "spec.priorityClassName",
          "spec.runtimeClassName",
          "spec.nodeName");

  private static final int LONGEST = 100;

  private final ControlPlane cluster;

  CorpusAdmission(ControlPlane cluster) {
    this.cluster = cluster;
  }

  @Test
  void theAdmissionFindsNoSurprise() throws IOException {
    Path folder = Path.of(System.getProperty("unroot.corpus"));
    List<String> surprises = new ArrayList<>();
    Map<String, Integer> invalid = new TreeMap<>();
    CorpusSetUp setUp = new CorpusSetUp();
    int judged = 0;
    int restricted = 0;
    try (Admission admission = new Admission(cluster, TARGET.version().toString())) {
      ProposalJudge judge = new ProposalJudge(admission);
      for (WorkloadManifest workload : workloads(folder)) {
        setUp.add(workload);
        Optional<Proposal> proposal = propose(workload);
        if (proposal.isEmpty()) {
          continue;
        }
        Optional<String> before = judge.invalid(proposal.get());
        if (before.isPresent()) {
          invalid.merge(shortened(before.get()), 1, Integer::sum);
          continue;
        }
        judged++;
        restricted += proposal.get().levelAfter() == Level.RESTRICTED ? 1 : 0;
        judge
            .surprise(proposal.get())
            .map(surprise -> workload.workload().reference() + " " + surprise)
            .ifPresent(surprises::add);
      }
    }
    report(judged, restricted, invalid, setUp);
    assertThat(surprises).isEmpty();
    assertThat(judged).isPositive();
  }

  private static List<WorkloadManifest> workloads(Path folder) {
    Inventory inventory =
        InventoryReader.read(
            List.of(folder.toString()), InputStream.nullInputStream(), (file, done, all) -> {});
    return inventory.workloads();
  }

  private static Optional<Proposal> propose(WorkloadManifest workload) {
    PodTemplate template = workload.workload().template();
    for (String field : OF_ITS_CLUSTER) {
      template = template.without(FieldPath.of(field));
    }
    try {
      return Optional.of(Proposer.propose(template, TARGET, KNOWLEDGE));
    } catch (MalformedFieldException e) {
      return Optional.empty(); // refused by the file tool as well
    }
  }

  /** What is wrong, without what it is wrong with. */
  private static String shortened(String message) {
    String text =
        message
            .replaceAll("(?s)^400: .*?: (?=strict|json)", "")
            .replaceAll("(?s).*?: (spec[^ ]*|metadata[^ ]*): ", "$1: ")
            .replaceAll("\\[\\d+\\]", "[]")
            .replaceAll("(?s)\\n.*", "");
    return text.length() > LONGEST ? text.substring(0, LONGEST) + "..." : text;
  }

  private static void report(
      int judged, int restricted, Map<String, Integer> invalid, CorpusSetUp setUp)
      throws IOException {
    StringBuilder text = new StringBuilder();
    text.append(judged)
        .append(" templates as proposed were judged by the admission of Kubernetes ");
    text.append(TARGET.version()).append(" in a dry run:\n").append(restricted);
    text.append(
        " are admitted in a namespace that enforces `restricted`, and each of the others\n");
    text.append("meets the level that it is said to meet and no higher one.\n");
    if (!invalid.isEmpty()) {
      text.append(
          "\nNot judged, since the API server does not take them for pods, with or without");
      text.append(" a proposal:\n\n");
      invalid.forEach(
          (what, times) ->
              text.append("- ").append(times).append(" x `").append(what).append("`\n"));
    }
    text.append(setUp.section());
    Files.writeString(Path.of(System.getProperty("unroot.corpus.report")), text.toString());
  }
}
