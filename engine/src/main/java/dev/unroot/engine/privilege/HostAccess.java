package dev.unroot.engine.privilege;

import dev.unroot.engine.document.FieldPath;
import dev.unroot.engine.document.Fields;
import dev.unroot.engine.workload.Container;
import dev.unroot.engine.workload.PodTemplate;
import java.util.ArrayList;
import java.util.List;

/**
 * One way in which a pod reaches its node. A pod with any of them is never started a second time
 * for a trial.
 *
 * @param field the field that opens it, counted from the pod template
 * @param detail what is reached: a path or a port of the node; empty where the field says it all
 */
public record HostAccess(Kind kind, FieldPath field, String detail) {
  /** The ways to a node. */
  public enum Kind {
    /** Its network, processes or inter-process communication. */
    NAMESPACE,
    /** A part of its file system. */
    PATH,
    /** The socket of its container runtime, which is as good as being root on it. */
    RUNTIME_SOCKET,
    /** All its devices, by {@code privileged}. */
    PRIVILEGED,
    /** One of its ports. */
    PORT,
    /** A Windows process of the node itself. */
    HOST_PROCESS
  }

  private static final List<String> RUNTIME_SOCKETS =
      List.of("docker.sock", "containerd.sock", "crio.sock", "dockershim.sock", "podman.sock");

  /** The ways by which {@code template} reaches its node; empty where it does not. */
  public static List<HostAccess> of(PodTemplate template) {
    List<HostAccess> ways = new ArrayList<>();
    for (String namespace : List.of("hostNetwork", "hostPID", "hostIPC")) {
      if (template.spec().flag(namespace).orElse(false)) {
        ways.add(new HostAccess(Kind.NAMESPACE, template.spec().path().field(namespace), ""));
      }
    }
    for (Fields volume : template.volumes()) {
      if (volume.has("hostPath")) {
        ways.add(ofPath(volume));
      }
    }
    hostProcess(template.securityContext(), ways);
    for (Container container : template.containers()) {
      ofContainer(container, ways);
    }
    return ways;
  }

  private static HostAccess ofPath(Fields volume) {
    String path = volume.object("hostPath").text("path").orElse("");
    boolean socket = RUNTIME_SOCKETS.stream().anyMatch(name -> path.endsWith("/" + name));
    return new HostAccess(
        socket ? Kind.RUNTIME_SOCKET : Kind.PATH, volume.path().field("hostPath"), path);
  }

  private static void ofContainer(Container container, List<HostAccess> ways) {
    if (container.securityContext().flag("privileged").orElse(false)) {
      ways.add(new HostAccess(Kind.PRIVILEGED, container.securityContext("privileged"), ""));
    }
    hostProcess(container.securityContext(), ways);
    for (Fields port : container.fields().objects("ports", "containerPort")) {
      long number = port.integer("hostPort").orElse(0L);
      if (number != 0) {
        ways.add(new HostAccess(Kind.PORT, port.path().field("hostPort"), Long.toString(number)));
      }
    }
  }

  private static void hostProcess(Fields securityContext, List<HostAccess> ways) {
    Fields options = securityContext.object("windowsOptions");
    if (options.flag("hostProcess").orElse(false)) {
      ways.add(new HostAccess(Kind.HOST_PROCESS, options.path().field("hostProcess"), ""));
    }
  }

  /** The field, as people read it. */
  @Override
  public String toString() {
    return field.toString();
  }
}
