package dev.unroot.operator.trial.pod;

import dev.unroot.api.v1alpha1.AttemptRole;
import dev.unroot.api.v1alpha1.TrialAttempt;
import dev.unroot.api.v1alpha1.TrialNetwork;
import dev.unroot.api.v1alpha1.WorkloadMigration;
import dev.unroot.engine.workload.PodTemplate;
import dev.unroot.operator.trial.storage.Replacement;
import dev.unroot.operator.trial.storage.VolumeSetUp;
import io.fabric8.kubernetes.api.model.Affinity;
import io.fabric8.kubernetes.api.model.AffinityBuilder;
import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.ContainerBuilder;
import io.fabric8.kubernetes.api.model.Lifecycle;
import io.fabric8.kubernetes.api.model.LifecycleBuilder;
import io.fabric8.kubernetes.api.model.OwnerReferenceBuilder;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import io.fabric8.kubernetes.api.model.PodSpec;
import io.fabric8.kubernetes.api.model.PodSpecBuilder;
import io.fabric8.kubernetes.api.model.Quantity;
import io.fabric8.kubernetes.api.model.ResourceRequirements;
import io.fabric8.kubernetes.api.model.ResourceRequirementsBuilder;
import io.fabric8.kubernetes.api.model.Volume;
import io.fabric8.kubernetes.client.utils.KubernetesSerialization;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Makes a trial pod from a template. It differs from the workload's own pods only where a trial
 * must:
 *
 * <ul>
 *   <li>no labels but our own, so that no Service, PodDisruptionBudget, NetworkPolicy or controller
 *       selects it;
 *   <li>{@code restartPolicy: Never}: a failure is seen once, and its side effects happen once;
 *   <li>a deadline, an owner, the lowest priority, and bounded resources where the template bounds
 *       none;
 *   <li>volumes of its own in the place of storage, and claims that are only read read-only;
 *   <li>no affinity to pods and no spreading, which go by the labels that it does not have.
 * </ul>
 */
public final class TrialPodFactory {
  private static final long TERMINATION_SECONDS = 2;

  /** A host name is a DNS label of 63 characters, and the number of the pod is part of it. */
  private static final int LONGEST_SET = 61;

  private static final long DEADLINE_SLACK_SECONDS = 60;
  private static final Map<String, Quantity> LIMITS =
      Map.of("cpu", new Quantity("1"), "memory", new Quantity("1Gi"));
  private static final Map<String, Quantity> REQUESTS =
      Map.of("cpu", new Quantity("10m"), "memory", new Quantity("64Mi"));

  private final KubernetesSerialization serialization;
  private final Optional<String> priorityClass;
  private final String checkImage;
  private final boolean imageVolumes;

  /**
   * Makes pods of {@code priorityClass}, where one is given.
   *
   * @param checkImage the image that checks that a pod is isolated
   * @param imageVolumes whether controls get their images as volumes, for observers to look at
   */
  public TrialPodFactory(
      KubernetesSerialization serialization,
      Optional<String> priorityClass,
      String checkImage,
      boolean imageVolumes) {
    this.serialization = serialization;
    this.priorityClass = priorityClass;
    this.checkImage = checkImage;
    this.imageVolumes = imageVolumes;
  }

  /**
   * The pod of {@code attempt}.
   *
   * @param template the workload's, or that of a candidate
   * @param replacements what it gets in the place of storage
   */
  public Pod pod(
      WorkloadMigration migration,
      String key,
      TrialAttempt attempt,
      PodTemplate template,
      List<? extends Replacement> replacements) {
    // By way of text: ports of probes are an int or a name, and the engine's trees hold longs.
    PodSpec spec =
        serialization.unmarshal(serialization.asJson(template.spec().values()), PodSpec.class);
    return new PodBuilder()
        .withNewMetadata()
        .withName(attempt.pod())
        .withNamespace(migration.getMetadata().getNamespace())
        .withLabels(
            Map.of(
                TrialLabels.TRIAL,
                "true",
                TrialLabels.MIGRATION,
                migration.getMetadata().getName(),
                TrialLabels.ATTEMPT,
                Integer.toString(attempt.number()),
                TrialLabels.KEY,
                key,
                "app.kubernetes.io/managed-by",
                "unroot",
                // A mesh's sidecar would put the trial on the mesh, and changes what is compared.
                "sidecar.istio.io/inject",
                "false"))
        .withAnnotations(annotations(template))
        .withOwnerReferences(
            new OwnerReferenceBuilder()
                .withApiVersion(migration.getApiVersion())
                .withKind(migration.getKind())
                .withName(migration.getMetadata().getName())
                .withUid(migration.getMetadata().getUid())
                .withController(true)
                .withBlockOwnerDeletion(false)
                .build())
        .endMetadata()
        .withSpec(bounded(spec, migration, replacements, attempt.role() == AttemptRole.Control))
        .build();
  }

