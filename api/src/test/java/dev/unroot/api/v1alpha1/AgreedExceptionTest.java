package dev.unroot.api.v1alpha1;

import static org.assertj.core.api.Assertions.assertThat;

import dev.unroot.engine.podsecurity.ControlId;
import io.fabric8.kubernetes.client.utils.KubernetesSerialization;
import java.time.LocalDate;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class AgreedExceptionTest {
  @ParameterizedTest
  @CsvSource({"2027-03-30, true", "2027-03-31, true", "2027-04-01, false", "2028-01-01, false"})
  void itHoldsThroughItsLastDay(LocalDate day, boolean holds) {
    assertThat(until("2027-03-31").holdsOn(day)).isEqualTo(holds);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "soon", "2027-02-29", "2027-13-01", "+12027-01-01", "2027-3-1"})
  void oneWhoseEndCannotBeReadNeverHolds(String expires) {
    assertThat(until(expires).holdsOn(LocalDate.of(2020, 1, 1))).isFalse();
  }

  @ParameterizedTest
  @CsvSource({
    "Deployment, web, true",
    "StatefulSet, web, false",
    "Deployment, api, false",
    "Rollout, web, false"
  })
  void itIsOfOneWorkload(String kind, String name, boolean isOf) {
    assertThat(read("{kind: Deployment, name: web}").isOf(kind, name)).isEqualTo(isOf);
  }

  @Test
  void withoutAKindItIsOfEveryKind() {
    assertThat(read("{name: web}").isOf("Rollout", "web")).isTrue();
  }

  @Test
  void aKindOfALaterReleaseIsNotTakenForEveryKind() {
    assertThat(read("{kind: Sandbox, name: web}").isOf("Deployment", "web")).isFalse();
  }

  @Test
  void aControlOfALaterReleaseIsLeftOut() {
    assertThat(read("{name: web, controls: [runAsNonRoot, userNamespaces]}").controls())
        .containsExactly(ControlName.runAsNonRoot);
  }

  @Test
  void everyControlOfTheEngineHasItsName() {
    assertThat(ControlName.values())
        .extracting(ControlName::toControlId)
        .containsExactlyElementsOf(Arrays.asList(ControlId.values()));
  }

  private static AgreedException until(String expires) {
    return new AgreedException(
        null, "web", null, List.of(ControlName.runAsNonRoot), "why", "Ada", expires);
  }

  private static AgreedException read(String yaml) {
    return new KubernetesSerialization().unmarshal("---\n" + yaml, AgreedException.class);
  }
}
