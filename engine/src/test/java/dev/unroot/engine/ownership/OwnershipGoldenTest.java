package dev.unroot.engine.ownership;

import static org.assertj.core.api.Assertions.assertThat;

import dev.unroot.engine.Golden;
import dev.unroot.engine.document.Fields;
import dev.unroot.engine.workload.WorkloadKind;
import dev.unroot.engine.workload.WorkloadReference;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** Who re-applies an object, by metadata as the tools leave it. */
class OwnershipGoldenTest {
  @TestFactory
  Stream<DynamicTest> theOwnerIsTheExpectedOne() {
    return Golden.cases("ownership", OwnershipGoldenTest::tell);
  }

  private static Map<String, Object> tell(Fields input) {
    Fields metadata = input.object("metadata");
    WorkloadReference workload =
        new WorkloadReference(
            WorkloadKind.of(
                    input.text("apiVersion").orElseThrow(), input.text("kind").orElseThrow())
                .orElseThrow(),
            metadata.text("namespace").orElse(""),
            metadata.text("name").orElseThrow());
    Provenance provenance = Provenance.read(metadata);
    Ownership ownership = Ownership.of(workload, provenance);
    assertThat(Ownership.of(workload, Provenance.read(metadata))).isEqualTo(ownership);
    Map<String, Object> shown = new LinkedHashMap<>();
    shown.put("owner", ownership.owner().map(Owner::toString).orElse("nobody"));
    ownership.owner().ifPresent(owner -> shown.put("evidence", owner.evidence()));
    shown.put("risks", ownership.risks().stream().map(RegressionRisk::toString).toList());
    return shown;
  }
}
