package dev.unroot.engine.workload;

import dev.unroot.engine.document.FieldPath;
import dev.unroot.engine.document.Fields;
import dev.unroot.engine.document.MalformedFieldException;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * One workload: who it is and the pod template that is the truth about it.
 *
 * @param labels the workload's own labels, by which a plan selects it; not those of its pods
 * @param replicas how many pods it asks for
 */
public record Workload(
    WorkloadReference reference, Map<String, String> labels, long replicas, PodTemplate template) {

  private static final Pattern DNS_LABEL = Pattern.compile("[a-z0-9]([-a-z0-9]{0,61}[a-z0-9])?");

  /** Copies the labels, so that a workload never changes. */
  public Workload {
    labels = Map.copyOf(labels);
  }

  /**
   * Reads a workload of {@code kind} from its object.
   *
   * @throws MalformedFieldException where a field that matters here is missing or of another type
   *     than Kubernetes gives it
   */
  public static Workload read(WorkloadKind kind, Fields object) {
    Fields metadata = object.object("metadata");
    String name =
        metadata
            .text("name")
            .filter(text -> !text.isEmpty())
            .orElseThrow(
                () -> new MalformedFieldException(metadata.path().field("name"), "a name"));
    String namespace = metadata.text("namespace").orElse("");
    long replicas = object.object("spec").integer("replicas").orElse(1L);
    return new Workload(
        new WorkloadReference(kind, namespace, name),
        metadata.textMap("labels"),
        replicas,
        readTemplate(kind, object));
  }

  private static PodTemplate readTemplate(WorkloadKind kind, Fields object) {
    Fields at = object;
    for (FieldPath.Step step : kind.templatePath().steps()) {
      at = at.object(((FieldPath.Step.Field) step).name());
    }
    PodTemplate template = new PodTemplate(at.values());
    try {
      check(template);
    } catch (MalformedFieldException e) {
      throw e.within(kind.templatePath());
    }
    return template;
  }

  private static void check(PodTemplate template) {
    if (template.containers().stream().noneMatch(c -> c.role() == ContainerRole.REGULAR)) {
      throw new MalformedFieldException(
          template.spec().path().field("containers"), "a list with at least one container");
    }
    Set<String> names = new HashSet<>();
    for (Container container : template.containers()) {
      if (!DNS_LABEL.matcher(container.name()).matches()) {
        throw new MalformedFieldException(
            container.path().field("name"),
            "a DNS label: at most 63 lower-case letters, digits and dashes");
      }
      if (!names.add(container.name())) {
        throw new MalformedFieldException(
            container.path().field("name"), "a name that no other container of the pod has");
      }
      container.image();
    }
  }
}
