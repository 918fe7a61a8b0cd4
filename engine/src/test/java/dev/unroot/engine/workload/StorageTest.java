package dev.unroot.engine.workload;

import static org.assertj.core.api.Assertions.assertThat;

import dev.unroot.engine.Templates;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class StorageTest {
  @ParameterizedTest
  @ValueSource(
      strings = {
        "emptyDir: {}",
        "configMap: {name: c}",
        "secret: {secretName: s}",
        "projected: {sources: []}",
        "downwardAPI: {items: []}",
        "image: {reference: i}",
        "hostPath: {path: /srv}",
        "csi: {driver: secrets.example, readOnly: true}"
      })
  void whatIsMadeForAPodOrIsOfItsNodeIsNoStorage(String source) {
    assertThat(Storage.of(mounting("{name: data, " + source + "}", "{}"))).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "nfs: {server: s, path: /}",
        "csi: {driver: files.example}",
        "csi: {driver: files.example, readOnly: false}",
        "aVolumeOfTomorrow: {}"
      })
  void whatOthersShareIsStorageWithoutAClaim(String source) {
    assertThat(Storage.of(mounting("{name: data, " + source + "}", "{}")))
        .containsExactly(new Storage("data", Optional.empty(), false, false, List.of()));
  }

  @Test
  void aClaimIsNamed() {
    assertThat(
            Storage.of(
                mounting("{name: data, persistentVolumeClaim: {claimName: web-data}}", "{}")))
        .containsExactly(new Storage("data", Optional.of("web-data"), false, false, List.of()));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "persistentVolumeClaim: {claimName: c, readOnly: true}; {}",
        "persistentVolumeClaim: {claimName: c}; {readOnly: true}"
      })
  void aClaimThatNobodyMayWriteIsOnlyRead(String volumeAndMount) {
    String[] both = volumeAndMount.split("; ", -1);

    assertThat(Storage.of(mounting("{name: data, " + both[0] + "}", both[1])))
        .singleElement()
        .satisfies(storage -> assertThat(storage.onlyRead()).isTrue());
  }

  @Test
  void whatEachPodGetsAnewIsMadePerPod() {
    assertThat(
            Storage.of(mounting("{name: data, ephemeral: {volumeClaimTemplate: {}}}", "{}"))
                .get(0)
                .madePerPod())
        .isTrue();
    // The claims of a StatefulSet are mounted, and are no volumes of its template.
    assertThat(Storage.of(mounting("{name: other, emptyDir: {}}", "{subPath: db}")))
        .containsExactly(new Storage("data", Optional.empty(), true, false, List.of("db")));
  }

  private static PodTemplate mounting(String volume, String mount) {
    String more = mount.equals("{}") ? "" : ", " + mount.substring(1, mount.length() - 1);
    return Templates.of(
        "spec: {containers: [{name: app, image: i, volumeMounts: [{name: data, mountPath: /data"
            + more
            + "}]}], volumes: ["
            + volume
            + "]}");
  }
}
