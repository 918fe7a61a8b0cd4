package dev.unroot.api.v1alpha1;

import dev.unroot.engine.podsecurity.ControlId;
import java.util.Arrays;

/**
 * The controls of the Pod Security Standards, spelled as the API server's admission spells its
 * checks.
 */
public enum ControlName {
  /** Privileged containers. */
  privileged,
  /** The namespaces of the node. */
  hostNamespaces,
  /** Paths of the node. */
  hostPathVolumes,
  /** Ports of the node. */
  hostPorts,
  /** Hosts of probes and hooks. */
  hostProbesAndHostLifecycle,
  /** Capabilities beyond those that runtimes grant. */
  capabilities_baseline,
  /** AppArmor. */
  appArmorProfile,
  /** SELinux. */
  seLinuxOptions,
  /** No seccomp profile by name. */
  seccompProfile_baseline,
  /** Masked /proc. */
  procMount,
  /** Kernel parameters. */
  sysctls,
  /** Host processes on Windows. */
  windowsHostProcess,
  /** Kinds of volumes. */
  restrictedVolumes,
  /** Privilege escalation. */
  allowPrivilegeEscalation,
  /** Running as root by what is not said. */
  runAsNonRoot,
  /** Running as root by what is said. */
  runAsUser,
  /** A seccomp profile. */
  seccompProfile_restricted,
  /** Any capability. */
  capabilities_restricted,
  /** Masked /proc, in a user namespace, too. */
  procMount_restricted;

  /** The same control as the engine knows it. */
  public ControlId toControlId() {
    return Arrays.stream(ControlId.values())
        .filter(id -> id.toString().equals(name()))
        .findFirst()
        .orElseThrow();
  }
}
