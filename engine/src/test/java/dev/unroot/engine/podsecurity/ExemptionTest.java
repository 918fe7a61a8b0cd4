package dev.unroot.engine.podsecurity;

import static org.assertj.core.api.Assertions.assertThat;

import dev.unroot.engine.document.FieldPath;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class ExemptionTest {
  private static final Violation OF_POD =
      new Violation(
          ControlId.RUN_AS_USER, FieldPath.of("spec.securityContext.runAsUser"), "must not be 0");
  private static final Violation OF_WEB = of("containers", "web");

  @Test
  void withoutAContainerItCoversThePodAndEveryContainer() {
    Exemption exemption = new Exemption("", Set.of(ControlId.RUN_AS_USER));

    assertThat(exemption.covers(OF_POD)).isTrue();
    assertThat(exemption.covers(OF_WEB)).isTrue();
    assertThat(exemption.covers(of("initContainers", "set-up"))).isTrue();
  }

  @Test
  void withAContainerItCoversThatOneAlone() {
    Exemption exemption = new Exemption("web", Set.of(ControlId.RUN_AS_USER));

    assertThat(exemption.covers(OF_WEB)).isTrue();
    assertThat(exemption.covers(of("initContainers", "web"))).isTrue();
    assertThat(exemption.covers(of("containers", "web-2"))).isFalse();
    assertThat(exemption.covers(of("volumes", "web"))).isFalse();
    assertThat(exemption.covers(OF_POD)).isFalse();
  }

  @Test
  void itCoversItsControlsAlone() {
    Exemption exemption = new Exemption("", Set.of(ControlId.RUN_AS_NON_ROOT));

    assertThat(exemption.covers(OF_WEB)).isFalse();
    assertThat(new Exemption("", Set.of()).covers(OF_WEB)).isFalse();
  }

  @Test
  void whereNothingIsBrokenNothingIsExcepted() {
    Exemptions exemptions =
        new Exemptions(List.of(new Exemption("web", Set.of(ControlId.RUN_AS_USER))));

    assertThat(exemptions.coverAll(List.of())).isFalse();
    assertThat(exemptions.coverAll(List.of(OF_WEB))).isTrue();
    assertThat(exemptions.coverAll(List.of(OF_WEB, OF_POD))).isFalse();
    assertThat(Exemptions.none().coverAll(List.of(OF_WEB))).isFalse();
  }

  private static Violation of(String list, String name) {
    return new Violation(
        ControlId.RUN_AS_USER,
        FieldPath.of("spec")
            .field(list)
            .element("name", name)
            .field("securityContext")
            .field("runAsUser"),
        "must not be 0");
  }
}
