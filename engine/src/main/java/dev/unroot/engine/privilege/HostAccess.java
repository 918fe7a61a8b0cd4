package dev.unroot.engine.privilege;

import dev.unroot.engine.document.Fields;
import dev.unroot.engine.workload.Container;
import dev.unroot.engine.workload.PodTemplate;
import java.util.ArrayList;
import java.util.List;

/**
 * The ways in which a pod reaches its node, each by the field that opens it. A pod with any of them
 * is never started a second time for a trial.
 */
public final class HostAccess {
  private HostAccess() {}

  /** The fields through which {@code template} reaches its node; empty where it does not. */
  public static List<String> of(PodTemplate template) {
    List<String> fields = new ArrayList<>();
    for (String namespace : List.of("hostNetwork", "hostPID", "hostIPC")) {
      if (template.spec().flag(namespace).orElse(false)) {
        fields.add("spec." + namespace);
      }
    }
    for (Fields volume : template.volumes()) {
      if (volume.has("hostPath")) {
        fields.add(volume.path() + ".hostPath");
      }
    }
    for (Container container : template.containers()) {
      if (container.securityContext().flag("privileged").orElse(false)) {
        fields.add(container.securityContext("privileged").toString());
      }
      for (Fields port : container.fields().objects("ports", "containerPort")) {
        if (port.integer("hostPort").orElse(0L) != 0) {
          fields.add(port.path() + ".hostPort");
        }
      }
    }
    return fields;
  }
}
