package dev.unroot.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.unroot.cli.Cli.Result;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ImageFactsOptionTest {
  private static final String WEB = Manifests.deployment("a", "web", "nginx:1.27");

  @TempDir private Path folder;

  @Test
  void aFactOfTheUserComesBeforeABuiltInOne() throws IOException {
    String facts = write("facts.yaml", "image: nginx\nserviceUser: 4242\nsource: tried\n");

    Result result = Cli.runOn(WEB, "plan", "-", "--image-facts", facts);

    assertThat(result.err()).isEmpty();
    assertThat(result.out()).contains("runAsUser=4242").doesNotContain("runAsUser=101");
    assertThat(result.status()).isEqualTo(ExitStatus.SOMETHING_TO_MIGRATE);
  }

  @Test
  void ofSeveralFilesTheLastComesFirst() throws IOException {
    String one = write("one.yaml", "image: nginx\nserviceUser: 1111\nsource: tried\n");
    String two = write("two.yaml", "image: nginx\nserviceUser: 2222\nsource: tried\n");

    Result result = Cli.runOn(WEB, "plan", "-", "--image-facts", one, "--image-facts=" + two);

    assertThat(result.out()).contains("runAsUser=2222");
  }

  @Test
  void everyMistakeOfFactsAndManifestsIsShownAndNothingIsPlanned() throws IOException {
    String one = write("one.yaml", "image: nginx\n---\nimage: a\nsource: b\nport: [80]\n");
    String two = write("two.yaml", "image: nginx:1\nsource: b\n");

    Result result =
        Cli.runOn(
            WEB + "---\nkind: [\n",
            "plan",
            "-",
            "--image-facts",
            one,
            "--image-facts",
            two,
            "-o",
            folder.resolve("out").toString());

    assertThat(result.err().lines())
        .satisfiesExactly(
            line ->
                assertThat(line)
                    .isEqualTo(
                        "error: "
                            + one
                            + ":1: source: is missing; say where this was read or tried"),
            line ->
                assertThat(line)
                    .isEqualTo("error: " + one + ":5: port: unknown field; did you mean ports?"),
            line ->
                assertThat(line).startsWith("error: " + two + ":1: image: must be a repository"),
            line -> assertThat(line).startsWith("error: -:").contains("is not YAML"));
    assertThat(result.out())
        .isEqualTo(
            "Nothing is planned from image facts that cannot be used: see the errors above.\n");
    assertThat(result.status()).isEqualTo(ExitStatus.ERROR);
    assertThat(folder.resolve("out")).doesNotExist();
  }

  @Test
  void aFileThatCannotBeReadIsNamed() {
    String missing = folder.resolve("missing.yaml").toString();

    Result result =
        Cli.runOn(WEB, "plan", "-", "--image-facts", missing, "--image-facts", folder.toString());

    assertThat(result.err())
        .contains("error: " + missing + ": cannot be read: no such file\n")
        .contains("error: " + folder + ": cannot be read: ");
    assertThat(result.status()).isEqualTo(ExitStatus.ERROR);
  }

  @Test
  void theUsageNamesTheOption() {
    assertThat(Cli.run("plan", "--help").out()).contains("--image-facts=FILE");
  }

  private String write(String name, String content) throws IOException {
    return Files.writeString(folder.resolve(name), content).toString();
  }
}
