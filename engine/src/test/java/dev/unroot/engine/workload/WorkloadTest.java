package dev.unroot.engine.workload;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.unroot.engine.Golden;
import dev.unroot.engine.document.Fields;
import dev.unroot.engine.document.MalformedFieldException;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class WorkloadTest {
  @Test
  void whatAManifestLeavesOutHasTheDefaultsOfKubernetes() {
    Workload workload =
        read("metadata: {name: web}\nspec: {template: {spec: {containers: [{name: a}]}}}\n");

    assertThat(workload.reference()).hasToString("deployment/web");
    assertThat(workload.reference().namespace()).isEmpty();
    assertThat(workload.replicas()).isEqualTo(1);
    assertThat(workload.labels()).isEmpty();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          spec: {template: {spec: {containers: [{name: a}]}}}|metadata.name: must be a name
          metadata: {name: web}|spec.template.spec.containers: must be a list with at least one container
          {metadata: {name: web}, spec: {template: {spec: {containers: []}}}}|spec.template.spec.containers: must be a list with at least one container
          {metadata: {name: web}, spec: {template: {spec: {containers: {name: a}}}}}|spec.template.spec.containers: must be a list
          {metadata: {name: web}, spec: {template: {spec: {containers: [{image: x}]}}}}|spec.template.spec.containers[].name: must be a DNS label: at most 63 lower-case letters, digits and dashes
          {metadata: {name: web}, spec: {template: {spec: {containers: [{name: Bad_Name}]}}}}|spec.template.spec.containers[Bad_Name].name: must be a DNS label: at most 63 lower-case letters, digits and dashes
          {metadata: {name: web}, spec: {template: {spec: {containers: [{name: a, image: 1}]}}}}|spec.template.spec.containers[a].image: must be a text
          {metadata: {name: web}, spec: {template: {spec: {initContainers: [{name: a}]}}}}|spec.template.spec.containers: must be a list with at least one container
          {metadata: {name: web}, spec: {template: text}}|spec.template: must be an object
          {metadata: {name: web, labels: {a: 1}}, spec: {template: {spec: {containers: [{name: a}]}}}}|metadata.labels.a: must be a text (put it in quotes)
          {metadata: {name: web}, spec: {replicas: many, template: {spec: {containers: [{name: a}]}}}}|spec.replicas: must be a whole number
          """)
  void aMistakeIsNamedByItsFieldFromTheTop(String manifest, String message) {
    assertThatExceptionOfType(MalformedFieldException.class)
        .isThrownBy(() -> read(manifest))
        .withMessage(message);
  }

  @Test
  void sidecarsAreInitContainersThatStay() {
    Workload workload =
        read(
            """
            metadata: {name: web}
            spec:
              template:
                spec:
                  initContainers:
                  - {name: setup}
                  - {name: proxy, restartPolicy: Always}
                  containers:
                  - {name: app}
            """);

    assertThat(workload.template().containers())
        .extracting(Container::role)
        .containsExactly(ContainerRole.INIT, ContainerRole.SIDECAR, ContainerRole.REGULAR);
  }

  /** A Deployment by default starts a quarter more pods before it ends any. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          DEPLOYMENT||true
          DEPLOYMENT|strategy: {type: Recreate}|false
          DEPLOYMENT|strategy: {type: RollingUpdate}|true
          DEPLOYMENT|strategy: {rollingUpdate: {maxSurge: 0}}|false
          DEPLOYMENT|strategy: {rollingUpdate: {maxSurge: 0%}}|false
          DEPLOYMENT|strategy: {rollingUpdate: {maxSurge: 1}}|true
          DEPLOYMENT|{replicas: 2, strategy: {rollingUpdate: {maxSurge: 0}}}|true
          STATEFUL_SET||false
          DAEMON_SET||false
          DAEMON_SET|updateStrategy: {rollingUpdate: {maxSurge: 10%}}|true
          DAEMON_SET|updateStrategy: {rollingUpdate: {maxSurge: 0}}|false
          JOB||false
          """)
  void podsOfTwoTemplatesOverlapAsTheStrategySays(
      WorkloadKind kind, @Nullable String spec, boolean expected) {
    Map<String, Object> object =
        new LinkedHashMap<>(Golden.read("metadata: {name: web}\n").values());
    Map<String, Object> all = new LinkedHashMap<>();
    if (spec != null) {
      all.putAll(Golden.read(spec).values());
    }
    all.putAll(Golden.read("template: {spec: {containers: [{name: a}]}}").values());
    object.put("spec", all);

    assertThat(Workload.read(kind, Fields.of(object)).overlaps()).isEqualTo(expected);
  }

  @Test
  void onlyTheCurrentVersionOfAKindIsOurs() {
    assertThat(WorkloadKind.of("apps/v1", "Deployment")).isPresent();
    assertThat(WorkloadKind.of("extensions/v1beta1", "Deployment")).isEmpty();
    assertThat(WorkloadKind.of("apps/v1", "Service")).isEmpty();
  }

  private static Workload read(String manifest) {
    return Workload.read(WorkloadKind.DEPLOYMENT, Golden.read(manifest));
  }
}