  /**
   * Only annotations that change how the containers run; all others might mean something to
   * somebody else.
   */
  private static Map<String, String> annotations(PodTemplate template) {
    Map<String, String> kept = new HashMap<>();
    template
        .metadata()
        .textMap("annotations")
        .forEach(
            (name, value) -> {
              if (name.startsWith("container.apparmor.security.beta.kubernetes.io/")) {
                kept.put(name, value);
              }
            });
    kept.put("linkerd.io/inject", "disabled");
    return kept;
  }

  private PodSpec bounded(
      PodSpec all,
      WorkloadMigration migration,
      List<? extends Replacement> replacements,
      boolean isControl) {
    PodSpec spec = VolumeSetUp.withVolumes(all, replacements);
    List<Volume> volumes = new ArrayList<>(spec.getVolumes());
    if (isControl && imageVolumes) {
      volumes.addAll(ImageVolumes.of(spec));
    }
    Duration time =
        migration
            .getSpec()
            .trial()
            .deadlineDuration()
            .plus(migration.getSpec().trial().soakDuration());
    PodSpecBuilder builder =
        new PodSpecBuilder(spec)
            .withVolumes(volumes)
            .withRestartPolicy("Never")
            .withActiveDeadlineSeconds(time.toSeconds() + DEADLINE_SLACK_SECONDS)
            .withTerminationGracePeriodSeconds(TERMINATION_SECONDS)
            .withPriority(null)
            .withPreemptionPolicy(null)
            .withPriorityClassName(priorityClass.orElse(null))
            .withTopologySpreadConstraints(List.of())
            .withAffinity(nodeAffinityOnly(spec))
            .withNodeName(null)
            .withHostname(hostname(spec, migration))
            .withInitContainers(initContainers(spec, migration, replacements))
            .withContainers(bounded(spec.getContainers()));
    return builder.build();
  }

  /** The pods of a StatefulSet are told who they are by their host name: it is its first. */
  private static @Nullable String hostname(PodSpec spec, WorkloadMigration migration) {
    var workload = migration.getSpec().workload();
    return "StatefulSet".equals(workload.kind()) && workload.name().length() <= LONGEST_SET
        ? workload.name() + "-0"
        : spec.getHostname();
  }

  /** The check comes first: nothing of the workload runs before it is through. */
  private List<Container> initContainers(
      PodSpec spec, WorkloadMigration migration, List<? extends Replacement> replacements) {
    List<Container> all = new ArrayList<>();
    if (migration.getSpec().trial().network() != TrialNetwork.Inherit) {
      all.add(Isolation.check(checkImage));
    }
    VolumeSetUp.container(replacements, checkImage).ifPresent(all::add);
    all.addAll(bounded(spec.getInitContainers()));
    return all;
  }

  private static Affinity nodeAffinityOnly(PodSpec spec) {
    return spec.getAffinity() == null || spec.getAffinity().getNodeAffinity() == null
        ? new AffinityBuilder().build()
        : new AffinityBuilder().withNodeAffinity(spec.getAffinity().getNodeAffinity()).build();
  }

  private static List<Container> bounded(List<Container> containers) {
    return containers.stream().map(TrialPodFactory::bounded).toList();
  }

  private static Container bounded(Container container) {
    ResourceRequirements own = container.getResources();
    Map<String, Quantity> limits = new HashMap<>(LIMITS);
    Map<String, Quantity> requests = new HashMap<>(REQUESTS);
    if (own != null && own.getRequests() != null) {
      requests.putAll(own.getRequests());
      // A request without a limit is its own limit: never below what the workload asks for.
      own.getRequests()
          .forEach((name, quantity) -> limits.merge(name, quantity, TrialPodFactory::larger));
    }
    if (own != null && own.getLimits() != null) {
      limits.putAll(own.getLimits());
      own.getLimits()
          .forEach((name, quantity) -> requests.merge(name, quantity, TrialPodFactory::smaller));
    }
    return new ContainerBuilder(container)
        .withLifecycle(withoutSleep(container.getLifecycle()))
        .withResources(
            new ResourceRequirementsBuilder(own == null ? new ResourceRequirements() : own)
                .withLimits(limits)
                .withRequests(requests)
                .build())
        .build();
  }

  /** Nobody sends requests that a trial pod would have to wait for; sleep is part of its time. */
  private static @Nullable Lifecycle withoutSleep(@Nullable Lifecycle lifecycle) {
    boolean sleeps =
        lifecycle != null
            && lifecycle.getPreStop() != null
            && lifecycle.getPreStop().getSleep() != null;
    return sleeps ? new LifecycleBuilder(lifecycle).withPreStop(null).build() : lifecycle;
  }

  private static Quantity larger(Quantity one, Quantity other) {
    return one.getNumericalAmount().compareTo(other.getNumericalAmount()) >= 0 ? one : other;
  }

  private static Quantity smaller(Quantity one, Quantity other) {
    return one.getNumericalAmount().compareTo(other.getNumericalAmount()) <= 0 ? one : other;
  }
}
