package dev.unroot.e2e.apiserver.trouble;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.unroot.api.v1alpha1.MigrationPlan;
import dev.unroot.api.v1alpha1.PlanPhase;
import dev.unroot.api.v1alpha1.TrialStatus;
import dev.unroot.api.v1alpha1.WorkloadMigration;
import dev.unroot.e2e.cluster.ControlPlane;
import dev.unroot.e2e.cluster.ControlPlaneExtension;
import dev.unroot.e2e.cluster.Repository;
import dev.unroot.e2e.cluster.TestNamespace;
import dev.unroot.e2e.installation.Installation;
import dev.unroot.e2e.installation.Installation.RunningOperator;
import dev.unroot.e2e.installation.Plans;
import dev.unroot.e2e.installation.Workloads;
import dev.unroot.engine.patch.Fingerprint;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/**
 * Plans and migrations that an earlier release stored under its own CRDs are carried on, with
 * everything that trials taught.
 *
 * <p>{@code earlier-release/} holds the CRDs of commit 01a9c79, and what its operator had written
 * when it was stopped; only the UIDs are those of this cluster.
 */
@ExtendWith(ControlPlaneExtension.class)
class EarlierReleaseIT {
  private static final Duration SOON = Duration.ofSeconds(30);
  private static final String OPENAPI = "/openapi/v3/apis/unroot.dev/v1alpha1";

  /** A field that only the CRDs of this release have. */
  private static final String NEW = "\"regressionRisks\"";

  private static final Pattern KEY = Pattern.compile("(?m)^ +key: '?(?<key>[0-9a-f]{16})'?$");
  private static final Pattern DOCUMENT_END = Pattern.compile("(?m)^---$");
  private static final String FOLDER = "e2e/src/test/resources/earlier-release/";

  private final ControlPlane cluster;
  private final Installation installation;
  @TempDir private Path folder;

  EarlierReleaseIT(ControlPlane cluster) {
    this.cluster = cluster;
    this.installation = Installation.of(cluster);
  }

  @Test
  void plansAndMigrationsAreCarriedOn() throws IOException {
    try (TestNamespace namespace = cluster.namespace("earlier")) {
      Plans plans = new Plans(cluster, namespace);
      plans.deployment("web", "nginx:1.29", "");
      plans.deployment("api", "shop/api:1", "");
      plans.deployment("safe", "shop/safe:1", Workloads.RESTRICTED);
      plans.deployment("agent", "shop/agent:1", "securityContext: {privileged: true}");
      new Workloads(cluster, namespace)
          .create(Workloads.cronJob("report", "", "image: 'nginx:1.29'"));
      try {
        define(
            Repository.path(FOLDER + "migrationplans.unroot.dev.yaml"),
            Repository.path(FOLDER + "workloadmigrations.unroot.dev.yaml"));
        await().atMost(SOON).until(() -> !cluster.admin().raw(OPENAPI).contains(NEW));
        store(namespace);
      } finally {
        define(
            Repository.path("crds/migrationplans.unroot.dev.yaml"),
            Repository.path("crds/workloadmigrations.unroot.dev.yaml"));
        await().atMost(SOON).until(() -> cluster.admin().raw(OPENAPI).contains(NEW));
      }
      Map<String, String> uids = uids(plans);
      Map<String, TrialStatus> trials = trials(plans);
      assertThat(trials.get("web").attempts()).hasSize(3);
      assertThat(trials.get("api").attempts()).hasSize(2);

      try (RunningOperator operator = installation.operator(namespace)) {
        await("a look at each of them")
            .atMost(SOON)
            .until(
                () ->
                    plans.migrations().stream()
                        .allMatch( // that of the CronJob is made just now, without a status
                            m -> m.getStatus() != null && m.getStatus().delivery() != null));
        MigrationPlan plan =
            await()
                .atMost(SOON)
                .until(
                    () -> plans.awaitPlan("shop", PlanPhase.Trying, SOON),
                    p -> p.getStatus().counts().workloads() == 5);

        // Those that were there, and a CronJob, of which that release knew nothing.
        assertThat(plan.getStatus().counts().compliant()).isEqualTo(1);
        assertThat(plan.getStatus().counts().proposed()).isEqualTo(3);
        assertThat(uids(plans)).containsAllEntriesOf(uids).hasSize(4);
        // The rules have changed since: what that release found out is found out anew, in turn.
        for (String workload : List.of("web", "api")) {
          await("a new trial of " + workload)
              .atMost(SOON)
              .until(
                  () -> plans.migration(workload).getStatus().trial(),
                  trial ->
                      trial != null
                          && trial.verdict() == null
                          && !trial.key().equals(trials.get(workload).key()));
        }
      }
    }
  }

  private void define(Path plans, Path migrations) {
    cluster.kubectl(
        "apply",
        "--server-side",
        "--force-conflicts",
        "-f",
        plans.toString(),
        "-f",
        migrations.toString());
    cluster.kubectl("wait", "--for=condition=Established", "crd", "--all", "--timeout=30s");
  }

  /** Stores them with the field managers of that release. */
  private void store(TestNamespace namespace) throws IOException {
    String in = namespace.name();
    Path plan = Repository.path(FOLDER + "plan.yaml");
    cluster.kubectl("-n", in, "apply", "--server-side", "-f", plan.toString());
    status(in, plan, "unroot-plan");
    String owner = cluster.kubectl("-n", in, "get", "mp", "shop", "-o", "jsonpath={.metadata.uid}");
    String stored = Files.readString(Repository.path(FOLDER + "migrations.yaml"));
    for (String document : DOCUMENT_END.split(stored)) {
      Path file = Files.createTempFile(folder, "migration", ".yaml");
      Files.writeString(file, document.replace("uid: '0'", "uid: " + owner));
      String name =
          cluster
              .kubectl(
                  "-n",
                  in,
                  "create",
                  "--field-manager=fabric8-kubernetes-client",
                  "-o",
                  "name",
                  "-f",
                  file.toString())
              .strip();
      String uid = cluster.kubectl("-n", in, "get", name, "-o", "jsonpath={.metadata.uid}");
      Files.writeString(file, withPodsOf(Files.readString(file), uid));
      status(in, file, "unroot-migration");
    }
  }

  private void status(String namespace, Path file, String manager) {
    cluster.kubectl(
        "-n",
        namespace,
        "apply",
        "--server-side",
        "--subresource=status",
        "--field-manager=" + manager,
        "-f",
        file.toString());
  }

  /** The names of trial pods follow from the migration's UID and the key of its trial. */
  private static String withPodsOf(String migration, String uid) {
    var key =
        java.util.regex.Pattern.compile("(?m)^ +key: '?(?<key>[0-9a-f]{16})'?$").matcher(migration);
    if (!key.find()) {
      return migration;
    }
    String hash = Fingerprint.of(uid + key.group("key")).substring(0, 5);
    return migration.replaceAll("-trial-([0-9]+)-[0-9a-f]{5}", "-trial-$1-" + hash);
  }

  private static Map<String, String> uids(Plans plans) {
    Map<String, String> uids = new TreeMap<>();
    plans
        .migrations()
        .forEach(m -> uids.put(m.getSpec().workload().name(), m.getMetadata().getUid()));
    return uids;
  }

  private static Map<String, TrialStatus> trials(Plans plans) {
    Map<String, TrialStatus> trials = new TreeMap<>();
    for (WorkloadMigration migration : plans.migrations()) {
      if (migration.getStatus() != null && migration.getStatus().trial() != null) {
        trials.put(migration.getSpec().workload().name(), migration.getStatus().trial());
      }
    }
    return trials;
  }
}
