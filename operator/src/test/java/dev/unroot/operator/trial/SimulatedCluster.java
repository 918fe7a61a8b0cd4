package dev.unroot.operator.trial;

import dev.unroot.engine.evidence.EarlierOwners;
import dev.unroot.operator.MovingClock;
import dev.unroot.operator.trial.cluster.CloneSource;
import dev.unroot.operator.trial.cluster.TrialCluster;
import dev.unroot.operator.trial.pod.Isolation;
import dev.unroot.operator.trial.pod.TrialLabels;
import io.fabric8.kubernetes.api.model.ContainerState;
import io.fabric8.kubernetes.api.model.ContainerStateBuilder;
import io.fabric8.kubernetes.api.model.ContainerStatusBuilder;
import io.fabric8.kubernetes.api.model.EphemeralContainer;
import io.fabric8.kubernetes.api.model.PersistentVolumeClaim;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import io.fabric8.kubernetes.api.model.PodStatus;
import io.fabric8.kubernetes.api.model.PodStatusBuilder;
import io.fabric8.kubernetes.api.model.networking.v1.NetworkPolicy;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/**
 * A node with one container a pod, whose program decides by the pod's spec what it prints before it
 * fails: nothing where it runs. Every write counts, and the operator can be killed right after one.
 */
final class SimulatedCluster implements TrialCluster {
  /** The operator was killed. */
  static final class Killed extends RuntimeException {
    private static final long serialVersionUID = 1L;
  }

  private static final ContainerState ENDED =
      new ContainerStateBuilder().withNewTerminated().withExitCode(0).endTerminated().build();

  private final Map<String, Pod> pods = new LinkedHashMap<>();
  private final Map<String, NetworkPolicy> isolated = new LinkedHashMap<>();
  private final List<NetworkPolicy> policies = new ArrayList<>();
  private boolean enforcesPolicies = true;
  private final List<Pod> production = new ArrayList<>();
  private final List<String> created = new ArrayList<>();
  private final SimulatedClaims claims = new SimulatedClaims();
  private final MovingClock clock;
  private final Function<Pod, String> program;
  private boolean heedsGroups;
  private long leftTo;
  private int writes;
  private int killAfter = Integer.MAX_VALUE;
  private Optional<KubernetesClientException> refusal = Optional.empty();
  private Optional<KubernetesClientException> observerRefusal = Optional.empty();
  private Optional<KubernetesClientException> logRefusal = Optional.empty();
  private String observersWaitFor = "";
  private String image = "";
  private String imageId = "";
  private Duration ahead = Duration.ZERO;

  SimulatedCluster(MovingClock clock, Function<Pod, String> program) {
    this.clock = clock;
    this.program = program;
  }

  /** What every request for a pod is answered with from now on. */
  void refuse(KubernetesClientException answer) {
    refusal = Optional.of(answer);
  }

  /** What every request for an observer is answered with from now on. */
  void refuseObservers(KubernetesClientException answer) {
    observerRefusal = Optional.of(answer);
  }

  /** What every request for a log is answered with from now on. */
  void refuseLogs(KubernetesClientException answer) {
    logRefusal = Optional.of(answer);
  }

  /** From now on observers never get further than to wait, for this reason. */
  void observersWaitFor(String reason) {
    observersWaitFor = reason;
  }

  /** From now on the clocks of the nodes are ahead of the operator's, or behind it. */
  void isAhead(Duration time) {
    ahead = time;
  }

  /** From now on the tag of the image means this digest. */
  void tagMeans(String digest) {
    imageId = "docker.io/example/server@" + digest;
  }

  /** From now on this image cannot be pulled. */
  void cannotPull(String missing) {
    image = missing;
  }

  /** Kills the operator right after write {@code number}, counted from 1. */
  void killAfter(int number) {
    killAfter = number;
  }

  /** From now on the network holds to policies, or it does not. */
  void enforcesPolicies(boolean enforces) {
    enforcesPolicies = enforces;
  }

  /** A network policy that somebody else made. */
  void addPolicy(NetworkPolicy policy) {
    policies.add(policy);
  }

  /** The policies that were made for trial pods, by the pod's name. */
  Map<String, NetworkPolicy> isolated() {
    return isolated;
  }

