package dev.unroot.operator.status;

import static org.assertj.core.api.Assertions.assertThat;

import dev.unroot.api.v1alpha1.Delivery;
import dev.unroot.engine.ownership.Owner;
import dev.unroot.engine.ownership.OwnerKind;
import dev.unroot.engine.ownership.Ownership;
import dev.unroot.engine.ownership.RegressionRisk;
import dev.unroot.engine.workload.Workload;
import dev.unroot.engine.workload.WorkloadKind;
import dev.unroot.engine.workload.WorkloadReference;
import dev.unroot.operator.Samples;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class HandoverTest {
  private static final Ownership FLUX =
      new Ownership(
          Optional.of(new Owner(OwnerKind.FLUX_KUSTOMIZATION, "flux-system", "apps", "a label")),
          List.of(new RegressionRisk("kubectl apply", "applies its manifest")));

  @Test
  void whatNobodyReappliesCanBeChangedInTheCluster() {
    Handover handover = new Handover(Samples.listed(Samples.web()), Samples.TRIAL);

    assertThat(handover.delivery()).isEqualTo(Delivery.Cluster);
    assertThat(handover.instruction()).isEmpty();
    assertThat(handover.owner()).isNull();
  }

  @Test
  void thePatchOfAnOwnedWorkloadBelongsToItsOwner() {
    Handover handover = new Handover(Samples.listed(Samples.web(), FLUX), Samples.TRIAL);

    assertThat(handover.delivery()).isEqualTo(Delivery.Patch);
    assertThat(handover.instruction()).contains("Flux Kustomization flux-system/apps");
    assertThat(handover.owner().evidence()).isEqualTo("a label");
    assertThat(handover.risks()).hasSize(1);
  }

  @ParameterizedTest
  @EnumSource(names = {"JOB", "POD"})
  void whatNeverChangesIsMadeAgainByAPerson(WorkloadKind kind) {
    Workload web = Samples.web();
    Workload immutable =
        new Workload(new WorkloadReference(kind, "shop", "once"), Map.of(), 1, web.template());

    Handover handover = new Handover(Samples.listed(immutable), Samples.TRIAL);

    assertThat(handover.delivery()).isEqualTo(Delivery.Recreate);
    assertThat(handover.instruction()).contains("a " + kind.kind()).contains("create it again");
  }
}
