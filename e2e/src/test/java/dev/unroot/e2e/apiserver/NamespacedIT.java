package dev.unroot.e2e.apiserver;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.unroot.api.v1alpha1.MigrationPlan;
import dev.unroot.api.v1alpha1.PlanPhase;
import dev.unroot.e2e.cluster.ControlPlane;
import dev.unroot.e2e.cluster.ControlPlaneExtension;
import dev.unroot.e2e.cluster.Repository;
import dev.unroot.e2e.cluster.TestNamespace;
import dev.unroot.e2e.installation.Installation;
import dev.unroot.e2e.installation.Installation.RunningOperator;
import dev.unroot.e2e.installation.Plans;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.authorization.v1.SubjectAccessReview;
import io.fabric8.kubernetes.api.model.authorization.v1.SubjectAccessReviewBuilder;
import io.fabric8.kubernetes.client.http.AsyncBody;
import io.fabric8.kubernetes.client.http.BasicBuilder;
import io.fabric8.kubernetes.client.http.HttpRequest;
import io.fabric8.kubernetes.client.http.HttpResponse;
import io.fabric8.kubernetes.client.http.Interceptor;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** {@code deploy/namespaced}: an operator that has Roles in some namespaces, and nothing else. */
@ExtendWith(ControlPlaneExtension.class)
class NamespacedIT {
  private static final Duration SOON = Duration.ofSeconds(20);

  private static final Pattern IN_A_NAMESPACE =
      Pattern.compile("/apis?/(?:[^/]+/)?v[^/]+/namespaces/(?<namespace>[^/]+)/.*");

  private final ControlPlane cluster;
  private final Installation installation;

  NamespacedIT(ControlPlane cluster) {
    this.cluster = cluster;
    this.installation = Installation.of(cluster);
  }

  @Test
  void itWorksWhereItHasRolesAndNowhereElse() {
    try (TestNamespace home = cluster.namespace("home");
        TestNamespace trying = cluster.namespace("trying");
        TestNamespace proposing = cluster.namespace("proposing");
        TestNamespace untouched = cluster.namespace("untouched")) {
      identity(home);
      bind(trying, "deploy/namespaced/role", home);
      bind(trying, "deploy/namespaced/trial-role", home);
      bind(proposing, "deploy/namespaced/role", home);
      Plans trial = planned(trying, "{mode: Trial, trial: {network: Inherit}}");
      Plans proposal = planned(proposing, "{mode: Propose}");
      planned(untouched, "{mode: Propose}");
      Requests requests = new Requests();

      try (RunningOperator operator =
          installation.operator(
              Set.of(trying.name(), proposing.name()),
              cluster.configOf(home.name(), "namespaced"),
              builder -> builder.addOrReplaceInterceptor("requests", requests))) {
        proposal.awaitPlan("shop", PlanPhase.Proposed, SOON);
        trial.awaitPlan("shop", PlanPhase.Trying, SOON);
        await().atMost(SOON).until(() -> !pods(trying).isEmpty());
        assertThat(proposal.migrations()).hasSize(1);
        assertThat(proposal.migrations().get(0).getStatus().proposal().levelAfter())
            .isEqualTo("restricted");
      }

      assertThat(requests.refused).as("requests that the API server refused").isEmpty();
      assertThat(requests.paths)
          .isNotEmpty()
          .allSatisfy(path -> assertThat(namespaceOf(path)).isIn(trying.name(), proposing.name()));
      MigrationPlan plan =
          cluster
              .admin()
              .resources(MigrationPlan.class)
              .inNamespace(untouched.name())
              .withName("shop")
              .get();
      assertThat(plan.getStatus()).as("the status of a plan elsewhere").isNull();
      assertThat(new Plans(cluster, untouched).migrations()).isEmpty();
    }
  }