  @Override
  public void isolate(NetworkPolicy policy) {
    String name = policy.getMetadata().getName();
    if (isolated.putIfAbsent(name, policy) == null) {
      pods.get(name).setStatus(status(pods.get(name)));
      wrote();
    }
  }

  @Override
  public List<NetworkPolicy> policies(String namespace) {
    return policies;
  }

  /** A pod of the workload itself, which was there before any trial. */
  void runInProduction(Pod pod) {
    production.add(pod);
  }

  @Override
  public List<Pod> labelled(String namespace, Map<String, String> labels) {
    return production.stream()
        .filter(pod -> pod.getMetadata().getLabels().entrySet().containsAll(labels.entrySet()))
        .toList();
  }

  /** Counts one write to the API, which the operator may not survive. */
  void wrote() {
    writes++;
    if (writes == killAfter) {
      throw new Killed();
    }
  }

  int writes() {
    return writes;
  }

  /** The pods that are there, by name. */
  Map<String, Pod> pods() {
    return pods;
  }

  /** Every pod that was ever made, in order. */
  List<String> created() {
    return created;
  }

  /** Somebody asked for the pod's end, and its containers got their signal. */
  void terminate(String name) {
    Pod pod = pods.get(name);
    pod.getMetadata().setDeletionTimestamp(clock.instant().toString());
    pod.setStatus(ended(137));
  }

  @Override
  public List<Pod> pods(String namespace, String migration) {
    return pods.values().stream()
        .filter(pod -> pod.getMetadata().getNamespace().equals(namespace))
        .filter(pod -> migration.equals(pod.getMetadata().getLabels().get(TrialLabels.MIGRATION)))
        .map(pod -> new PodBuilder(pod).build())
        .toList();
  }

  @Override
  public void create(Pod pod) {
    if (refusal.isPresent()) {
      throw refusal.get();
    }
    String name = pod.getMetadata().getName();
    if (!pods.containsKey(name)) {
      Pod made = new PodBuilder(pod).editMetadata().withUid(name + "-1").endMetadata().build();
      made.setStatus(status(made));
      pods.put(name, made);
      created.add(name);
    }
    wrote();
  }

  private PodStatus status(Pod pod) {
    if (!claims.mayBeScheduled(pod)) {
      return SimulatedClaims.unscheduled();
    }
    pod.getSpec().setNodeName("node");
    boolean isChecked =
        pod.getSpec().getInitContainers().stream()
            .anyMatch(container -> container.getName().equals(Isolation.CHECK));
    if (isChecked && !isolated.containsKey(pod.getMetadata().getName())) {
      return new PodStatusBuilder().withPhase("Pending").build();
    }
    if (!isChecked) {
      return ownStatus(pod);
    }
    PodStatus status =
        enforcesPolicies ? ownStatus(pod) : new PodStatusBuilder().withPhase("Failed").build();
    status
        .getInitContainerStatuses()
        .add(
            new ContainerStatusBuilder()
                .withName(Isolation.CHECK)
                .withNewState()
                .withNewTerminated()
                .withExitCode(enforcesPolicies ? 0 : Isolation.REACHED)
                .endTerminated()
                .endState()
                .build());
    return status;
  }

  private PodStatus ownStatus(Pod pod) {
    if (pod.getSpec().getContainers().get(0).getImage().equals(image)) {
      return new PodStatusBuilder()
          .withPhase("Pending")
          .addToContainerStatuses(
              new ContainerStatusBuilder()
                  .withName("server")
                  .withImage(image)
                  .withNewState()
                  .withNewWaiting("Back-off", "ImagePullBackOff")
                  .endState()
                  .build())
          .build();
    }
    return withLastWords(pod, program.apply(pod).isEmpty() ? running() : ended(1));
  }

  /** What init containers that give a volume away tell as they end. */
  private PodStatus withLastWords(Pod pod, PodStatus status) {
    pod.getSpec().getInitContainers().stream()
        .filter(
            container ->
                container.getVolumeMounts().stream()
                    .anyMatch(mount -> mount.getMountPath().startsWith(EarlierOwners.MOUNTS)))
        .map(
            container ->
                new ContainerStatusBuilder()
                    .withName(container.getName())
                    .withNewState()
                    .withNewTerminated()
                    .withExitCode(0)
                    .withMessage(
                        EarlierOwners.HEADER
                            + "\nroot 0 "
                            + leftTo
                            + ":0 755\n3 files 0 0:0\nend\n")
                    .endTerminated()
                    .endState()
                    .build())
        .forEach(status.getInitContainerStatuses()::add);
    return status;
  }

