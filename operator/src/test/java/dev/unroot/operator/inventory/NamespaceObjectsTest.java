package dev.unroot.operator.inventory;

import static org.assertj.core.api.Assertions.assertThat;

import dev.unroot.engine.ownership.Ownership;
import dev.unroot.engine.workload.WorkloadKind;
import dev.unroot.operator.inventory.PodContainer.UserAndGroup;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class NamespaceObjectsTest {
  private static final Controller NOBODY = new Controller.None();
  private static final Controller ROLLOUT =
      new Controller.Foreign("argoproj.io/v1alpha1", "Rollout", "web");
  private static final WorkloadId ROLLOUT_ID =
      new WorkloadId("argoproj.io/v1alpha1", "Rollout", "shop", "web");

  private final NamespaceObjects objects = new NamespaceObjects("shop");

  @Test
  void whatADeploymentControlsIsNotListedAgain() {
    put(WorkloadKind.DEPLOYMENT, "web", NOBODY);
    put(WorkloadKind.REPLICA_SET, "web-1", by(WorkloadKind.DEPLOYMENT, "web"));
    pod("web-1-a", by(WorkloadKind.REPLICA_SET, "web-1"), 33);

    assertThat(objects.ids()).containsExactly(id(WorkloadKind.DEPLOYMENT, "web"));
  }

  @Test
  void whatPodsTellReachesTheTopWhateverComesFirst() {
    pod("web-1-a", by(WorkloadKind.REPLICA_SET, "web-1"), 33);
    put(WorkloadKind.DEPLOYMENT, "web", NOBODY);

    assertThat(put(WorkloadKind.REPLICA_SET, "web-1", by(WorkloadKind.DEPLOYMENT, "web")))
        .contains(id(WorkloadKind.DEPLOYMENT, "web"));
    assertThat(objects.find(id(WorkloadKind.DEPLOYMENT, "web")).orElseThrow().pods()).hasSize(1);
  }

  @Test
  void podsThatSayTheSameAreOneAnswer() {
    put(WorkloadKind.STATEFUL_SET, "db", NOBODY);
    for (int i = 0; i < 100; i++) {
      pod("db-" + i, by(WorkloadKind.STATEFUL_SET, "db"), 999);
    }
    pod("db-odd", by(WorkloadKind.STATEFUL_SET, "db"), 0);

    assertThat(objects.find(id(WorkloadKind.STATEFUL_SET, "db")).orElseThrow().pods()).hasSize(2);
  }

  @Test
  void podsAndReplicaSetsOfAnUnknownControllerAreListedUnderIt() {
    put(WorkloadKind.REPLICA_SET, "web-1", ROLLOUT);
    put(WorkloadKind.REPLICA_SET, "web-2", ROLLOUT);
    pod("web-2-a", by(WorkloadKind.REPLICA_SET, "web-2"), 0);

    assertThat(objects.ids()).containsExactly(ROLLOUT_ID);
    assertThat(objects.find(ROLLOUT_ID).orElseThrow().pods()).hasSize(1);
  }

  @Test
  void ofAnUnknownControllerTheNewestThatRunsIsShown() {
    objects.put(object(WorkloadKind.REPLICA_SET, "old", ROLLOUT, 0, "2026-01-03", List.of()));
    objects.put(object(WorkloadKind.REPLICA_SET, "current", ROLLOUT, 2, "2026-01-02", List.of()));
    objects.put(object(WorkloadKind.REPLICA_SET, "first", ROLLOUT, 2, "2026-01-01", List.of()));

    assertThat(objects.find(ROLLOUT_ID).orElseThrow().object().id().name()).isEqualTo("current");
  }

  @Test
  void aStatefulSetOfAnUnknownControllerIsListedItself() {
    put(
        WorkloadKind.STATEFUL_SET,
        "prometheus",
        new Controller.Foreign("monitoring.coreos.com/v1", "Prometheus", "k8s"));

    assertThat(objects.ids()).containsExactly(id(WorkloadKind.STATEFUL_SET, "prometheus"));
  }

  @Test
  void anOrphanIsListedAndAnAdoptedOneIsNotAnyMore() {
    put(WorkloadKind.DEPLOYMENT, "web", NOBODY);
    put(WorkloadKind.REPLICA_SET, "web-1", by(WorkloadKind.DEPLOYMENT, "web"));

    assertThat(put(WorkloadKind.REPLICA_SET, "web-1", NOBODY))
        .contains(id(WorkloadKind.DEPLOYMENT, "web"), id(WorkloadKind.REPLICA_SET, "web-1"));
    assertThat(objects.ids()).hasSize(2);

    put(WorkloadKind.REPLICA_SET, "web-1", by(WorkloadKind.DEPLOYMENT, "web"));
    assertThat(objects.ids()).containsExactly(id(WorkloadKind.DEPLOYMENT, "web"));
  }

  @Test
  void theSameAgainChangesNothing() {
    put(WorkloadKind.DEPLOYMENT, "web", NOBODY);
    long revision = objects.revision(id(WorkloadKind.DEPLOYMENT, "web"));

    assertThat(put(WorkloadKind.DEPLOYMENT, "web", NOBODY)).isEmpty();
    assertThat(objects.revision(id(WorkloadKind.DEPLOYMENT, "web"))).isEqualTo(revision);
  }

  @Test
  void aRevisionGrowsWithEachChangeAlsoOfAPod() {
    put(WorkloadKind.DAEMON_SET, "agent", NOBODY);
    long before = objects.revision(id(WorkloadKind.DAEMON_SET, "agent"));
    pod("agent-x", by(WorkloadKind.DAEMON_SET, "agent"), 0);
    long after = objects.revision(id(WorkloadKind.DAEMON_SET, "agent"));
    objects.remove(new ObjectId(WorkloadKind.POD, "agent-x"));

    assertThat(after).isGreaterThan(before);
    assertThat(objects.revision(id(WorkloadKind.DAEMON_SET, "agent"))).isGreaterThan(after);
  }

  @Test
  void nothingStaysOfWhatIsGone() {
    put(WorkloadKind.JOB, "once", NOBODY);
    pod("once-a", by(WorkloadKind.JOB, "once"), 0);

    assertThat(objects.remove(new ObjectId(WorkloadKind.JOB, "once")))
        .containsExactly(id(WorkloadKind.JOB, "once"));
    assertThat(objects.find(id(WorkloadKind.JOB, "once"))).isEmpty();
    assertThat(objects.revision(id(WorkloadKind.JOB, "once"))).isZero();
    objects.remove(new ObjectId(WorkloadKind.POD, "once-a"));
    assertThat(objects.isEmpty()).isTrue();
    assertThat(objects.remove(new ObjectId(WorkloadKind.POD, "once-a"))).isEmpty();
  }

  @Test
  void aCircleOfControllersEnds() {
    put(WorkloadKind.REPLICA_SET, "a", by(WorkloadKind.REPLICA_SET, "b"));
    put(WorkloadKind.REPLICA_SET, "b", by(WorkloadKind.REPLICA_SET, "a"));
    pod("p", by(WorkloadKind.REPLICA_SET, "a"), 0);

    assertThat(objects.ids()).isEmpty();
    objects.remove(new ObjectId(WorkloadKind.REPLICA_SET, "a"));
    assertThat(objects.isEmpty()).isFalse();
  }

  private java.util.Set<WorkloadId> put(WorkloadKind kind, String name, Controller controller) {
    return objects.put(object(kind, name, controller, 1, "", List.of()));
  }

  private void pod(String name, Controller controller, long uid) {
    objects.put(
        object(
            WorkloadKind.POD,
            name,
            controller,
            1,
            "",
            List.of(
                new PodContainer(
                    "server", "image", "", Optional.of(new UserAndGroup(uid, uid)), false))));
  }

  private static ObservedObject object(
      WorkloadKind kind,
      String name,
      Controller controller,
      long replicas,
      String created,
      List<PodContainer> containers) {
    return new ObservedObject(
        new ObjectId(kind, name),
        controller,
        Optional.of(Content.of(name)),
        new Ownership(Optional.empty(), List.of()),
        replicas,
        created,
        containers);
  }

  private static Controller by(WorkloadKind kind, String name) {
    return new Controller.Known(new ObjectId(kind, name));
  }

  private static WorkloadId id(WorkloadKind kind, String name) {
    return WorkloadId.of(kind, "shop", name);
  }
}
