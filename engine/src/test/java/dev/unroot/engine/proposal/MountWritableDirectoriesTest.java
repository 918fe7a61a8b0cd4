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
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

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
        .containsExactly("spec.volumes[unroot-app]", "spec.containers[app].volumeMounts[/run]");
  }

  @Test
  void aContainerHasOneVolumeForAllItsDirectories() {
    List<Change> changes = changes(Templates.plain("x"), "/run/a.pid", "/var/log/app/x.log");

    assertThat(changes)
        .extracting(change -> change.path().toString())
        .containsExactly(
            "spec.volumes[unroot-app]",
            "spec.containers[app].volumeMounts[/run]",
            "spec.containers[app].volumeMounts[/var/log/app]");
    assertThat(changes.get(2).after())
        .hasValue(
            Map.of("name", "unroot-app", "mountPath", "/var/log/app", "subPath", "var/log/app"));
  }

  @Test
  void aVolumeThatAnEarlierProposalMadeIsUsedOn() {
    PodTemplate template =
        Templates.of(
            """
            spec:
              containers:
              - name: app
                image: x
                volumeMounts: [{name: unroot-app, mountPath: /run, subPath: run}]
              volumes: [{name: unroot-app, emptyDir: {}}]
            """);

    assertThat(changes(template, "/var/log/app/x.log"))
        .extracting(change -> change.path().toString())
        .containsExactly("spec.containers[app].volumeMounts[/var/log/app]");
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
            "spec: {containers: [{name: app, image: x}], volumes: [{name: unroot-app, secret: {secretName: s}}]}");

    assertThat(changes(template, "/run/a.pid").get(0).path())
        .hasToString("spec.volumes[unroot-app-2]");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "volumeMounts: [{name: unroot-app, mountPath: /own}]}]",
        "}, {name: other, image: x, volumeMounts: [{name: unroot-app, mountPath: /own, subPath: a}]}]"
      })
  void aVolumeOfThatNameThatIsUsedForSomethingElseIsLeftAlone(String mount) {
    PodTemplate template =
        Templates.of(
            "spec: {volumes: [{name: unroot-app, emptyDir: {}}], containers: [{name: app, image: x, "
                + mount
                + "}");

    assertThat(changes(template, "/run/a.pid").get(0).path())
        .hasToString("spec.volumes[unroot-app-2]");
  }

  @Test
  void aLongNameIsCutToWhatKubernetesAllows() {
    String container = "a".repeat(62) + "b";
    PodTemplate template =
        Templates.of("spec: {containers: [{name: %s, image: x}]}".formatted(container));
    Failure refused = new Failure.PathNotWritable(container, "/opt/app/x", false, "");
    Knowledge knowledge = Knowledge.of(ImageFacts.builtIn()).withFailures(List.of(refused));

    assertThat(
            new MountWritableDirectories()
                .changes(Subject.of(template, TARGET, knowledge)).stream()
                    .map(change -> change.path().toString())
                    .filter(path -> !path.startsWith("spec.containers")))
        .hasSize(2)
        .allSatisfy(
            path ->
                assertThat(path)
                    .matches(
                        "spec.(volumes|initContainers)\\[[a-z0-9]([-a-z0-9]{0,61}[a-z0-9])?\\]"));
  }

  @Test
  void aContainerThatNeverWasRootGetsNoneForWhatItsImageDocuments() {
    PodTemplate template =
        Templates.of(
            "spec: {containers: [{name: app, image: nginx, securityContext: {runAsUser: 101}}]}");

    assertThat(changes(template)).isEmpty();
    assertThat(changes(Templates.plain("nginx"))).hasSize(3);
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
