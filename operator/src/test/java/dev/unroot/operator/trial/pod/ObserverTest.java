package dev.unroot.operator.trial.pod;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.EphemeralContainer;
import io.fabric8.kubernetes.api.model.SecurityContext;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class ObserverTest {
  private final EphemeralContainer observer =
      Observer.of(0, "server", "example/busybox:1", Duration.ofSeconds(10), List.of(), false);

  @Test
  void theObserverHoldsNoPrivilege() {
    SecurityContext held = observer.getSecurityContext();

    assertThat(held.getRunAsUser()).isEqualTo(65534);
    assertThat(held.getRunAsGroup()).isEqualTo(65534);
    assertThat(held.getRunAsNonRoot()).isTrue();
    assertThat(held.getAllowPrivilegeEscalation()).isFalse();
    assertThat(held.getPrivileged()).isNull();
    assertThat(held.getReadOnlyRootFilesystem()).isTrue();
    assertThat(held.getCapabilities().getDrop()).containsExactly("ALL");
    assertThat(held.getCapabilities().getAdd()).isEmpty();
    assertThat(held.getSeccompProfile().getType()).isEqualTo("RuntimeDefault");
  }

  @Test
  void theObserverSharesTheProcessesOfItsTargetAndMountsNothing() {
    assertThat(observer.getTargetContainerName()).isEqualTo("server");
    assertThat(observer.getVolumeMounts()).isEmpty();
    assertThat(observer.getEnv()).isEmpty();
    assertThat(observer.getEnvFrom()).isEmpty();
  }

  @Test
  void itsScriptHoldsNothingOfTheWorkload() {
    EphemeralContainer other =
        Observer.of(
            3, "$(reboot)`reboot`", "example/busybox:1", Duration.ofSeconds(10), List.of(), false);

    assertThat(other.getCommand()).isEqualTo(observer.getCommand());
    assertThat(other.getName()).isEqualTo("unroot-observer-3");
  }

  @Test
  void dollarSignsAreDoubledWhereTheKubeletWouldReplaceThem() {
    String script = observer.getCommand().get(2);

    assertThat(expandedByTheKubelet(script))
        .contains("echo \"unroot-observer $$\"")
        .contains("i=$((i+1))");
  }

  @Test
  void itLooksSeveralTimesWithinTheSoakTime() {
    assertThat(observer.getCommand().get(2)).contains("-lt 5 ").contains("sleep 1\n");
    assertThat(
            Observer.of(0, "server", "example/busybox:1", Duration.ofMinutes(2), List.of(), false)
                .getCommand()
                .get(2))
        .contains("sleep 23\n");
  }

  @Test
  void evenAShortSoakHasAPauseBetweenLooks() {
    assertThat(
            Observer.of(0, "server", "example/busybox:1", Duration.ofSeconds(1), List.of(), false)
                .getCommand()
                .get(2))
        .contains("sleep 1\n");
  }

  /** {@code $$} becomes {@code $}; without a variable of that name, {@code $(...)} stays. */
  private static String expandedByTheKubelet(String text) {
    return text.replace("$$", "$");
  }
}
