package dev.unroot.engine.proposal;

import static org.assertj.core.api.Assertions.assertThat;

import dev.unroot.engine.Templates;
import dev.unroot.engine.evidence.Failure;
import dev.unroot.engine.evidence.Knowledge;
import dev.unroot.engine.image.ImageFacts;
import dev.unroot.engine.podsecurity.Level;
import dev.unroot.engine.podsecurity.PolicyVersion;
import dev.unroot.engine.workload.Container;
import dev.unroot.engine.workload.PodTemplate;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class OwnDirectoriesTest {
  private static final Target TARGET =
      new Target(Level.RESTRICTED, PolicyVersion.NEWEST_KNOWN, Target.DEFAULT_FALLBACK_USER);
  private static final String DATABASE =
      """
      spec:
        containers:
        - name: app
          image: example/db:1
          imagePullPolicy: Never
          volumeMounts: [{name: data, mountPath: /var/lib/db/}]
        volumes: [{name: data, emptyDir: {}}]
      """;

  @Test
  void aDirectoryOfItsOwnIsMadeAndMounted() {
    Proposal proposal = propose(DATABASE, "/var/lib/db");

    Container database =
        proposal.after().containers().stream()
            .filter(container -> container.name().equals("app"))
            .findFirst()
            .orElseThrow();
    assertThat(database.fields().objects("volumeMounts", "mountPath"))
        .singleElement()
        .satisfies(mount -> assertThat(mount.text("subPath")).contains("data"));
    Container setUp =
        proposal.after().containers().stream()
            .filter(container -> container.name().equals("unroot-data"))
            .findFirst()
            .orElseThrow();
    assertThat(setUp.image()).isEqualTo("example/db:1");
    assertThat(setUp.fields().texts("command"))
        .containsExactly("mkdir", "-p", "-m", "0700", "/unroot-volume/data");
    assertThat(setUp.securityContext().values())
        .containsAllEntriesOf(database.securityContext().values())
        .containsEntry("readOnlyRootFilesystem", true);
    assertThat(proposal.levelAfter()).isEqualTo(Level.RESTRICTED);
  }

  @ParameterizedTest
  @ValueSource(strings = {"/var/lib/db/base", "/var/lib", "/etc/db"})
  void whatIsNotTheVolumeItselfIsLeftAlone(String path) {
    assertThat(propose(DATABASE, path).after().containers()).hasSize(1);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "volumes: [{name: data, persistentVolumeClaim: {claimName: data}}]",
        "volumes: [{name: data, configMap: {name: data}}]",
        "volumes: [{name: data, emptyDir: {}}], initContainers: [{name: fill, image: i,"
            + " volumeMounts: [{name: data, mountPath: /x}]}]"
      })
  void aVolumeThatOthersLookIntoIsLeftAlone(String rest) {
    String template =
        "spec: {containers: [{name: app, image: i, volumeMounts: [{name: data, mountPath: /d}]}], "
            + rest
            + "}";

    assertThat(propose(template, "/d").after().containers())
        .noneMatch(container -> container.name().startsWith("unroot-"));
  }

  private static Proposal propose(String template, String path) {
    PodTemplate parsed = Templates.of(template);
    Knowledge knowledge =
        Knowledge.of(ImageFacts.none())
            .withFailures(
                List.of(new Failure.OperationNotPermitted("app", "chmod", Optional.of(path), "")));
    return Proposer.propose(parsed, TARGET, knowledge);
  }
}
