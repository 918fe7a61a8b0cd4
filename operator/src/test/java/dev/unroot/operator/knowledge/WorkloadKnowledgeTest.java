package dev.unroot.operator.knowledge;

import static org.assertj.core.api.Assertions.assertThat;

import dev.unroot.engine.evidence.Knowledge;
import dev.unroot.engine.image.ImageFacts;
import dev.unroot.engine.workload.Workload;
import dev.unroot.operator.Samples;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class WorkloadKnowledgeTest {
  private static final Workload SCRIPTED =
      Samples.workload(
          "shop",
          """
          containers:
          - name: server
            image: x
            command: [sh, -e, /scripts/start.sh]
            args: [--config, /config/app.yaml]
            volumeMounts:
            - {name: scripts, mountPath: /scripts}
            - {name: config, mountPath: /config}
          - name: plain
            image: x
            command: [/usr/bin/server, --config, /config/app.yaml]
            volumeMounts:
            - {name: config, mountPath: /config}
          volumes:
          - {name: scripts, configMap: {name: scripts}}
          - {name: config, configMap: {name: config}}
          """);

  private final List<String> read = new ArrayList<>();

  @Test
  void onlyTheScriptThatRunsIsRead() {
    WorkloadKnowledge knowledge =
        new WorkloadKnowledge(
            Knowledge.of(ImageFacts.none()),
            (namespace, name) -> {
              read.add(namespace + "/" + name);
              return Optional.of(Map.of("start.sh", "exec server", "other.sh", "secret"));
            });

    assertThat(knowledge.of(SCRIPTED).configMaps().byName())
        .isEqualTo(Map.of("scripts", Map.of("start.sh", "exec server")));
    assertThat(read).containsExactly(SCRIPTED.reference().namespace() + "/scripts");
    knowledge.of(Samples.web());
    assertThat(read).hasSize(1);
  }

  @Test
  void whatIsNotThereIsNotKnown() {
    WorkloadKnowledge knowledge = WorkloadKnowledge.of(Knowledge.of(ImageFacts.none()));

    assertThat(knowledge.of(SCRIPTED).configMaps().byName()).isEmpty();
  }
}
