package dev.unroot.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FixCommandTest {
  private static final String POD =
      """
      # mine
      apiVersion: v1
      kind: Pod
      metadata: {name: web}
      spec:
        containers:
        - name: web
          image: redis:7 # pinned
      """;

  @TempDir Path folder;

  @Test
  void theDifferenceIsShownAndNothingWritten() throws IOException {
    Path file = Files.writeString(folder.resolve("web.yaml"), POD);

    Cli.Result result = Cli.run("fix", folder.toString());

    assertThat(result.status()).isEqualTo(1);
    assertThat(result.err()).isEmpty();
    assertThat(result.out())
        .startsWith("--- a" + file + "\n+++ b" + file + "\n@@ -6,3 +6,")
        .contains("\n     image: redis:7 # pinned\n+    securityContext:\n")
        .doesNotContain("\n-");
    assertThat(file).hasContent(POD);
  }

  @Test
  void aFileIsWrittenWithThePermissionsThatItHad() throws IOException {
    Path file = Files.writeString(folder.resolve("web.yaml"), POD);
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-rw----"));

    Cli.Result result = Cli.run("fix", "--write", folder.toString());

    assertThat(result.status()).isZero();
    assertThat(result.out()).isEqualTo(file + ": pod/web\n");
    assertThat(Files.readString(file))
        .startsWith(POD.stripTrailing())
        .contains("runAsNonRoot: true");
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
        .isEqualTo("rw-rw----");
    try (var left = Files.list(folder)) {
      assertThat(left).containsExactly(file);
    }
    assertThat(Cli.run("plan", folder.toString()).status()).isZero();
  }

  @Test
  void standardInputIsPrintedAsItHasToBe() {
    Cli.Result result = Cli.runOn(POD, "fix", "-");

    assertThat(result.status()).isEqualTo(1);
    assertThat(result.out()).startsWith(POD.stripTrailing()).contains("runAsNonRoot: true");
    assertThat(Cli.runOn(result.out(), "fix", "-").status()).isZero();
  }

  @Test
  void aLinkIsNotWrittenThrough() throws IOException {
    Path elsewhere = Files.writeString(folder.resolve("elsewhere"), POD);
    Path manifests = Files.createDirectory(folder.resolve("k8s"));
    Path link = Files.createSymbolicLink(manifests.resolve("web.yaml"), elsewhere);

    Cli.Result result = Cli.run("fix", "--write", manifests.toString());

    assertThat(result.status()).isEqualTo(2);
    assertThat(result.err()).contains(link + ": left alone: it is a symbolic link");
    assertThat(elsewhere).hasContent(POD);
    assertThat(link).isSymbolicLink();
  }

  @Test
  void oneFileThatCannotBeEditedKeepsNoOtherFromIt() throws IOException {
    String shared =
        """
        x: &template
          spec: {containers: [{name: web, image: "redis:7"}]}
        apiVersion: apps/v1
        kind: Deployment
        metadata: {name: web}
        spec: {selector: {matchLabels: {app: web}}, template: *template}
        """;
    Path left = Files.writeString(folder.resolve("a.yaml"), shared);
    Path file = Files.writeString(folder.resolve("b.yaml"), POD);

    Cli.Result result = Cli.run("fix", "--write", folder.toString());

    assertThat(result.status()).isEqualTo(2);
    assertThat(result.err()).contains(left + ":").contains(": left alone: ");
    assertThat(left).hasContent(shared);
    assertThat(file).content().contains("runAsNonRoot: true");
  }

  @Test
  void oneFileIsHandledOnceHoweverItIsNamed() throws IOException {
    Path file = Files.writeString(folder.resolve("web.yaml"), POD);

    Cli.Result result =
        Cli.run("fix", "--write", file.toString(), folder + "/./web.yaml", folder.toString());

    assertThat(result.out()).isEqualTo(file + ": pod/web\n");
  }
}
