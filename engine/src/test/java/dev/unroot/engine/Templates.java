package dev.unroot.engine;

import dev.unroot.engine.workload.Container;
import dev.unroot.engine.workload.PodTemplate;

/** Pod templates for tests. */
public final class Templates {
  private Templates() {}

  /** A template from YAML that begins with {@code spec:}. */
  public static PodTemplate of(String yaml) {
    return new PodTemplate(Golden.read(yaml).values());
  }

  /** A template whose only container {@code app} runs {@code image} and says nothing else. */
  public static PodTemplate plain(String image) {
    return of("spec:\n  containers:\n  - name: app\n    image: " + image + "\n");
  }

  /** The container {@code name} of {@code template}. */
  public static Container container(PodTemplate template, String name) {
    return template.containers().stream()
        .filter(container -> container.name().equals(name))
        .findFirst()
        .orElseThrow();
  }
}
