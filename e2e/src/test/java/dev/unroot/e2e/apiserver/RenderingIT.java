package dev.unroot.e2e.apiserver;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatNoException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.unroot.e2e.cluster.ControlPlane;
import dev.unroot.e2e.cluster.ControlPlaneExtension;
import dev.unroot.e2e.cluster.TestNamespace;
import dev.unroot.engine.document.Fields;
import dev.unroot.engine.evidence.Knowledge;
import dev.unroot.engine.generated.GeneratedPods;
import dev.unroot.engine.image.ImageFacts;
import dev.unroot.engine.patch.ApplyConfiguration;
import dev.unroot.engine.patch.JsonPatch;
import dev.unroot.engine.patch.StrategicMergePatch;
import dev.unroot.engine.podsecurity.Level;
import dev.unroot.engine.podsecurity.PodSecurity;
import dev.unroot.engine.podsecurity.PolicyVersion;
import dev.unroot.engine.proposal.Proposal;
import dev.unroot.engine.proposal.Proposer;
import dev.unroot.engine.proposal.Target;
import dev.unroot.engine.workload.PodTemplate;
import dev.unroot.engine.workload.Workload;
import dev.unroot.engine.workload.WorkloadKind;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.apps.DeploymentList;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.dsl.NonNamespaceOperation;
import io.fabric8.kubernetes.client.dsl.RollableScalableResource;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** The three renderings of a proposal do the same to a workload in a cluster. */
@ExtendWith(ControlPlaneExtension.class)
class RenderingIT {
  private static final Target TARGET =
      new Target(Level.RESTRICTED, PolicyVersion.NEWEST_KNOWN, Target.DEFAULT_FALLBACK_USER);
  private static final Knowledge KNOWLEDGE = Knowledge.of(ImageFacts.builtIn());
  private static final long SEED = 99;
  private static final int PODS = 120;
  private static final String MANAGER = "unroot";
  private static final int INVALID = 422; // what the API server says of a test that does not hold
  private static final PodTemplate NGINX =
      new PodTemplate(
          Map.of("spec", Map.of("containers", List.of(Map.of("name", "web", "image", "nginx")))));

  private final ControlPlane cluster;

  RenderingIT(ControlPlane cluster) {
    this.cluster = cluster;
  }

  @Test
  void allRenderingsMakeTheSameTemplate() {
    int compared = 0;
    int applied = 0;
    try (TestNamespace namespace = cluster.namespace("rendering")) {
      List<PodTemplate> pods = GeneratedPods.of(SEED, PODS);
      for (int i = 0; i < pods.size(); i++) {
        create(namespace, "web-" + i, pods.get(i));
      }
      for (Deployment live : settled(namespace)) {
        Workload workload = workload(live);
        Proposal proposal = Proposer.propose(workload.template(), TARGET, KNOWLEDGE);
        if (proposal.changes().isEmpty()) {
          continue;
        }
        compared++;
        String merged = template(merge(live, workload, proposal));
        assertThat(template(jsonPatch(live, proposal))).isEqualTo(merged);
        if (ApplyConfiguration.isFaithful(workload.reference(), proposal)) {
          applied++;
          assertThat(template(apply(live, workload, proposal))).isEqualTo(merged);
        }
        assertThat(levelOf(merge(live, workload, proposal))).isEqualTo(proposal.levelAfter());
      }
    }
    assertThat(compared).isGreaterThan(PODS / 3);
    assertThat(applied).isGreaterThan(PODS / 5);
  }

  @Test
  void aJsonPatchForAnEarlierRevisionIsRefused() {
    try (TestNamespace namespace = cluster.namespace("rendering")) {
      create(namespace, "web", NGINX);
      Deployment live = settled(namespace).get(0);
      Proposal proposal = Proposer.propose(workload(live).template(), TARGET, KNOWLEDGE);
      assertThatNoException().isThrownBy(() -> jsonPatch(live, proposal));

      deployments(namespace)
          .withName("web")
          .edit(d -> d.edit().editSpec().withMinReadySeconds(1).endSpec().build());

      assertThatThrownBy(() -> jsonPatch(live, proposal))
          .isInstanceOfSatisfying(
              KubernetesClientException.class,
              refused -> assertThat(refused.getCode()).isEqualTo(INVALID));
    }
  }

