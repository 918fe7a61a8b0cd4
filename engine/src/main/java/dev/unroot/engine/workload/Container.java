package dev.unroot.engine.workload;

import dev.unroot.engine.document.FieldPath;
import dev.unroot.engine.document.Fields;
import java.util.List;

/**
 * One container of a pod template.
 *
 * @param fields the container's object; its path counts from the template
 */
public record Container(ContainerRole role, Fields fields) {

  /** Its name, unique in the pod; empty where a manifest gives none. */
  public String name() {
    return fields.text("name").orElse("");
  }

  /** Its image as written; empty where a manifest leaves it to a later patch. */
  public String image() {
    return fields.text("image").orElse("");
  }

  /** Where the container stands in its template, such as {@code spec.containers[web]}. */
  public FieldPath path() {
    return fields.path();
  }

  /** Its securityContext; an empty object where there is none. */
  public Fields securityContext() {
    return fields.object("securityContext");
  }

  /** Where a field of its securityContext stands in its template. */
  public FieldPath securityContext(String field) {
    return path().field("securityContext").field(field);
  }

  /** The paths in the container where volumes are mounted. */
  public List<String> mountPaths() {
    return fields.objects("volumeMounts", "mountPath").stream()
        .flatMap(mount -> mount.text("mountPath").stream())
        .toList();
  }

  /** The ports the container declares. Declaring is documentation only: it may listen on others. */
  public List<Long> declaredPorts() {
    return fields.objects("ports", "name").stream()
        .flatMap(port -> port.integer("containerPort").stream())
        .toList();
  }
}