  @Test
  void itChangesWorkloadsWhereItMayRollOutAndNowhereElse() {
    try (TestNamespace home = cluster.namespace("home");
        TestNamespace applying = cluster.namespace("applying");
        TestNamespace trying = cluster.namespace("trying")) {
      identity(home);
      bind(applying, "deploy/namespaced/apply-role", home);
      bind(trying, "deploy/namespaced/trial-role", home);

      for (String kind : List.of("deployments", "statefulsets", "daemonsets", "cronjobs")) {
        assertThat(may(home, applying, "patch", kind)).as(kind).isTrue();
        assertThat(may(home, trying, "patch", kind)).as(kind).isFalse();
        assertThat(may(home, applying, "delete", kind)).as(kind).isFalse();
      }
      assertThat(may(home, applying, "patch", "jobs")).isFalse();
    }
  }

  private boolean may(TestNamespace home, TestNamespace namespace, String verb, String resource) {
    SubjectAccessReview review =
        new SubjectAccessReviewBuilder()
            .withNewSpec()
            .withUser("system:serviceaccount:" + home.name() + ":namespaced")
            .withNewResourceAttributes()
            .withNamespace(namespace.name())
            .withVerb(verb)
            .withGroup(resource.endsWith("jobs") ? "batch" : "apps")
            .withResource(resource)
            .endResourceAttributes()
            .endSpec()
            .build();
    return cluster.admin().resource(review).create().getStatus().getAllowed();
  }

  @Test
  void theRolesHaveTheRulesOfTheClusterRoles() {
    List<GenericKubernetesResource> example = rendered("deploy/namespaced/example");

    assertThat(example)
        .extracting(GenericKubernetesResource::getKind)
        .doesNotContain("ClusterRole", "ClusterRoleBinding", "PriorityClass")
        .doesNotContain("CustomResourceDefinition")
        .doesNotContain("ValidatingAdmissionPolicy", "ValidatingAdmissionPolicyBinding");
    for (String namespace : List.of("shop", "team-a")) {
      assertThat(rules(example, "Role", namespace, "unroot-operator"))
          .isEqualTo(rules(rendered("deploy/permissions"), "ClusterRole", "", "unroot-operator"));
    }
    assertThat(rules(example, "Role", "shop", "unroot-operator-trial"))
        .isEqualTo(
            rules(
                rendered("deploy/trial-permissions"), "ClusterRole", "", "unroot-operator-trial"));
    assertThat(rules(example, "Role", "shop", "unroot-operator-apply"))
        .isEqualTo(
            rules(
                rendered("deploy/apply-permissions"), "ClusterRole", "", "unroot-operator-apply"));
    assertThat(rules(example, "Role", "shop", "unroot-operator-scripts"))
        .isEqualTo(
            rules(
                rendered("deploy/script-permissions"),
                "ClusterRole",
                "",
                "unroot-operator-scripts"));
    assertThat(example)
        .filteredOn(o -> o.getKind().equals("RoleBinding"))
        .allSatisfy(
            binding -> {
              assertThat((String) binding.get("roleRef", "kind")).isEqualTo("Role");
              assertThat((String) binding.get("subjects", 0, "namespace")).isEqualTo("unroot");
            });
  }

  @Test
  void theRoleForRunsOfCronJobsHasTheRulesOfItsClusterRole() {
    List<GenericKubernetesResource> role = rendered("deploy/namespaced/cronjob-run-role");

    assertThat(role)
        .extracting(GenericKubernetesResource::getKind)
        .containsExactlyInAnyOrder("Role", "RoleBinding");
    assertThat(rules(role, "Role", "", "unroot-operator-cronjob-runs"))
        .isEqualTo(
            rules(
                rendered("deploy/cronjob-run-permissions"),
                "ClusterRole",
                "",
                "unroot-operator-cronjob-runs"));
  }

