package dev.unroot.engine.proposal;

import dev.unroot.engine.document.FieldPath;
import dev.unroot.engine.document.PrintableText;
import dev.unroot.engine.evidence.Concession;
import dev.unroot.engine.evidence.Knowledge;
import dev.unroot.engine.evidence.ListeningPort;
import dev.unroot.engine.image.ImageFact;
import dev.unroot.engine.privilege.Capability;
import dev.unroot.engine.privilege.EffectivePrivileges;
import dev.unroot.engine.privilege.HostAccess;
import dev.unroot.engine.reason.KernelProgram;
import dev.unroot.engine.reason.RootProgram;
import dev.unroot.engine.workload.Container;
import dev.unroot.engine.workload.ContainerRole;
import dev.unroot.engine.workload.PodTemplate;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;

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
   * @param knowledge what is known of it beyond the template
   * @param needsNoRoot whether what its command needs root for goes into an init container, or is
   *     left out
   * @param whyNotSplit why its command is left as it is; empty where nothing is to be said of that
   */
  static Need of(
      PodTemplate template,
      Container container,
      EffectivePrivileges held,
      Knowledge knowledge,
      boolean needsNoRoot,
      String whyNotSplit) {
    Optional<Concession> conceded = knowledge.concession(container.name());
    if (conceded.isPresent()) {
      return new Root(
          within(held, Set.copyOf(conceded.get().capabilities())), conceded.get().why());
    }
    if (!knowledge.experimental() && isProposed(template, container)) {
      return new Root(
          added(container, held),
          "prepares what the workload uses as root, and ends before that starts");
    }
    Optional<Need> setUp =
        needsNoRoot ? Optional.empty() : ofSetUp(template, container, held, knowledge);
    if (setUp.isPresent()) {
      return setUp.get();
    }
    if (held.privileged()) {
      return ofPrivileged(container, knowledge.experimental());
    }
    Optional<ImageFact> fact = knowledge.images().of(container.image());
    boolean carries = fact.filter(ImageFact::fileCapabilities).isPresent();
    if (held.user().isKnownUnprivileged() && !carries) {
      return new Nothing(); // without a file capability, what is added is void
    }
    SortedSet<String> kernel = Capability.ofKernel(held.capabilities());
    if (!kernel.isEmpty()) {
      SortedSet<String> kept = added(container, held);
      kept.addAll(within(held, KernelProgram.capabilities(container).orElseGet(TreeSet::new)));
      return new Capabilities(kept, "changes the kernel: " + Capability.describe(kernel));
    }
    if (held.user().isKnownUnprivileged()) {
      return new Nothing();
    }
    return (needsNoRoot || knowledge.experimental()
            ? Optional.<Need>empty()
            : ofCommand(template, container, held, knowledge, whyNotSplit))
        .or(() -> knowledge.experimental() ? Optional.empty() : ofHook(container, held))
        .or(() -> ofNetwork(template, container, held, fact))
        .orElseGet(() -> ofNode(template, container, held, fact, knowledge.experimental()));
  }

  /**
   * Whether it is an init container of an earlier proposal, which stays as it is: but for a trial,
   * which may show that it is not needed any more.
   */
  private static boolean isProposed(PodTemplate template, Container container) {
    return container.role() == ContainerRole.INIT
        && container.securityContext().object("capabilities").texts("drop").contains(Capability.ALL)
        && template.containers().stream()
            .filter(other -> other.role() == ContainerRole.REGULAR)
            .flatMap(
                other ->
                    Stream.of(
                        SplitSetUp.name(other),
                        ChangeOwners.name(other),
                        ImageContent.nameAsRoot(other)))
            .anyMatch(container.name()::equals);
  }

  /** Of an init container of which it is known what it prepares. */
  private static Optional<Need> ofSetUp(
      PodTemplate template, Container container, EffectivePrivileges held, Knowledge knowledge) {
    return InitSetUp.of(template, container, held, knowledge)
        .filter(setUp -> !setUp.capabilities(held).isEmpty())
        .<Need>map(
            setUp ->
                new Root(setUp.capabilities(held), "its command needs root for " + setUp.words()))
        .or(() -> ofSidecar(template, container, held, knowledge));
  }

  /** Of a container that prepares beside the others, as long as they run. */
  private static Optional<Need> ofSidecar(
      PodTemplate template, Container container, EffectivePrivileges held, Knowledge knowledge) {
    return InitSetUp.ofSidecar(template, container, held, knowledge)
        .filter(setUp -> !setUp.capabilities(held).isEmpty())
        .map(
            setUp ->
                new Root(
                    setUp.capabilities(held),
                    "beside the others it runs "
                        + setUp.words()
                        + setUp
                            .whyNotLeftOutBeside(template, container)
                            .map(why -> ", " + why)
                            .orElse(
                                knowledge.experimental()
                                    ? ", without which they failed"
                                    : ", which needs root; a trial shows whether they do without")));
  }

  private static Optional<Need> ofCommand(
      PodTemplate template,
      Container container,
      EffectivePrivileges held,
      Knowledge knowledge,
      String whyNotSplit) {
    return RootProgram.of(template, container, knowledge.configMaps())
        .map(
            program -> {
              SortedSet<String> kept = added(container, held);
              kept.addAll(within(held, program.capabilities()));
              String why = "its command needs root for " + program.names();
              return new Root(
                  kept,
                  whyNotSplit.isEmpty() ? why : why + ", and is left as it is: " + whyNotSplit);
            });
  }

  /** A hook runs as the user of its container, and ends it where it fails. */
  private static Optional<Need> ofHook(Container container, EffectivePrivileges held) {
    return RootProgram.ofHook(container)
        .map(
            program -> {
              SortedSet<String> kept = added(container, held);
              kept.addAll(within(held, program.capabilities()));
              return new Root(
                  kept,
                  "its postStart hook needs root for "
                      + program.names()
                      + "; a trial shows whether it can go");
            });
  }

  private static SortedSet<String> within(EffectivePrivileges held, Set<String> names) {
    SortedSet<String> kept = new TreeSet<>(names);
    kept.retainAll(held.capabilities());
    return kept;
  }

  private static boolean hasServiceUser(Optional<ImageFact> fact) {
    return fact.flatMap(ImageFact::serviceUser).isPresent();
  }

  private static Need ofPrivileged(Container container, boolean experimental) {
    Optional<SortedSet<String>> needed =
        KernelProgram.capabilities(container).filter(names -> !names.isEmpty());
    if (needed.isPresent()) {
      return new Root(needed.get(), "its command needs " + String.join(", ", needed.get()));
    }
    return experimental && !KernelProgram.runsSysctl(container)
        ? new Nothing()
        : new Privileged(whyPrivileged(container));
  }

  private static String whyPrivileged(Container container) {
    return KernelProgram.runsSysctl(container)
        ? "is privileged and runs sysctl: set up the node itself instead, and remove this"
        : "is privileged, and nothing tells what it uses of that: try it without";
  }

  /** What the container adds by itself, as far as it holds it; all, where it adds all. */
  private static SortedSet<String> added(Container container, EffectivePrivileges held) {
    List<String> added = container.securityContext().object("capabilities").texts("add");
    SortedSet<String> kept = new TreeSet<>(held.capabilities());
    if (added.stream().noneMatch(Capability.ALL::equalsIgnoreCase)) {
      kept.retainAll(added); // as they are written: a void name is not to become a good one
    }
    return kept;
  }

  private static Optional<Need> ofNetwork(
      PodTemplate template,
      Container container,
      EffectivePrivileges held,
      Optional<ImageFact> fact) {
    if (!template.spec().flag("hostNetwork").orElse(false)) {
      return Optional.empty();
    }
    List<Long> declared = container.declaredPorts();
    List<Long> ports = declared.isEmpty() ? fact.map(ImageFact::ports).orElse(List.of()) : declared;
    if (ports.stream().noneMatch(port -> port < ListeningPort.FIRST_UNPRIVILEGED)) {
      return Optional.empty();
    }
    SortedSet<String> kept = added(container, held);
    kept.addAll(within(held, Set.of(Capability.NET_BIND_SERVICE)));
    return Optional.of(new Root(kept, "binds a low port of its node"));
  }

  /** A known service user will do for paths, but not for the socket of the container runtime. */
  private static Need ofNode(
      PodTemplate template,
      Container container,
      EffectivePrivileges held,
      Optional<ImageFact> fact,
      boolean experimental) {
    Map<String, HostAccess> waysByVolume = new TreeMap<>();
    for (HostAccess way : HostAccess.of(template)) {
      if (way.kind() == HostAccess.Kind.PATH || way.kind() == HostAccess.Kind.RUNTIME_SOCKET) {
        waysByVolume.put(volume(way.field()), way);
      }
    }
    List<HostAccess> mounted =
        container.fields().objects("volumeMounts", "mountPath").stream()
            .flatMap(mount -> mount.text("name").stream())
            .flatMap(name -> Optional.ofNullable(waysByVolume.get(name)).stream())
            .toList();
    boolean socket = mounted.stream().anyMatch(way -> way.kind() == HostAccess.Kind.RUNTIME_SOCKET);
    if ((hasServiceUser(fact) || experimental) && !socket) {
      return new Nothing();
    }
    if (!mounted.isEmpty()) {
      String paths =
          mounted.stream()
              .map(way -> PrintableText.line(way.detail()))
              .distinct()
              .sorted()
              .collect(Collectors.joining(", "));
      return new Root(added(container, held), "may need root for " + paths + " of its node");
    }
    return template.spec().flag("hostPID").orElse(false)
        ? new Root(added(container, held), "may need root to see the processes of its node")
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
