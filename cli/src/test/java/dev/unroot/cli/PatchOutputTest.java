package dev.unroot.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.unroot.cli.Cli.Result;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What {@code -o} writes. */
class PatchOutputTest {
  @TempDir private Path folder;
  private Path patches;

  @BeforeEach
  void name() {
    patches = folder.resolve("patches");
  }

  @Test
  void eachWorkloadGetsAPatchAndTheComponentListsThem() throws IOException {
    Result result =
        write(
            Manifests.deployment("a", "web", "nginx")
                + "---\n"
                + Manifests.deployment("a", "db", "redis"));

    assertThat(result.status()).isEqualTo(ExitStatus.SOMETHING_TO_MIGRATE);
    assertThat(result.out()).contains("Next: 2 patches are in " + patches);
    assertThat(files())
        .containsOnlyKeys("deployment-db.yaml", "deployment-web.yaml", "kustomization.yaml");
    assertThat(files().get("kustomization.yaml"))
        .endsWith(
            """
            apiVersion: kustomize.config.k8s.io/v1alpha1
            kind: Component
            patches:
            - path: deployment-db.yaml
            - path: deployment-web.yaml
            """);
    assertThat(files().get("deployment-web.yaml"))
        .contains("# - main: runAsUser=101, runAsGroup=101")
        .contains("a known image, medium confidence")
        .contains("kind: Deployment\nmetadata:\n  name: web\n  namespace: a\n");
  }

  @Test
  void theSameRunWritesTheSameBytes() throws IOException {
    String documents = Manifests.deployment("a", "web", "nginx");
    write(documents);
    Map<String, String> first = files();

    write(documents);

    assertThat(files()).isEqualTo(first);
  }

  @Test
  void aPatchThatIsNoLongerNeededIsRemoved() throws IOException {
    write(Manifests.deployment("shop", "web", "nginx"));

    Result result = write(Manifests.compliant("web"));

    assertThat(result.status()).isEqualTo(ExitStatus.NOTHING_TO_DO);
    assertThat(files()).containsOnlyKeys("kustomization.yaml");
  }

  @Test
  void severalNamespacesGetAComponentEach() throws IOException {
    write(
        Manifests.deployment("a", "web", "nginx")
            + "---\n"
            + Manifests.deployment("b", "web", "nginx"));

    assertThat(files())
        .containsOnlyKeys(
            "a/deployment-web.yaml",
            "a/kustomization.yaml",
            "b/deployment-web.yaml",
            "b/kustomization.yaml",
            "kustomization.yaml");
    assertThat(files().get("kustomization.yaml")).endsWith("components:\n- a\n- b\n");
  }

  @Test
  void aFileOfSomebodyElseIsNeverOverwritten() throws IOException {
    Files.createDirectories(patches);
    Files.writeString(patches.resolve("kustomization.yaml"), "mine\n");

    Result result = write(Manifests.deployment("a", "web", "nginx"));

    assertThat(result.status()).isEqualTo(ExitStatus.ERROR);
    assertThat(result.err()).contains("kustomization.yaml: was not written by unroot and stays");
    assertThat(files()).containsOnlyKeys("kustomization.yaml").containsValue("mine\n");
  }

  @Test
  void otherFilesInTheFolderStay() throws IOException {
    Files.createDirectories(patches);
    Files.writeString(patches.resolve("other.yaml"), "mine: true\n");

    write(Manifests.deployment("a", "web", "nginx"));

    assertThat(files()).containsEntry("other.yaml", "mine: true\n").hasSize(3);
  }

  @Test
  void aFileInPlaceOfTheFolderIsAnError() throws IOException {
    Files.writeString(patches, "a file\n");

    Result result = write(Manifests.deployment("a", "web", "nginx"));

    assertThat(result.status()).isEqualTo(ExitStatus.ERROR);
    assertThat(result.err()).contains("is a file; name a folder");
  }

  @Test
  void whatWasWrittenIsNotReadAsAWorkload() throws IOException {
    Path manifest =
        Files.writeString(folder.resolve("web.yaml"), Manifests.deployment("a", "web", "nginx"));
    Cli.run("plan", manifest.toString(), "-o", patches.toString());

    Result again = Cli.run("plan", folder.toString(), "-o", patches.toString());

    assertThat(again.err()).isEmpty();
    assertThat(again.out())
        .contains("1 workload: 1 root, 1 proposed.", "1 file that unroot wrote passed over.");
  }