  private PodStatus running() {
    return new PodStatusBuilder()
        .withPhase("Running")
        .addToContainerStatuses(
            new ContainerStatusBuilder()
                .withName("server")
                .withImageID(imageId)
                .withReady(true)
                .withNewState()
                .withNewRunning(clock.instant().plus(ahead).toString())
                .endState()
                .build())
        .build();
  }

  private PodStatus ended(int exitCode) {
    return new PodStatusBuilder()
        .withPhase("Failed")
        .addToContainerStatuses(
            new ContainerStatusBuilder()
                .withName("server")
                .withImageID(imageId)
                .withNewState()
                .withNewTerminated()
                .withExitCode(exitCode)
                .withReason("Error")
                .endTerminated()
                .endState()
                .build())
        .build();
  }

  @Override
  public void delete(Pod pod) {
    pods.remove(pod.getMetadata().getName());
    claims.collect(pod);
    wrote();
  }

  @Override
  public void observe(Pod pod, List<EphemeralContainer> observers) {
    if (observerRefusal.isPresent()) {
      throw observerRefusal.get();
    }
    Pod stored = pods.get(pod.getMetadata().getName());
    stored.getSpec().getEphemeralContainers().addAll(observers);
    for (EphemeralContainer observer : observers) {
      stored
          .getStatus()
          .getEphemeralContainerStatuses()
          .add(
              new ContainerStatusBuilder()
                  .withName(observer.getName())
                  .withState(observersWaitFor.isEmpty() ? ENDED : waiting(observersWaitFor))
                  .build());
    }
    wrote();
  }

  private static ContainerState waiting(String reason) {
    return new ContainerStateBuilder().withNewWaiting("", reason).build();
  }

  @Override
  public Optional<String> log(Pod pod, String container) {
    if (logRefusal.isPresent()) {
      throw logRefusal.get();
    }
    if (!container.startsWith("unroot-observer-")) {
      return Optional.of(program.apply(pod));
    }
    boolean root = user(pod) == 0;
    String volume = "volume 0 %1$d %1$d 755\n".formatted(leftTo);
    return Optional.of(
        "unroot-observer 50\nsnapshot 0\n"
            + (root ? process(1, 0, "server") : "")
            + process(7, root ? 33 : user(pod), "server")
            + "net tcp\n"
            + "  0: 00000000:0050 00000000:0000 0A 00000000:00000000 00:00000000\n"
            + volume
            + "end\n");
  }

  /** The user that the only container of {@code pod} runs as. */
  static long user(Pod pod) {
    var context = pod.getSpec().getContainers().get(0).getSecurityContext();
    return context == null || context.getRunAsUser() == null ? 0 : context.getRunAsUser();
  }

  private static String process(long pid, long uid, String name) {
    return "Name:\t%s\nPid:\t%d\nPPid:\t0\nUid:\t%d\t%d\t%d\t%d\nGid:\t%d\t%d\t%d\t%d\n"
        .formatted(name, pid, uid, uid, uid, uid, uid, uid, uid, uid);
  }

  /** Whom the first volume of a pod belongs to in the end. */
  void leaveTo(long uid) {
    leftTo = uid;
  }

  /** From now on storage is given to the group of a pod. */
  void heedGroups() {
    heedsGroups = true;
  }

  @Override
  public boolean heedsGroup(String namespace, String claim) {
    return heedsGroups;
  }

  /** The claims of its namespace. */
  SimulatedClaims claims() {
    return claims;
  }

  @Override
  public CloneSource cloneable(String namespace, String claim) {
    return claims.cloneable(claim);
  }

  @Override
  public Optional<PersistentVolumeClaim> claim(String namespace, String name) {
    return claims.find(name);
  }

  @Override
  public void make(PersistentVolumeClaim claim) {
    if (claims.add(claim)) {
      Pod owner = pods.get(claim.getMetadata().getOwnerReferences().get(0).getName());
      owner.setStatus(status(owner));
      wrote();
    }
  }
}
