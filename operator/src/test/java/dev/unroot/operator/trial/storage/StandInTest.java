package dev.unroot.operator.trial.storage;

import static org.assertj.core.api.Assertions.assertThat;

import dev.unroot.api.v1alpha1.TrialVolumes;
import dev.unroot.engine.evidence.Observation;
import dev.unroot.engine.evidence.ProcessIdentity;
import dev.unroot.engine.evidence.VolumeOwner;
import dev.unroot.engine.evidence.VolumePlace;
import dev.unroot.engine.workload.Workload;
import dev.unroot.engine.workload.WorkloadKind;
import dev.unroot.engine.workload.WorkloadReference;
import dev.unroot.operator.Samples;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class StandInTest {
  private static final VolumePlace ROOT = new VolumePlace("data", "");

  @Test
  void theControlsIsOpenToEverybody() {
    StandIn standIn = StandIn.ofControl(StandIn.replaced(claiming("", ""))).get(0);

    assertThat(standIn.isAsMade()).isTrue();
  }

  @Test
  void anEmptyOneBelongsToRootWhereTheControlWasRoot() {
    assertThat(directory(claiming("", ""), seen(0, owner(0, 0777)), TrialVolumes.Empty))
        .isEqualTo(owner(0, 0755));
  }

  @Test
  void anEmptyOneBelongsToRootWhereTheControlStartedAsRootAndSteppedDown() {
    Observation steppedDown = seen(101, owner(101, 0777)).withStartedAs(Optional.of(0L));

    assertThat(directory(claiming("", ""), steppedDown, TrialVolumes.Empty))
        .isEqualTo(owner(0, 0755));
  }

  @Test
  void whereTheControlNeverWasRootSomebodyHadOpenedIt() {
    assertThat(directory(claiming("", ""), seen(101, owner(0, 0777)), TrialVolumes.Empty))
        .isEqualTo(owner(0, 0777));
  }

  @Test
  void whatIsLeftBelongsToWhomTheControlGaveIt() {
    assertThat(directory(claiming("", ""), seen(0, owner(999, 0700)), TrialVolumes.AsLeft))
        .isEqualTo(owner(999, 0700));
  }

  @Test
  void thatEverybodyMayWriteItWasOurDoingAndNotTheControls() {
    assertThat(directory(claiming("", ""), seen(0, owner(0, 0777)), TrialVolumes.AsLeft))
        .isEqualTo(owner(0, 0755));
    assertThat(directory(claiming("", ""), seen(101, owner(101, 0777)), TrialVolumes.AsLeft))
        .isEqualTo(owner(101, 0755));
  }

  @Test
  void ofAnUnobservedControlTheTemplateTellsWhetherItIsRoot() {
    Workload safe = claiming("securityContext: {runAsUser: 7}\n", "");

    assertThat(directory(safe, null, TrialVolumes.AsLeft)).isEqualTo(owner(0, 0777));
    assertThat(directory(claiming("", ""), null, TrialVolumes.AsLeft)).isEqualTo(owner(0, 0755));
  }

  @Test
  void storageThatHeedsGroupsIsGivenToTheCandidatesGroup() {
    Workload original = claiming("", "");
    Workload candidate = claiming("securityContext: {fsGroup: 2000}\n", "");

    List<StandIn> given =
        StandIn.ofCandidate(
            StandIn.replaced(original),
            original.template(),
            candidate.template(),
            List.of(seen(0, owner(0, 0755))),
            TrialVolumes.Empty,
            storage -> true);

    assertThat(given.get(0).directories()).containsExactly(new VolumeOwner(ROOT, 0, 2000, 02775));
  }

  @Test
  void storageThatDoesNotHeedGroupsStaysAsItIs() {
    Workload candidate = claiming("securityContext: {fsGroup: 2000}\n", "");

    assertThat(directory(candidate, seen(0, owner(0, 0755)), TrialVolumes.Empty))
        .isEqualTo(owner(0, 0755));
  }

  @Test
  void aClaimThatIsOnlyReadIsMountedAsItIs() {
    assertThat(StandIn.replaced(claiming("", ", readOnly: true"))).isEmpty();
  }

  @ParameterizedTest
  @EnumSource(names = {"JOB", "CRON_JOB"})
  void aJobNeverSeesAClaim(WorkloadKind kind) {
    Workload job =
        new Workload(
            new WorkloadReference(kind, "shop", "web"),
            Map.of(),
            1,
            claiming("", ", readOnly: true").template());

    assertThat(StandIn.replaced(job)).hasSize(1);
  }

  @Test
  void observersLookAtItsRootAndAtWhatIsMountedOfIt() {
    assertThat(StandIn.places(StandIn.replaced(claiming("", ", subPath: db/main"))))
        .containsExactly(ROOT, new VolumePlace("data", "db/main"));
    assertThat(StandIn.places(StandIn.replaced(claiming("", ", subPath: ../../etc"))))
        .containsExactly(ROOT);
  }

  private static VolumeOwner directory(
      Workload workload, @Nullable Observation seen, TrialVolumes volumes) {
    StandIn standIn =
        StandIn.ofCandidate(
                StandIn.replaced(workload),
                workload.template(),
                workload.template(),
                seen == null ? List.of() : List.of(seen),
                volumes,
                storage -> false)
            .get(0);
    assertThat(standIn.directories()).hasSize(1);
    return standIn.directories().get(0);
  }

  private static Observation seen(long uid, VolumeOwner owner) {
    return new Observation(
        "server",
        List.of(new ProcessIdentity(uid, uid, "server")),
        List.of(),
        List.of(),
        List.of(owner),
        Optional.empty(),
        Optional.empty(),
        List.of());
  }

  private static VolumeOwner owner(long uid, int mode) {
    return new VolumeOwner(ROOT, uid, uid, mode);
  }

  private static Workload claiming(String moreSpec, String moreMount) {
    return Samples.workload(
        "web",
        """
        containers:
        - name: server
          image: example/server:1
          volumeMounts: [{name: data, mountPath: /data%s}]
        volumes: [{name: data, persistentVolumeClaim: {claimName: web}}]
        """
                .formatted(moreMount)
            + moreSpec);
  }
}
