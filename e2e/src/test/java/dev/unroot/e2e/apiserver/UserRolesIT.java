package dev.unroot.e2e.apiserver;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.unroot.e2e.cluster.ControlPlane;
import dev.unroot.e2e.cluster.ControlPlaneExtension;
import dev.unroot.e2e.cluster.Repository;
import dev.unroot.e2e.cluster.TestNamespace;
import dev.unroot.e2e.installation.Installation;
import io.fabric8.kubernetes.api.model.authorization.v1.SubjectAccessReview;
import io.fabric8.kubernetes.api.model.authorization.v1.SubjectAccessReviewBuilder;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** {@code deploy/users}: what the cluster's own roles may do with unroot's resources. */
@ExtendWith(ControlPlaneExtension.class)
class UserRolesIT {
  private static final Duration SOON = Duration.ofSeconds(20);
  private static final String PLANS = "migrationplans";
  private static final String MIGRATIONS = "workloadmigrations";

  private final ControlPlane cluster;
  private TestNamespace namespace;

  UserRolesIT(ControlPlane cluster) {
    this.cluster = cluster;
    Installation.of(cluster);
    cluster.apply(Repository.path("deploy/users"));
  }

  @BeforeEach
  void makeUsers() {
    namespace = cluster.namespace("users");
    for (String role : List.of("view", "edit", "admin")) {
      cluster.kubectl(
          "-n",
          namespace.name(),
          "create",
          "rolebinding",
          role,
          "--clusterrole=" + role,
          "--user=" + role);
    }
    // The controller adds rules to the cluster's roles a moment after they are there.
    await().atMost(SOON).until(() -> may("view", "get", PLANS) && may("admin", "create", PLANS));
  }

  @AfterEach
  void dropNamespace() {
    namespace.close();
  }

  @ParameterizedTest
  @ValueSource(strings = {"view", "edit", "admin"})
  void everyRoleReadsPlansAndMigrations(String user) {
    for (String verb : List.of("get", "list", "watch")) {
      assertThat(may(user, verb, PLANS)).as(verb).isTrue();
      assertThat(may(user, verb, MIGRATIONS)).as(verb).isTrue();
    }
  }

  @Test
  void whoOnlyViewsChangesNothing() {
    for (String verb : List.of("create", "update", "patch", "delete", "deletecollection")) {
      assertThat(may("view", verb, PLANS)).as(verb).isFalse();
      assertThat(may("view", verb, MIGRATIONS)).as(verb).isFalse();
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"edit", "admin"})
  void anEditorWritesPlansAndDropsMigrations(String user) {
    for (String verb : List.of("create", "update", "patch", "delete", "deletecollection")) {
      assertThat(may(user, verb, PLANS)).as(verb).isTrue();
    }
    for (String verb : List.of("delete", "deletecollection")) {
      assertThat(may(user, verb, MIGRATIONS)).as(verb).isTrue();
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"view", "edit", "admin"})
  void nobodyWritesWhatTheOperatorBelieves(String user) {
    for (String verb : List.of("create", "update", "patch")) {
      assertThat(may(user, verb, MIGRATIONS)).as(verb).isFalse();
      assertThat(may(user, verb, MIGRATIONS + "/status")).as(verb).isFalse();
      assertThat(may(user, verb, PLANS + "/status")).as(verb).isFalse();
    }
  }

  @Test
  void theOperatorWritesNoPlansReadsNoSecretsAndEntersNoContainer() {
    String operator =
        "system:serviceaccount:" + Installation.NAMESPACE + ":" + Installation.SERVICE_ACCOUNT;
    assertThat(may(operator, "list", PLANS)).isTrue();
    for (String verb : List.of("create", "update", "patch", "delete", "deletecollection")) {
      assertThat(may(operator, verb, PLANS)).as(verb).isFalse();
    }
    for (String verb : List.of("get", "list", "watch")) {
      assertThat(mayInCore(operator, verb, "secrets")).as(verb).isFalse();
    }
    for (String door : List.of("pods/exec", "pods/attach", "pods/portforward", "pods/proxy")) {
      assertThat(mayInCore(operator, "create", door)).as(door).isFalse();
    }
  }

  @Test
  void whoAgreesWritesThatAndNothingElse() {
    cluster.kubectl(
        "-n",
        namespace.name(),
        "create",
        "rolebinding",
        "approve",
        "--clusterrole=unroot-approve",
        "--user=approve");
    cluster.apply(
        """
        apiVersion: unroot.dev/v1alpha1
        kind: WorkloadMigration
        metadata: {name: web, namespace: %s, finalizers: [unroot.dev/rollout], annotations: {a: b}}
        spec: {workload: {apiVersion: apps/v1, kind: Deployment, name: web}}
        """
            .formatted(namespace.name()));

    assertThat(may("approve", "patch", MIGRATIONS + "/status")).isFalse();
    assertThat(may("approve", "create", MIGRATIONS)).isFalse();
    for (String refused :
        List.of(
            "{'spec': {'stage': 'Apply'}}",
            "{'spec': {'rollOut': true}}",
            "{'metadata': {'annotations': {'a': 'c'}}}",
            "{'metadata': {'annotations': {'a': null}}}",
            "{'metadata': {'annotations': {'c': 'd'}}}",
            "{'metadata': {'labels': {'a': 'b'}}}",
            "{'metadata': {'finalizers': []}}")) {
      await("the policy to hold")
          .atMost(SOON)
          .untilAsserted(
              () ->
                  assertThatThrownBy(() -> patch(refused))
                      .hasMessageContaining("ValidatingAdmissionPolicy 'unroot-approvals'"));
    }
    assertThat(patch("{'metadata': {'annotations': {'unroot.dev/approved': 'abc'}}}"))
        .contains("patched");
    assertThat(patch("{'metadata': {'annotations': {'unroot.dev/approved': null}}}"))
        .contains("patched");
    cluster.kubectl(
        "-n",
        namespace.name(),
        "patch",
        "wm",
        "web",
        "--type=merge",
        "-p",
        "{\"metadata\": {\"finalizers\": []}}"); // an administrator may
  }

  private String patch(String change) {
    return cluster.kubectl(
        "-n",
        namespace.name(),
        "--as=approve",
        "patch",
        "wm",
        "web",
        "--type=merge",
        "-p",
        change.replace('\'', '"'));
  }

  @Test
  void whoMayHavePodsStartedByAPlanMayStartThemAnyway() {
    assertThat(may("edit", "create", PLANS)).isTrue();
    assertThat(mayInCore("edit", "create", "pods")).isTrue();
    assertThat(mayInCore("view", "create", "pods")).isFalse();
  }

  private boolean may(String user, String verb, String resource) {
    return may(user, verb, "unroot.dev", resource);
  }

  private boolean mayInCore(String user, String verb, String resource) {
    return may(user, verb, "", resource);
  }

  private boolean may(String user, String verb, String group, String resource) {
    String[] parts = resource.split("/");
    SubjectAccessReview review =
        new SubjectAccessReviewBuilder()
            .withNewSpec()
            .withUser(user)
            .withNewResourceAttributes()
            .withNamespace(namespace.name())
            .withVerb(verb)
            .withGroup(group)
            .withResource(parts[0])
            .withSubresource(parts.length > 1 ? parts[1] : null)
            .endResourceAttributes()
            .endSpec()
            .build();
    return cluster.admin().resource(review).create().getStatus().getAllowed();
  }
}
