package dev.unroot.engine.proposal;

import static org.assertj.core.api.Assertions.assertThat;

import dev.unroot.engine.Templates;
import dev.unroot.engine.evidence.Concession;
import dev.unroot.engine.evidence.Failure;
import dev.unroot.engine.evidence.Knowledge;
import dev.unroot.engine.image.ImageFacts;
import dev.unroot.engine.podsecurity.Level;
import dev.unroot.engine.podsecurity.PolicyVersion;
import dev.unroot.engine.workload.PodTemplate;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ShareVolumesTest {
  private static final Target TARGET =
      new Target(Level.RESTRICTED, PolicyVersion.NEWEST_KNOWN, Target.DEFAULT_FALLBACK_USER);
  private static final Failure DENIED =
      new Failure.PathNotWritable("app", "/data/key.pem", false, "");

  @ParameterizedTest
  @ValueSource(
      strings = {
        "secret: {secretName: s, defaultMode: 256}",
        "configMap: {name: c}",
        "projected: {sources: []}",
        "persistentVolumeClaim: {claimName: c}",
        "nfs: {server: s, path: /}"
      })
  void aGroupOwnsTheVolumeInWhichAContainerFailed(String source) {
    assertThat(after(template(source, ""), DENIED).securityContext().integer("fsGroup"))
        .contains(TARGET.fallbackUser());
  }

  @Test
  void storageIsGivenToTheGroupOnlyWhereItIsNotYet() {
    assertThat(
            after(template("persistentVolumeClaim: {claimName: c}", ""), DENIED)
                .securityContext()
                .text("fsGroupChangePolicy"))
        .contains("OnRootMismatch");
    assertThat(
            after(template("secret: {secretName: s}", ""), DENIED)
                .securityContext()
                .has("fsGroupChangePolicy"))
        .isFalse();
  }

  @Test
  void anEmptyVolumeThatCouldNotBeUsedIsGivenToTheGroup() {
    assertThat(
            after(
                    template("ephemeral: {volumeClaimTemplate: {}}", ""),
                    new Failure.EmptyVolume("app", "data", ""))
                .securityContext()
                .has("fsGroup"))
        .isTrue();
  }

  @ParameterizedTest
  @ValueSource(strings = {"emptyDir: {}", "hostPath: {path: /srv}"})
  void whatEverybodyMayWriteAndWhatIsTheNodesIsNot(String source) {
    assertThat(after(template(source, ""), DENIED).securityContext().has("fsGroup")).isFalse();
  }

  @Test
  void aGroupThatTheTemplateNamesStays() {
    PodTemplate named =
        template("persistentVolumeClaim: {claimName: c}", "securityContext: {fsGroup: 7}, ");

    assertThat(after(named, DENIED).securityContext().integer("fsGroup")).contains(7L);
  }

  @Test
  void aContainerThatStaysRootNeedsNoGroup() {
    PodTemplate template = template("persistentVolumeClaim: {claimName: c}", "");
    Knowledge root =
        Knowledge.of(ImageFacts.none())
            .withFailures(List.of(DENIED))
            .withConcession(new Concession("app", List.of(), "because"));

    assertThat(Proposer.propose(template, TARGET, root).after().securityContext().has("fsGroup"))
        .isFalse();
  }

  private static PodTemplate after(PodTemplate template, Failure failure) {
    Knowledge knowledge = Knowledge.of(ImageFacts.none()).withFailures(List.of(failure));
    return Proposer.propose(template, TARGET, knowledge).after();
  }

  private static PodTemplate template(String source, String more) {
    return Templates.of(
        "spec: {"
            + more
            + "containers: [{name: app, image: example/app:1,"
            + " volumeMounts: [{name: data, mountPath: /data}]}], volumes: [{name: data, "
            + source
            + "}]}");
  }
}
