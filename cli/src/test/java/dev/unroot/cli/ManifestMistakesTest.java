package dev.unroot.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.unroot.cli.Cli.Result;
import org.junit.jupiter.api.Test;

/** All mistakes of a workload are told at once, each with its line, field and remedy. */
class ManifestMistakesTest {
  @Test
  void everyFieldOfAnotherTypeIsTold() {
    Result result =
        Cli.runOn(
            """
            apiVersion: apps/v1
            kind: Deployment
            metadata: {name: shop}
            spec:
              template:
                spec:
                  hostNetwork: "yes"
                  containers:
                  - name: one
                    image: x
                    command: run
                    lifecycle: {postStart: {exec: {command: touch}}}
                    securityContext: {runAsUser: root}
                  - name: two
                    image: 5
            """,
            "plan",
            "-");

    assertThat(result.status()).isEqualTo(ExitStatus.ERROR);
    assertThat(result.err().lines())
        .containsExactlyInAnyOrder(
            "error: -:7: spec.template.spec.hostNetwork: must be true or false",
            "error: -:11: spec.template.spec.containers[one].command: must be a list",
            "error: -:12: spec.template.spec.containers[one].lifecycle.postStart.exec.command: must"
                + " be a list",
            "error: -:13: spec.template.spec.containers[one].securityContext.runAsUser: must be a"
                + " whole number",
            "error: -:15: spec.template.spec.containers[two].image: must be a text");
  }

  @Test
  void whatIsWrongOnceIsToldOnce() {
    Result twice =
        Cli.runOn(
            """
            apiVersion: v1
            kind: Pod
            metadata: {name: shop}
            spec:
              containers:
              - {name: one, image: web}
              - {name: one, image: web}
            """,
            "plan",
            "-");
    Result odd =
        Cli.runOn(
            """
            apiVersion: v1
            kind: Pod
            metadata: {name: shop}
            spec:
              containers:
              - {name: One, image: x}
            """,
            "plan",
            "-");

    assertThat(twice.err().lines())
        .containsExactly(
            "error: -:6: spec.containers[one].name: must be a name that no other container of the"
                + " pod has");
    assertThat(odd.err().lines())
        .singleElement()
        .satisfies(line -> assertThat(line).contains("spec.containers[One].name: must be a DNS"));
  }
}