  @Test
  void aWorkloadThatStandsTwiceIsPatchedOnceAndThatIsSaid() throws IOException {
    String twice =
        Manifests.deployment("a", "web", "nginx")
            + "---\n"
            + Manifests.deployment("a", "web", "redis");

    Result result = write(twice);

    assertThat(result.err()).contains("note: deployment/web stands in -:1 and in -:16");
    assertThat(files().get("deployment-web.yaml")).contains("runAsUser: 101");
  }

  @Test
  void aPlanThatOnlyObservesGetsNoPatch() throws IOException {
    write(
        Manifests.plan("a", "{mode: Observe}")
            + "---\n"
            + Manifests.deployment("a", "web", "nginx"));

    assertThat(files()).containsOnlyKeys("kustomization.yaml");
  }

  @Test
  void nothingIsWrittenThroughALink() throws IOException {
    Path elsewhere = Files.createDirectory(folder.resolve("elsewhere"));
    Path victim = Files.writeString(elsewhere.resolve("victim.yaml"), "mine\n");
    Path dangling = elsewhere.resolve("new.yaml");
    Files.createDirectories(patches.resolve("b"));
    String documents =
        Manifests.deployment("a", "web", "nginx")
            + "---\n"
            + Manifests.deployment("b", "web", "nginx");

    for (Path target : List.of(victim, dangling, elsewhere)) {
      for (String name :
          List.of(".deployment-web.yaml.tmp", "kustomization.yaml", "a", "b/deployment-web.yaml")) {
        Path link = Files.createSymbolicLink(patches.resolve(name), target);

        Result result = write(documents);

        assertThat(result.status()).isEqualTo(ExitStatus.ERROR);
        assertThat(result.err()).startsWith("error: " + link + ": is a symbolic link");
        Files.delete(link);
      }
    }
    assertThat(victim).hasContent("mine");
    assertThat(elsewhere).isDirectoryNotContaining(file -> !file.equals(victim));
    assertThat(files()).isEmpty();
  }

  @Test
  void nothingInAManifestEndsACommentOfAPatch() throws IOException {
    write(
        Manifests.deployment("a", "web", "nginx")
            + "        securityContext: {capabilities: {drop: [\"x\\N\\x1b\\u202e\\re: 1\"]}}\n");

    assertThat(files().get("deployment-web.yaml"))
        .contains("x????e: 1")
        .doesNotContain("\u0085", "\u001b", "\u202e", "\r");
  }

  @Test
  void theFolderItselfMayBeALink() throws IOException {
    Path real = Files.createDirectory(folder.resolve("real"));
    Files.createSymbolicLink(patches, real);
    write(Manifests.deployment("shop", "web", "nginx"));
    assertThat(real.resolve("deployment-web.yaml")).exists();

    Result result = write(Manifests.compliant("web"));

    assertThat(result.err()).isEmpty();
    assertThat(real.resolve("deployment-web.yaml")).doesNotExist();
  }

  @Test
  void whatIsWrittenIsAsReadableAsAnyFileAndNothingElseStays() throws IOException {
    write(Manifests.deployment("a", "web", "nginx"));
    Path other = Files.writeString(patches.resolve("other"), "");

    assertThat(Files.getPosixFilePermissions(patches.resolve("deployment-web.yaml")))
        .isEqualTo(Files.getPosixFilePermissions(other));
    assertThat(files()).containsOnlyKeys("deployment-web.yaml", "kustomization.yaml", "other");
  }

  @Test
  void anEmptyNameOfAFolderIsAnError() {
    Result result = Cli.runOn(Manifests.deployment("a", "web", "nginx"), "plan", "-", "-o", "");

    assertThat(result.status()).isEqualTo(ExitStatus.ERROR);
    assertThat(result.err()).isEqualTo("error: an empty path; name a folder\n");
  }

  private Result write(String documents) {
    return Cli.runOn(documents, "plan", "-", "-o", patches.toString());
  }

  private Map<String, String> files() throws IOException {
    Map<String, String> files = new TreeMap<>();
    try (Stream<Path> walk = Files.walk(patches)) {
      for (Path file : walk.filter(Files::isRegularFile).toList()) {
        files.put(patches.relativize(file).toString(), Files.readString(file));
      }
    }
    return files;
  }
}
