package dev.unroot.engine.workload;

import static org.assertj.core.api.Assertions.assertThat;

import dev.unroot.engine.Templates;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ConfigMapFileTest {
  private static final PodTemplate TEMPLATE =
      Templates.of(
          """
          spec:
            containers:
            - name: app
              image: x
              volumeMounts:
              - {name: scripts, mountPath: /scripts/}
              - {name: scripts, mountPath: /usr/bin/start, subPath: start.sh}
              - {name: items, mountPath: /items}
              - {name: items, mountPath: /nested, subPath: bin}
              - {name: all, mountPath: /all}
              - {name: secret, mountPath: /secret}
              - {name: twice, mountPath: /twice}
              - {name: path, mountPath: /path}
              - {name: data, mountPath: /scripts/data}
              - {name: scripts, mountPath: /expanded, subPathExpr: $(POD)}
            volumes:
            - {name: scripts, configMap: {name: app-scripts}}
            - name: items
              configMap: {name: app-items, items: [{key: run, path: bin/run.sh}]}
            - name: all
              projected:
                sources:
                - configMap: {name: one}
                - secret: {name: two, items: [{key: a, path: password}]}
                - configMap: {name: three, items: [{key: long, path: short}]}
            - name: secret
              projected:
                sources:
                - configMap: {name: one}
                - secret: {name: two}
                - configMap: {name: three, items: [{key: long, path: short}]}
                - downwardAPI: {items: [{path: labels, fieldRef: {fieldPath: metadata.labels}}]}
            - name: twice
              configMap: {name: one, items: [{key: a, path: run}, {key: b, path: run}]}
            - {name: path, configMap: {name: ../../other/configmaps/one}}
            - {name: data, emptyDir: {}}
          """);

  @ParameterizedTest
  @CsvSource({
    "/scripts/start.sh, app-scripts, start.sh",
    "/usr/bin/start, app-scripts, start.sh",
    "/items/bin/run.sh, app-items, run",
    "/nested/run.sh, app-items, run",
    "/all/start, one, start",
    "/all/short, three, long",
    "/secret/short, three, long",
    "/twice/run, one, b"
  })
  void aFileIsFoundWhereItIsMounted(String path, String configMap, String key) {
    assertThat(at(path)).contains(new ConfigMapFile(configMap, key));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "start.sh",
        "/other/start.sh",
        "/scripts",
        "/scripts/",
        "/scripts/sub/start.sh",
        "/scripts/data/start.sh",
        "/scripts/../start.sh",
        "/scripts//start.sh",
        "/scriptsX/start.sh",
        "/items/run",
        "/expanded/start.sh",
        "/all/password",
        "/secret/start",
        "/secret/password",
        "/secret/labels",
        "/path/start.sh"
      })
  void whatIsOnNoConfigMapIsNotFound(String path) {
    assertThat(at(path)).isEmpty();
  }

  private static Optional<ConfigMapFile> at(String path) {
    return ConfigMapFile.at(TEMPLATE, Templates.container(TEMPLATE, "app"), path);
  }

  @Test
  void aTemplateWithoutMountsHasNone() {
    PodTemplate plain = Templates.plain("x");

    assertThat(ConfigMapFile.at(plain, Templates.container(plain, "app"), "/a")).isEmpty();
  }
}
