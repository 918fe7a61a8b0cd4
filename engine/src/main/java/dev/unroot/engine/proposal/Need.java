package dev.unroot.engine.proposal;

import dev.unroot.engine.document.FieldPath;
import dev.unroot.engine.evidence.ListeningPort;
import dev.unroot.engine.image.ImageFact;
import dev.unroot.engine.privilege.Capability;
import dev.unroot.engine.privilege.EffectivePrivileges;
import dev.unroot.engine.privilege.HostAccess;
import dev.unroot.engine.reason.KernelProgram;
import dev.unroot.engine.workload.Container;
import dev.unroot.engine.workload.PodTemplate;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * What one container cannot do without, as far as that can be told before anything is tried. Taking
 * it away would break the workload, so a person decides.
 */
sealed interface Need {
  /** It needs nothing that the target refuses. */
  record Nothing() implements Need {}

  /**
   * It stays root, with these capabilities and no other.
   *
   * @param why for people, such as "mounts /var/log of its node"
   */
  record Root(SortedSet<String> capabilities, String why) implements Need {}

  /**
   * It keeps its user, whoever that is, with these capabilities and no other.
   *
   * @param why for people
   */
  record Capabilities(SortedSet<String> capabilities, String why) implements Need {}

  /**
   * It stays privileged: what it uses of that is not known.
   *
   * @param why for people
   */
  record Privileged(String why) implements Need {}

  /**
   * The need of {@code container} in {@code template}.
   *
   * @param held what it holds
   * @param fact what is known of its image
   */
  static Need of(
      PodTemplate template,
      Container container,
      EffectivePrivileges held,
      Optional<ImageFact> fact) {
    if (held.privileged()) {
      return ofPrivileged(container);
    }
    boolean carries = fact.filter(ImageFact::fileCapabilities).isPresent();
    SortedSet<String> kernel = Capability.ofKernel(held.capabilities());
    if (held.user().isKnownUnprivileged() && !carries) {
      return new Nothing(); // without a file capability, what is added is void
    }
    if (!kernel.isEmpty()) {
      String why = "changes the kernel: " + Capability.describe(kernel);
      return new Capabilities(added(container, held), why);
    }
    return held.user().isKnownUnprivileged() || hasServiceUser(fact)
        ? new Nothing()
        : ofHost(template, container);
  }

  private static boolean hasServiceUser(Optional<ImageFact> fact) {
    return fact.flatMap(ImageFact::serviceUser).isPresent();
  }

  private static Need ofPrivileged(Container container) {
    return KernelProgram.capabilities(container)
        .filter(needed -> !needed.isEmpty())
        .<Need>map(needed -> new Root(needed, "its command needs " + String.join(", ", needed)))
        .orElseGet(() -> new Privileged(whyPrivileged(container)));
  }

  private static String whyPrivileged(Container container) {
    return KernelProgram.runsSysctl(container)
        ? "is privileged and runs sysctl: set up the node itself instead, and remove this"
        : "is privileged, and nothing tells what it uses of that: try it without";
  }

  /** What the container adds by itself, as far as it holds it; all, where it adds all. */
  private static SortedSet<String> added(Container container, EffectivePrivileges held) {
    List<String> added =
        container.securityContext().object("capabilities").texts("add").stream()
            .map(Capability::normalized)
            .toList();
    SortedSet<String> kept = new TreeSet<>(held.capabilities());
    if (!added.contains(Capability.ALL)) {
      kept.retainAll(added);
    }
    return kept;
  }

  private static Need ofHost(PodTemplate template, Container container) {
    Map<String, String> pathsByVolume = new TreeMap<>();
    for (HostAccess way : HostAccess.of(template)) {
      if (way.kind() == HostAccess.Kind.PATH || way.kind() == HostAccess.Kind.RUNTIME_SOCKET) {
        pathsByVolume.put(volume(way.field()), way.detail());
      }
    }
    List<String> mounted =
        container.fields().objects("volumeMounts", "mountPath").stream()
            .flatMap(mount -> mount.text("name").stream())
            .flatMap(name -> Optional.ofNullable(pathsByVolume.get(name)).stream())
            .distinct()
            .sorted()
            .toList();
    if (!mounted.isEmpty()) {
      return new Root(
          new TreeSet<>(), "may need root for " + String.join(", ", mounted) + " of its node");
    }
    if (template.spec().flag("hostPID").orElse(false)) {
      return new Root(new TreeSet<>(), "may need root to see the processes of its node");
    }
    boolean lowPort =
        container.declaredPorts().stream()
            .anyMatch(port -> port < ListeningPort.FIRST_UNPRIVILEGED);
    return lowPort && template.spec().flag("hostNetwork").orElse(false)
        ? new Root(
            new TreeSet<>(Set.of(Capability.NET_BIND_SERVICE)), "binds a low port of its node")
        : new Nothing();
  }

  private static String volume(FieldPath field) {
    return field.steps().stream()
        .filter(FieldPath.Step.Element.class::isInstance)
        .map(step -> ((FieldPath.Step.Element) step).value())
        .findFirst()
        .orElse("");
  }

  /** Whether it needs every capability there is, as far as is known. */
  default boolean isEverything() {
    return this instanceof Privileged
        || this instanceof Capabilities kept && kept.capabilities().containsAll(Capability.EVERY);
  }

  /** Whether a person has to decide. */
  default boolean isReal() {
    return !(this instanceof Nothing);
  }
}
