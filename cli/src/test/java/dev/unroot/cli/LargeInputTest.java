package dev.unroot.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import dev.unroot.cli.Cli.Result;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Whatever somebody hands in, an end is seen to it soon. */
class LargeInputTest {
  @TempDir private Path folder;

  @Test
  void aHugeLineIsReadSoon() throws IOException {
    write("huge.yaml", "a: " + "x".repeat(16 << 20) + "\n");
    write("web.yaml", Manifests.deployment("x", "web", "nginx"));

    Result result =
        assertTimeoutPreemptively(Duration.ofSeconds(30), () -> Cli.run("plan", folder.toString()));

    assertThat(result.out()).contains("deployment/web");
  }

  @Test
  void listsInListsByAliasEndSoonAndTheRestGoesOn() throws IOException {
    StringBuilder bomb = new StringBuilder("kind: Secret\nz: &a0 {kind: Deployment}\n");
    for (int level = 1; level <= 6; level++) {
      bomb.append("a%d: &a%d {kind: List, items: [".formatted(level, level));
      bomb.append(("*a" + (level - 1) + ",").repeat(10)).append("]}\n");
    }
    String list = bomb.toString().replace("kind: Secret\n", "---\nkind: List\n");
    write("a.yaml", "a: 1\n" + list + "items: [*a6]\n---\n" + list + "items: [*a1, *a1]\n");
    write("b.yaml", Manifests.deployment("a", "web", "nginx"));

    Result result =
        assertTimeoutPreemptively(Duration.ofSeconds(5), () -> Cli.run("plan", folder.toString()));

    assertThat(result.err().lines())
        .containsExactly(
            "error: " + folder.resolve("a.yaml") + ":3: holds more than 100,000 objects",
            "error: " + folder.resolve("a.yaml") + ":14: holds more than 100,000 objects");
    assertThat(result.out()).contains("deployment/web");
    assertThat(result.status()).isEqualTo(ExitStatus.ERROR);
  }

  @Test
  void aLongListIsReadSoon() {
    String list = "kind: List\nitems:\n" + "- {kind: Service}\n".repeat(99_000) + "- 1\n";

    Result result =
        assertTimeoutPreemptively(Duration.ofSeconds(10), () -> Cli.runOn(list, "plan", "-"));

    assertThat(result.err()).isEqualTo("error: -:99003: items[99000]: must be an object\n");
  }

  @Test
  void aPodWithThousandsOfHostPathsAndSysctlsIsPlannedSoon() {
    String pod =
        """
        apiVersion: v1
        kind: Pod
        metadata: {name: large}
        spec:
          securityContext:
            sysctls: [%s]
          containers: [{name: app, image: x}]
          volumes: [%s]
        """
            .formatted(
                list("{name: net.x.y%d, value: '1'}"), list("{name: v%d, hostPath: {path: /v%d}}"));

    Result result =
        assertTimeoutPreemptively(Duration.ofSeconds(10), () -> Cli.runOn(pod, "plan", "-"));

    assertThat(result.out()).contains("1 workload: 1 unknown, 1 for a person to decide.");
  }

  private static String list(String element) {
    return IntStream.range(0, 10_000)
        .mapToObj(i -> element.replace("%d", Integer.toString(i)))
        .collect(Collectors.joining(", "));
  }

  private Path write(String name, String content) throws IOException {
    Path file = folder.resolve(name);
    Files.createDirectories(file.getParent());
    return Files.writeString(file, content);
  }
}
