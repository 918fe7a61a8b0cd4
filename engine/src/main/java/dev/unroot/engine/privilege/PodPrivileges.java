package dev.unroot.engine.privilege;

import dev.unroot.engine.document.Fields;
import dev.unroot.engine.evidence.Knowledge;
import dev.unroot.engine.image.ImageFacts;
import dev.unroot.engine.workload.PodTemplate;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What a whole pod holds.
 *
 * @param containers what each container holds, in the order of the template: init containers, then
 *     regular, then ephemeral ones
 * @param hostAccess the ways by which it reaches its node
 * @param sysctls the kernel parameters that it sets for itself, by name
 * @param ownUserNamespace whether root in it is not the node's root ({@code hostUsers: false}).
 *     containerd before 2.0 ignores that silently: only a look at a running pod tells.
 */
public record PodPrivileges(
    List<EffectivePrivileges> containers,
    List<HostAccess> hostAccess,
    Map<String, String> sysctls,
    boolean ownUserNamespace) {

  /** Copies the lists, so that the record never changes. */
  public PodPrivileges {
    containers = List.copyOf(containers);
    hostAccess = List.copyOf(hostAccess);
    sysctls = Map.copyOf(sysctls);
  }

  /** What a pod made from {@code template} holds, its images being as {@code facts} know them. */
  public static PodPrivileges of(PodTemplate template, ImageFacts facts) {
    return of(template, Knowledge.of(facts));
  }

  /** What a pod made from {@code template} holds, by all that is known of the workload. */
  public static PodPrivileges of(PodTemplate template, Knowledge knowledge) {
    Map<String, String> sysctls = new LinkedHashMap<>();
    for (Fields sysctl : template.securityContext().objects("sysctls", "name")) {
      sysctls.put(sysctl.text("name").orElse(""), sysctl.text("value").orElse(""));
    }
    return new PodPrivileges(
        template.containers().stream()
            .map(container -> EffectivePrivileges.of(template, container, knowledge))
            .toList(),
        HostAccess.of(template),
        sysctls,
        template.hasOwnUserNamespace());
  }

  /** Whether any container is known to run as root. */
  public boolean isRoot() {
    return containers.stream().anyMatch(held -> held.user().isRoot());
  }

  /** Whether no container is known to run as root, but of at least one the user is not known. */
  public boolean isUnknown() {
    return !isRoot()
        && containers.stream().anyMatch(held -> held.user() instanceof EffectiveUser.Unknown);
  }

  /** Whether any container is privileged. */
  public boolean isPrivileged() {
    return containers.stream().anyMatch(EffectivePrivileges::privileged);
  }
}
