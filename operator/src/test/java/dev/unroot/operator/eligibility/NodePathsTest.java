package dev.unroot.operator.eligibility;

import static org.assertj.core.api.Assertions.assertThat;

import dev.unroot.engine.document.Document;
import dev.unroot.engine.document.DocumentReader;
import dev.unroot.engine.document.Fields;
import dev.unroot.operator.Samples;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class NodePathsTest {
  private static final Path POLICY =
      Path.of(System.getProperty("unroot.root"), "deploy/trial-permissions/admission-policy.yaml");

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/",
        "",
        "/etc",
        "/etc/",
        "/var",
        "/var/lib",
        "/run",
        "//run/",
        "/./run/containerd",
        "/var/run",
        "/var/run/docker.sock",
        "/srv/app.sock",
        "/proc/1",
        "/root",
        "/home/me",
        "/var/lib/kubelet/pods",
        "/etc/kubernetes/pki",
        "/etc/ssh"
      })
  void whatAdmissionRefusesIsNotTried(String path) {
    assertThat(of(path)).get().extracting(Ineligibility::reason).isEqualTo("ReachesNode");
  }

  @Test
  void thePathIsNamed() {
    assertThat(of("/var/lib/kubelet"))
        .get()
        .extracting(Ineligibility::why)
        .isEqualTo(
            "a trial pod must not see sockets, processes and keys of its node (hostPath"
                + " /var/lib/kubelet)");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"/var/log", "/etc/ssl", "/runner", "/etc/localtime", "/usr/share", "/var/library"})
  void otherPathsMayBeRead(String path) {
    assertThat(of(path)).isEmpty();
  }

  @Test
  void theListIsThatOfTheAdmissionPolicy() throws IOException {
    String expression =
        DocumentReader.read(Files.readString(POLICY)).stream()
            .map(document -> Fields.of(((Document.Parsed) document).root()))
            .flatMap(policy -> policy.object("spec").objects("validations", "expression").stream())
            .flatMap(validation -> validation.text("expression").stream())
            .filter(text -> text.contains("variables.nodePaths.exists"))
            .findFirst()
            .orElseThrow();

    assertThat(arguments(expression, "path\\.endsWith")).containsExactly(NodePaths.SOCKET);
    assertThat(arguments(expression, "path\\.matches")).isEqualTo(NodePaths.REFUSED);
  }

  private static List<String> arguments(String expression, String function) {
    return Pattern.compile(function + "\\('([^']*)'\\)")
        .matcher(expression)
        .results()
        .map((MatchResult call) -> call.group(1))
        .toList();
  }

  private static Optional<Ineligibility> of(String path) {
    return Ineligibility.of(
        Samples.listed(Samples.workload("agent", mounting(path))), Samples.TRIAL);
  }

  private static String mounting(String path) {
    return """
    containers:
    - name: agent
      image: example/agent:1
      volumeMounts: [{name: host, mountPath: /host, readOnly: true}]
    volumes:
    - {name: host, hostPath: {path: "%s"}}
    """
        .formatted(path);
  }
}