  private NonNamespaceOperation<Deployment, DeploymentList, RollableScalableResource<Deployment>>
      deployments(TestNamespace namespace) {
    return cluster.admin().apps().deployments().inNamespace(namespace.name());
  }

  /** The Deployments once their controller has taken note, after which it writes nothing more. */
  private List<Deployment> settled(TestNamespace namespace) {
    await("the Deployments' controller")
        .atMost(Duration.ofSeconds(60))
        .until(
            () ->
                deployments(namespace).list().getItems().stream()
                    .allMatch(
                        d ->
                            d.getStatus().getObservedGeneration() != null
                                && d.getStatus().getConditions().stream()
                                    .anyMatch(c -> c.getType().equals("Available"))));
    return deployments(namespace).list().getItems();
  }

  private void create(TestNamespace namespace, String name, PodTemplate pod) {
    Map<String, Object> metadata = new LinkedHashMap<>(pod.metadata().values());
    metadata.put("labels", Map.of("app", name));
    Map<String, Object> template = new LinkedHashMap<>(pod.object());
    template.put("metadata", metadata);
    Map<String, Object> deployment =
        Map.of(
            "apiVersion",
            "apps/v1",
            "kind",
            "Deployment",
            "metadata",
            Map.of("name", name, "namespace", namespace.name()),
            "spec",
            Map.of(
                "replicas",
                0,
                "selector",
                Map.of("matchLabels", Map.of("app", name)),
                "template",
                template));
    cluster
        .admin()
        .resource(Serialization.unmarshal(Serialization.asJson(deployment), Deployment.class))
        .create();
  }

  private static Workload workload(Deployment live) {
    return Workload.read(WorkloadKind.DEPLOYMENT, Fields.of(tree(live)));
  }

  @SuppressWarnings("unchecked") // JSON objects have text keys
  private static Map<String, Object> tree(Deployment live) {
    return Serialization.unmarshal(Serialization.asJson(live), Map.class);
  }

  private Deployment merge(Deployment live, Workload workload, Proposal proposal) {
    return patch(
        live, PatchType.STRATEGIC_MERGE, StrategicMergePatch.yaml(workload.reference(), proposal));
  }

  private Deployment jsonPatch(Deployment live, Proposal proposal) {
    JsonPatch.Revision revision =
        new JsonPatch.Revision(
            live.getMetadata().getUid(), live.getMetadata().getResourceVersion());
    return patch(
        live,
        PatchType.JSON,
        JsonPatch.yaml(WorkloadKind.DEPLOYMENT, proposal, Optional.of(revision)));
  }

  private Deployment apply(Deployment live, Workload workload, Proposal proposal) {
    return patch(
        live, PatchType.SERVER_SIDE_APPLY, ApplyConfiguration.yaml(workload.reference(), proposal));
  }

  /** As kubectl sends a patch that is written as YAML: made into JSON first. Never carried out. */
  private Deployment patch(Deployment live, PatchType type, String yaml) {
    PatchContext.Builder context =
        new PatchContext.Builder().withPatchType(type).withDryRun(List.of("All"));
    if (type == PatchType.SERVER_SIDE_APPLY) {
      context.withFieldManager(MANAGER).withForce(true);
    }
    Object patch = Serialization.unmarshal(yaml, Object.class);
    return cluster.admin().resource(live).patch(context.build(), Serialization.asJson(patch));
  }

  /** Lists by merge key have no order that counts; volumes and mounts are sorted by name. */
  private static String template(Deployment deployment) {
    var spec = deployment.getSpec().getTemplate().getSpec();
    spec.setVolumes(sorted(spec.getVolumes(), v -> v.getName()));
    for (var container : spec.getContainers()) {
      container.setVolumeMounts(sorted(container.getVolumeMounts(), m -> m.getMountPath()));
    }
    return Serialization.asYaml(deployment.getSpec().getTemplate());
  }

  private static <T> List<T> sorted(List<T> list, Function<T, String> key) {
    List<T> sorted = new ArrayList<>(list);
    sorted.sort(Comparator.comparing(key));
    return sorted;
  }

  private static Level levelOf(Deployment deployment) {
    return PodSecurity.level(workload(deployment).template(), TARGET.version());
  }
}
