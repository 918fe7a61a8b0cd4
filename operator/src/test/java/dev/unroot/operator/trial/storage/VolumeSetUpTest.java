package dev.unroot.operator.trial.storage;

import static org.assertj.core.api.Assertions.assertThat;

import dev.unroot.engine.evidence.VolumeOwner;
import dev.unroot.engine.evidence.VolumePlace;
import dev.unroot.engine.workload.Storage;
import dev.unroot.operator.Samples;
import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.PodSpec;
import io.fabric8.kubernetes.api.model.Volume;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class VolumeSetUpTest {
  private static final Storage DATA =
      new Storage("data", Optional.of("web"), false, false, List.of());

  @Test
  void storageIsReplacedByAVolumeOfBoundedSize() {
    PodSpec spec =
        spec(
            "volumes: [{name: data, persistentVolumeClaim: {claimName: web}}, {name: own, emptyDir: {}}]");

    List<Volume> volumes =
        VolumeSetUp.withVolumes(spec, List.of(new StandIn(DATA, List.of()))).getVolumes();

    assertThat(volumes).extracting(Volume::getName).containsExactly("data", "own");
    assertThat(volumes.get(0).getPersistentVolumeClaim()).isNull();
    assertThat(volumes.get(0).getEmptyDir().getSizeLimit()).hasToString("1Gi");
  }

  @Test
  void aClaimThatIsLeftCanOnlyBeRead() {
    PodSpec spec = spec("volumes: [{name: data, persistentVolumeClaim: {claimName: web}}]");

    assertThat(
            VolumeSetUp.withVolumes(spec, List.of())
                .getVolumes()
                .get(0)
                .getPersistentVolumeClaim()
                .getReadOnly())
        .isTrue();
  }

  @Test
  void whatStaysAsItIsMadeNeedsNoPreparation() {
    assertThat(VolumeSetUp.container(List.of(new StandIn(DATA, List.of())), "busybox")).isEmpty();
    assertThat(VolumeSetUp.container(List.of(standIn("", 0, 0777)), "busybox")).isEmpty();
  }

  @Test
  void itHoldsThreeCapabilitiesAndNothingOfTheWorkloadButItsVolumes() {
    Container setUp =
        VolumeSetUp.container(List.of(standIn("", 999, 0700)), "busybox").orElseThrow();

    assertThat(setUp.getSecurityContext().getCapabilities().getDrop()).containsExactly("ALL");
    assertThat(setUp.getSecurityContext().getCapabilities().getAdd())
        .containsExactly("CHOWN", "DAC_OVERRIDE", "FOWNER");
    assertThat(setUp.getSecurityContext().getAllowPrivilegeEscalation()).isFalse();
    assertThat(setUp.getVolumeMounts()).hasSize(1);
    assertThat(setUp.getEnv()).isEmpty();
  }

  @Test
  void aNameInATemplateIsNeverRunAsAProgram(@TempDir Path directory) throws Exception {
    Container setUp =
        VolumeSetUp.container(
                List.of(standIn("a $(touch pwned) `touch pwned` ;touch pwned", 0, 0700)), "b")
            .orElseThrow();
    List<String> command = new ArrayList<>();
    for (String word : setUp.getCommand()) {
      command.add(
          word.replace("$$", "$")
              .replace("/unroot/volumes", directory.toString())
              .replaceAll("^0$", id()));
    }

    Process run =
        new ProcessBuilder(command).directory(directory.toFile()).redirectErrorStream(true).start();

    assertThat(run.waitFor()).as(new String(run.getInputStream().readAllBytes())).isZero();
    assertThat(directory.resolve("pwned")).doesNotExist();
    assertThat(
            Files.getPosixFilePermissions(
                directory.resolve("0/a $(touch pwned) `touch pwned` ;touch pwned")))
        .hasSize(3);
  }

  /** Nobody but root may give a directory away: it is given to whom it belongs to. */
  private static String id() {
    return Long.toString(new com.sun.security.auth.module.UnixSystem().getUid());
  }

  private static StandIn standIn(String subPath, long uid, int mode) {
    return new StandIn(
        DATA, List.of(new VolumeOwner(new VolumePlace("data", subPath), uid, uid, mode)));
  }

  private static PodSpec spec(String yaml) {
    return Samples.SERIALIZATION.unmarshal(yaml, PodSpec.class);
  }
}
