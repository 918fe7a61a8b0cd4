package dev.unroot.e2e.apiserver.guardrail;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.unroot.e2e.cluster.CommandFailedException;
import dev.unroot.e2e.cluster.ControlPlane;
import dev.unroot.e2e.cluster.ControlPlaneExtension;
import dev.unroot.e2e.cluster.Repository;
import dev.unroot.e2e.cluster.TestNamespace;
import dev.unroot.e2e.installation.Installation;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * The admission policy of {@code deploy/guardrail-permissions}: whoever takes the operator's
 * identity changes nothing of a namespace but the Pod Security labels that nobody else set.
 */
@ExtendWith(ControlPlaneExtension.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class GuardrailPolicyIT {
  private static final Duration SOON = Duration.ofSeconds(40);
  private static final String OPERATOR = "--as=system:serviceaccount:unroot:unroot-operator";
  private static final String AUDIT = "pod-security.kubernetes.io/audit";
  private static final String WARN = "pod-security.kubernetes.io/warn";

  private final ControlPlane cluster;
  private final TestNamespace namespace;

  GuardrailPolicyIT(ControlPlane cluster) {
    this.cluster = cluster;
    Installation.of(cluster);
    this.namespace = cluster.namespace("labels");
  }

  @BeforeAll
  void labels() {
    cluster.apply(Repository.path("deploy/guardrail-permissions"));
    cluster.kubectl(
        "label", "namespace", namespace.name(), "team=shop", AUDIT + "=baseline", "owner=ada");
    cluster.kubectl("annotate", "namespace", namespace.name(), "note=keep");
    await("the policy to hold")
        .atMost(SOON)
        .untilAsserted(
            () ->
                assertThatThrownBy(() -> patch("{metadata: {labels: {team: evil}}}"))
                    .hasMessageContaining("ValidatingAdmissionPolicy 'unroot-operator-guardrail'"));
    applied(WARN + ": baseline", "");
  }

  @AfterAll
  void dropNamespace() {
    namespace.close();
  }

  @Test
  void itsOwnLabelsAreItsToChangeAndToTakeAway() {
    assertThat(applied(WARN + ": restricted", "--dry-run=server")).contains("serverside-applied");
    assertThat(applied("", "--dry-run=server")).contains("serverside-applied");
    assertThat(
            applied(
                WARN + ": baseline, pod-security.kubernetes.io/enforce: baseline",
                "--dry-run=server"))
        .contains("serverside-applied");
  }

  @Test
  void aLabelOfSomebodyElseIsAConflict() {
    assertThatThrownBy(() -> applied(AUDIT + ": restricted", "--dry-run=server"))
        .hasMessageContaining("conflict with \"kubectl-label\"");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          {metadata: {labels: {team: evil}}}|no label of a namespace but those of Pod Security
          {metadata: {labels: {team: null}}}|no label of a namespace but those of Pod Security
          {metadata: {labels: {new: label}}}|no label of a namespace but those of Pod Security
          {metadata: {annotations: {note: evil}}}|nothing of a namespace but its Pod Security labels
          {metadata: {annotations: {new: note}}}|nothing of a namespace but its Pod Security labels
          {metadata: {finalizers: [a/b]}}|nothing of a namespace but its Pod Security labels
          {metadata: {ownerReferences: [{apiVersion: v1, kind: Pod, name: a, uid: b}]}}|nothing of a namespace but its Pod Security labels
          {metadata: {labels: {pod-security.kubernetes.io/audit: privileged}}}|a Pod Security label that it did not set
          {metadata: {labels: {pod-security.kubernetes.io/audit: restricted}}}|a Pod Security label that it did not set
          {metadata: {labels: {pod-security.kubernetes.io/audit: null}}}|a Pod Security label that it did not set
          {metadata: {labels: {pod-security.kubernetes.io/enforce: privileged}}}|no Pod Security level but baseline and restricted
          {metadata: {labels: {pod-security.kubernetes.io/warn: privileged}}}|no Pod Security level but baseline and restricted
          """)
  void nothingElseDoes(String change, String refusal) {
    assertThatThrownBy(() -> patch(change))
        .isInstanceOf(CommandFailedException.class)
        .hasMessageContaining("ValidatingAdmissionPolicy 'unroot-operator-guardrail'")
        .hasMessageContaining(refusal);
  }

  @Test
  void nobodyElseIsHeldToIt() {
    assertThat(
            cluster.kubectl(
                "label",
                "namespace",
                namespace.name(),
                "--overwrite",
                "--dry-run=server",
                "team=other",
                AUDIT + "=privileged"))
        .contains("labeled");
  }

  private String patch(String change) {
    return cluster.kubectl(
        OPERATOR,
        "patch",
        "namespace",
        namespace.name(),
        "--type=merge",
        "--dry-run=server",
        "-p",
        "---\n" + change); // what begins with a brace is taken for JSON
  }

  private String applied(String labels, String option) {
    try {
      Path file = Files.createTempFile("unroot-labels-", ".yaml");
      try {
        Files.writeString(
            file,
            "{apiVersion: v1, kind: Namespace, metadata: {name: %s, labels: {%s}}}"
                .formatted(namespace.name(), labels));
        return cluster.kubectl(
            OPERATOR,
            "apply",
            "--server-side",
            "--field-manager=unroot-guardrail",
            option.isEmpty() ? "--dry-run=none" : option,
            "-f",
            file.toString());
      } finally {
        Files.delete(file);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
