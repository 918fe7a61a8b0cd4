package dev.unroot.operator.inventory;

import static org.assertj.core.api.Assertions.assertThat;

import dev.unroot.engine.ownership.OwnerKind;
import dev.unroot.engine.workload.WorkloadKind;
import dev.unroot.operator.Samples;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class ObjectReaderTest {
  private final ObjectReader reader = new ObjectReader(Samples.SERIALIZATION);

  @Test
  void onlyWhatTheEngineReadsIsKept() {
    String small = "spec: {replicas: 2, template: {spec: {containers: [{name: c, image: i}]}}}";
    ObservedObject plain = deployment("metadata: {name: web, namespace: shop}\n" + small);
    ObservedObject rich =
        deployment(
            """
            metadata:
              name: web
              namespace: shop
              resourceVersion: "7"
              annotations: {deployment.kubernetes.io/revision: "3", secret: x}
            status: {replicas: 2}
            """
                + small);

    assertThat(rich).isEqualTo(plain);
    assertThat(rich.replicas()).isEqualTo(2);
  }

  @Test
  void theOrderOfFieldsAndEmptyListsAreNoDifference() {
    assertThat(
            deployment(
                """
                metadata: {name: web, namespace: shop}
                spec: {a: 1, b: {c: 2, d: []}}
                """))
        .isEqualTo(
            deployment(
                """
                spec: {b: {c: 2}, a: 1}
                metadata: {namespace: shop, name: web}
                """));
  }

  @Test
  void anOwnerIsReadFromLabels() {
    ObservedObject owned =
        deployment(
            """
            metadata:
              name: web
              namespace: shop
              labels:
                kustomize.toolkit.fluxcd.io/name: apps
                kustomize.toolkit.fluxcd.io/namespace: flux-system
            spec: {}
            """);

    assertThat(owned.ownership().owner().orElseThrow().kind())
        .isEqualTo(OwnerKind.FLUX_KUSTOMIZATION);
  }

  @Test
  void ofWhatIsControlledByAKnownKindNoTemplateIsKept() {
    ObservedObject replicaSet =
        read(
                WorkloadKind.REPLICA_SET,
                """
                metadata:
                  name: web-1
                  namespace: shop
                  ownerReferences:
                  - {apiVersion: example/v1, kind: Deployment, name: no, uid: u}
                  - {apiVersion: apps/v1, kind: Deployment, name: web, uid: u, controller: true}
                spec: {}
                """)
            .orElseThrow();

    assertThat(replicaSet.content()).isEmpty();
    assertThat(replicaSet.controller())
        .isEqualTo(new Controller.Known(new ObjectId(WorkloadKind.DEPLOYMENT, "web")));
  }

  @Test
  void aKindOfTheSameNameInAnotherGroupIsForeign() {
    assertThat(pod("{apiVersion: example/v1, kind: Deployment, name: x, uid: u, controller: true}"))
        .get()
        .extracting(ObservedObject::controller)
        .isEqualTo(new Controller.Foreign("example/v1", "Deployment", "x"));
  }

  @Test
  void aStaticPodIsListedAndItsNodeIsItsOwner() {
    ObservedObject mirror =
        pod("{apiVersion: v1, kind: Node, name: node-1, uid: u, controller: true}").orElseThrow();

    assertThat(mirror.controller()).isEqualTo(new Controller.None());
    assertThat(mirror.ownership().owner().orElseThrow().kind()).isEqualTo(OwnerKind.NODE);
  }

  @Test
  void aTrialPodIsNoWorkload() {
    assertThat(
            pod(
                "{apiVersion: unroot.dev/v1alpha1, kind: WorkloadMigration, name: m, uid: u,"
                    + " controller: true}"))
        .isEmpty();
  }

  @Test
  void aPodTellsUsersAndDigests() {
    ObservedObject pod =
        read(
                WorkloadKind.POD,
                """
                metadata: {name: web, namespace: shop}
                spec:
                  containers:
                  - {name: server, image: "nginx:1.27"}
                  - {name: fixed, image: b, securityContext: {runAsUser: 7}}
                  - {name: pending, image: c}
                status:
                  containerStatuses:
                  - name: server
                    imageID: docker.io/library/nginx@sha256:abc
                    user: {linux: {uid: 0, gid: 0}}
                  - {name: fixed, imageID: "sha256:def", user: {linux: {uid: 7, gid: 8}}}
                """)
            .orElseThrow();

    assertThat(pod.containers())
        .containsExactly(
            new PodContainer(
                "server",
                "nginx:1.27",
                "sha256:abc",
                Optional.of(new PodContainer.UserAndGroup(0, 0)),
                false),
            new PodContainer(
                "fixed",
                "b",
                "sha256:def",
                Optional.of(new PodContainer.UserAndGroup(7, 8)),
                true));
  }

  @Test
  void whatAPodTellsIsBounded() {
    String many =
        IntStream.range(0, 300)
            .mapToObj(i -> "{name: c%d, imageID: \"sha256:%d\"}".formatted(i, i))
            .collect(Collectors.joining(", "));
    ObservedObject pod =
        read(
                WorkloadKind.POD,
                """
                metadata: {name: web, namespace: shop}
                spec:
                  initContainers: [{name: c0, image: %s}]
                  containers: [%s]
                status:
                  initContainerStatuses: [{name: c0, imageID: "sha256:0"}]
                  containerStatuses: [%s]
                """
                    .formatted("x".repeat(2_000), many, many))
            .orElseThrow();

    assertThat(pod.containers()).hasSize(100);
    assertThat(pod.containers()).allSatisfy(c -> assertThat(c.image()).hasSizeLessThan(2_000));
  }

  private ObservedObject deployment(String yaml) {
    return read(WorkloadKind.DEPLOYMENT, yaml).orElseThrow();
  }

  private Optional<ObservedObject> pod(String owner) {
    return read(
        WorkloadKind.POD,
        """
        metadata: {name: p, namespace: shop, ownerReferences: [%s]}
        spec: {containers: [{name: c, image: i}]}
        """
            .formatted(owner));
  }

  private Optional<ObservedObject> read(WorkloadKind kind, String yaml) {
    String head = "apiVersion: " + kind.apiVersion() + "\nkind: " + kind.kind() + "\n";
    return reader.read(
        kind, Samples.SERIALIZATION.unmarshal(head + yaml, GenericKubernetesResource.class));
  }
}
