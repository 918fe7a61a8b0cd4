package dev.unroot.engine.proposal;

import static org.assertj.core.api.Assertions.assertThat;

import dev.unroot.engine.Templates;
import dev.unroot.engine.evidence.Failure;
import dev.unroot.engine.evidence.Knowledge;
import dev.unroot.engine.image.ImageFacts;
import dev.unroot.engine.podsecurity.Level;
import dev.unroot.engine.podsecurity.PolicyVersion;
import dev.unroot.engine.workload.PodTemplate;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

class MountWritableDirectoriesTest {
  private static final Target TARGET =
      new Target(Level.RESTRICTED, PolicyVersion.NEWEST_KNOWN, Target.DEFAULT_FALLBACK_USER);

  @Test
  void aDirectoryThatIsAVolumeAlreadyIsLeftAlone() {
    PodTemplate template =
        Templates.of(
            "spec: {containers: [{name: app, image: x, volumeMounts: [{name: v, mountPath: /var/log}]}]}");

    assertThat(changes(template, "/var/log/app/x.log")).isEmpty();
  }

  /** Runtimes mount what is above first, so that a volume below stays to be seen. */
  @Test
  void aVolumeBelowDoesNotStandInTheWay() {
    PodTemplate template =
        Templates.of(
            "spec: {containers: [{name: app, image: x, volumeMounts: [{name: v, mountPath: /var/log/app/keep}]}]}");

    assertThat(changes(template, "/var/log/app/x.log")).hasSize(2);
  }

  @Test
  void nestedNeedsGetOneVolume() {
    assertThat(changes(Templates.plain("x"), "/run/a.pid", "/run/app/b.pid"))
        .extracting(change -> change.path().toString())
        .containsExactly("spec.volumes[unroot-app-run]", "spec.containers[app].volumeMounts[/run]");
  }

  @Test
  void theSameNeedGetsTheSameNameAgain() {
    assertThat(changes(Templates.plain("x"), "/run/a.pid"))
        .isEqualTo(changes(Templates.plain("x"), "/run/a.pid"));
  }

  @Test
  void aNameThatIsTakenGetsANumber() {
    PodTemplate template =
        Templates.of(
            "spec: {containers: [{name: app, image: x}], volumes: [{name: unroot-app-run, secret: {secretName: s}}]}");

    assertThat(changes(template, "/run/a.pid").get(0).path())
        .hasToString("spec.volumes[unroot-app-run-2]");
  }

  @Test
  void aLongNameIsCutToWhatKubernetesAllows() {
    String deep = "/var/log/" + "a-very-long-name/".repeat(8);

    assertThat(
            changes(
                Templates.plain("x"),
                deep + "x.log",
                deep + "../b/x.log",
                "/run/" + "b".repeat(80) + "/x"))
        .filteredOn(change -> change.path().toString().startsWith("spec.volumes"))
        .hasSize(2)
        .allSatisfy(
            change ->
                assertThat(change.path().toString())
                    .matches("spec.volumes\\[[a-z0-9]([-a-z0-9]{0,61}[a-z0-9])?\\]"));
  }

  @Test
  void aContainerThatNeverWasRootGetsNoneForWhatItsImageDocuments() {
    PodTemplate template =
        Templates.of(
            "spec: {containers: [{name: app, image: nginx, securityContext: {runAsUser: 101}}]}");

    assertThat(changes(template)).isEmpty();
    assertThat(changes(Templates.plain("nginx"))).hasSize(4);
  }

  private static List<Change> changes(PodTemplate template, String... refused) {
    List<Failure> failures =
        Arrays.stream(refused)
            .<Failure>map(path -> new Failure.PathNotWritable("app", path, false, ""))
            .toList();
    Knowledge knowledge = Knowledge.of(ImageFacts.builtIn()).withFailures(failures);
    return new MountWritableDirectories().changes(Subject.of(template, TARGET, knowledge));
  }
}