  @Test
  void theWholeExampleIsAccepted() {
    for (String namespace : List.of("shop", "team-a")) {
      cluster.apply("{apiVersion: v1, kind: Namespace, metadata: {name: " + namespace + "}}");
    }
    try {
      cluster.apply(Repository.path("deploy/permissions"));

      assertThat(
              cluster.kubectl(
                  "apply",
                  "--server-side",
                  "--dry-run=server",
                  "-k",
                  Repository.path("deploy/namespaced/example").toString()))
          .contains("deployment.apps/unroot-operator")
          .contains("role.rbac.authorization.k8s.io/unroot-operator-trial")
          .contains("role.rbac.authorization.k8s.io/unroot-operator-apply");
    } finally {
      cluster.kubectl("delete", "namespace", "shop", "team-a", "--wait=false");
    }
  }

  private Plans planned(TestNamespace namespace, String spec) {
    Plans plans = new Plans(cluster, namespace);
    plans.deployment("web", "nginx:1.29", "");
    plans.plan("shop", spec);
    return plans;
  }

  private void identity(TestNamespace home) {
    cluster.apply(
        "{apiVersion: v1, kind: ServiceAccount, metadata: {name: namespaced, namespace: "
            + home.name()
            + "}}");
  }

  /** Applies the Role as it is shipped, and gives it to this test's own identity as well. */
  private void bind(TestNamespace namespace, String kustomization, TestNamespace home) {
    String shipped = cluster.kubectl("kustomize", Repository.path(kustomization).toString());
    cluster.kubectl(
        "apply", "-n", namespace.name(), "-k", Repository.path(kustomization).toString());
    String name =
        Stream.of("unroot-operator-trial", "unroot-operator-apply")
            .filter(shipped::contains)
            .findFirst()
            .orElse("unroot-operator");
    cluster.kubectl(
        "set",
        "subject",
        "-n",
        namespace.name(),
        "rolebinding",
        name,
        "--serviceaccount=" + home.name() + ":namespaced");
  }

  private List<String> pods(TestNamespace namespace) {
    return cluster
        .admin()
        .pods()
        .inNamespace(namespace.name())
        .withLabel("unroot.dev/trial", "true")
        .list()
        .getItems()
        .stream()
        .map(pod -> pod.getMetadata().getName())
        .toList();
  }

  private List<GenericKubernetesResource> rendered(String kustomization) {
    List<GenericKubernetesResource> objects = new ArrayList<>();
    String yaml = cluster.kubectl("kustomize", Repository.path(kustomization).toString());
    for (String document : yaml.split("(?m)^---$")) {
      objects.add(Serialization.unmarshal(document, GenericKubernetesResource.class));
    }
    return objects;
  }

  private static Object rules(
      List<GenericKubernetesResource> objects, String kind, String namespace, String name) {
    return objects.stream()
        .filter(object -> object.getKind().equals(kind))
        .filter(object -> object.getMetadata().getName().equals(name))
        .filter(
            object -> namespace.isEmpty() || namespace.equals(object.getMetadata().getNamespace()))
        .map(object -> (Object) object.get("rules"))
        .findFirst()
        .orElseThrow();
  }

  private static String namespaceOf(String path) {
    var matcher = IN_A_NAMESPACE.matcher(path);
    return matcher.matches() ? matcher.group("namespace") : "none: " + path;
  }

  /** Every request for an object, and every refusal, of one operator. */
  private static final class Requests implements Interceptor {
    private final Queue<String> paths = new ConcurrentLinkedQueue<>();
    private final Queue<String> refused = new ConcurrentLinkedQueue<>();

    @Override
    public void before(BasicBuilder builder, HttpRequest request, RequestTags tags) {
      paths.add(request.uri().getPath());
    }

    @Override
    public void after(
        HttpRequest request,
        HttpResponse<?> response,
        AsyncBody.Consumer<List<java.nio.ByteBuffer>> consumer) {
      String path = request.uri().getPath();
      if (response.code() == 401 || response.code() == 403) {
        refused.add(response.code() + " " + request.method() + " " + path);
      }
    }
  }
}
