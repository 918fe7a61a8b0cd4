package dev.unroot.operator.plan;

import dev.unroot.api.v1alpha1.MigrationPhase;
import dev.unroot.api.v1alpha1.MigrationPlan;
import dev.unroot.api.v1alpha1.MigrationPlanStatus;
import dev.unroot.api.v1alpha1.Mode;
import dev.unroot.api.v1alpha1.PlanCounts;
import dev.unroot.api.v1alpha1.PlanPhase;
import dev.unroot.api.v1alpha1.TrialVerdict;
import dev.unroot.api.v1alpha1.WorkloadMigration;
import dev.unroot.api.v1alpha1.WorkloadMigrationStatus;
import dev.unroot.engine.Assessment;
import dev.unroot.engine.evidence.Knowledge;
import dev.unroot.engine.proposal.Target;
import dev.unroot.engine.workload.Workload;
import dev.unroot.operator.apiserver.ApiServerFailure;
import dev.unroot.operator.inventory.WorkloadInventory;
import dev.unroot.operator.migration.MigrationName;
import dev.unroot.operator.status.Conditions;
import dev.unroot.operator.status.EventRecorder;
import dev.unroot.operator.status.Setback;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.javaoperatorsdk.operator.api.config.informer.InformerEventSourceConfiguration;
import io.javaoperatorsdk.operator.api.reconciler.Context;
import io.javaoperatorsdk.operator.api.reconciler.ControllerConfiguration;
import io.javaoperatorsdk.operator.api.reconciler.ErrorStatusUpdateControl;
import io.javaoperatorsdk.operator.api.reconciler.EventSourceContext;
import io.javaoperatorsdk.operator.api.reconciler.Reconciler;
import io.javaoperatorsdk.operator.api.reconciler.UpdateControl;
import io.javaoperatorsdk.operator.processing.event.ResourceID;
import io.javaoperatorsdk.operator.processing.event.source.EventSource;
import io.javaoperatorsdk.operator.processing.event.source.inbound.SimpleInboundEventSource;
import io.javaoperatorsdk.operator.processing.event.source.informer.InformerEventSource;
import java.net.HttpURLConnection;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The scheduler: one WorkloadMigration for each workload that has something to migrate, and the sum
 * of them.
 */
@ControllerConfiguration(name = "plan", fieldManager = "unroot-plan")
public final class PlanReconciler implements Reconciler<MigrationPlan> {
  private static final Logger LOG = LoggerFactory.getLogger(PlanReconciler.class);
  private static final Duration INVENTORY_POLL = Duration.ofSeconds(1);
  private static final Duration PERMISSION_POLL = Duration.ofSeconds(20);
  private static final String PAUSED = "unroot.dev/paused";

  private final KubernetesClient client;
  private final WorkloadInventory inventory;
  private final Knowledge base;
  private final PlanStatusFactory statuses;
  private final EventRecorder events;
  private final Clock clock;

  /** A scheduler that knows {@code base} of images. */
  public PlanReconciler(
      KubernetesClient client,
      WorkloadInventory inventory,
      Knowledge base,
      EventRecorder events,
      Clock clock) {
    this.client = client;
    this.inventory = inventory;
    this.base = base;
    this.statuses = new PlanStatusFactory(clock);
    this.events = events;
    this.clock = clock;
  }

  @Override
  public List<EventSource<?, MigrationPlan>> prepareEventSources(
      EventSourceContext<MigrationPlan> context) {
    var workloads = new SimpleInboundEventSource<MigrationPlan>("workloads");
    inventory.onChange(
        change ->
            context
                .getPrimaryCache()
                .list(change.namespace())
                .forEach(plan -> workloads.propagateEvent(ResourceID.fromResource(plan))));
    var children =
        new InformerEventSource<WorkloadMigration, MigrationPlan>(
            InformerEventSourceConfiguration.from(WorkloadMigration.class, MigrationPlan.class)
                .withName("children")
                .build(),
            context);
    return List.of(workloads, children);
  }

  @Override
  public UpdateControl<MigrationPlan> reconcile(
      MigrationPlan plan, Context<MigrationPlan> context) {
    String namespace = plan.getMetadata().getNamespace();
    boolean complete = inventory.isComplete(namespace);
    boolean paused = isPaused(plan);
    Mode mode =
        paused && plan.getSpec().mode() == Mode.Trial ? Mode.Propose : plan.getSpec().mode();
    Target target = plan.getSpec().target().toTarget();
    List<Assessment> assessments =
        inventory.workloads(namespace).stream()
            .filter(workload -> claims(plan, workload))
            .map(workload -> Assessment.of(workload, target, base))
            .toList();
    Map<String, WorkloadMigration> present =
        context.getSecondaryResources(WorkloadMigration.class).stream()
            .collect(Collectors.toMap(child -> child.getMetadata().getName(), child -> child));
    Map<String, WorkloadMigration> desired =
        Children.desired(plan, mode, toMigrate(assessments, present), present.values());
    List<String> claimedByOthers = keep(plan, desired, present, complete, context);
    PlanFacts facts =
        new PlanFacts(
            count(assessments, present),
            complete,
            isSettled(desired, present, claimedByOthers),
            paused,
            missingPermissions(namespace, present.values()),
            claimedByOthers);
    UpdateControl<MigrationPlan> control = write(plan, facts);
    if (!complete) {
      control.rescheduleAfter(INVENTORY_POLL);
    } else if (!facts.missingPermissions().isEmpty() || !claimedByOthers.isEmpty()) {
      control.rescheduleAfter(PERMISSION_POLL);
    }
    return control;
  }

  /** Whether an update of a plan may change what is to be done: its own status does not. */
  public static boolean isWorthALook(MigrationPlan after, MigrationPlan before) {
    return !Objects.equals(
            after.getMetadata().getGeneration(), before.getMetadata().getGeneration())
        || isPaused(after) != isPaused(before)
        || after.getMetadata().getDeletionTimestamp() != null;
  }

  private static boolean isPaused(MigrationPlan plan) {
    Map<String, String> annotations = plan.getMetadata().getAnnotations();
    return annotations != null && "true".equals(annotations.get(PAUSED));
  }

  private static boolean claims(MigrationPlan plan, Workload workload) {
    return plan.getSpec()
        .claims(workload.reference().kind().kind(), workload.reference().name(), workload.labels());
  }

  /** Those that have something to migrate, and those that had. */
  private static List<Workload> toMigrate(
      List<Assessment> assessments, Map<String, WorkloadMigration> present) {
    return assessments.stream()
        .filter(a -> !a.isCompliant() || present.containsKey(name(a.workload())))
        .map(Assessment::workload)
        .toList();
  }

  private static String name(Workload workload) {
    return MigrationName.of(workload.reference().kind(), workload.reference().name());
  }

  /**
   * Makes, changes and drops migrations so that they are as desired; returns the workloads that
   * another plan claimed first.
   */
  private List<String> keep(
      MigrationPlan plan,
      Map<String, WorkloadMigration> desired,
      Map<String, WorkloadMigration> present,
      boolean complete,
      Context<MigrationPlan> context) {
    List<String> claimedByOthers = new ArrayList<>();
    desired.forEach(
        (name, child) -> {
          WorkloadMigration is = present.get(name);
          if (is == null) {
            if (isOwnedByAnother(child, context) || !create(child)) {
              claimedByOthers.add(child.getSpec().workload().name());
            }
          } else if (!is.getSpec().equals(child.getSpec())) {
            apply(child);
          }
        });
    if (complete && inventory.missingPermissions(plan.getMetadata().getNamespace()).isEmpty()) {
      present.values().stream()
          .filter(child -> !desired.containsKey(child.getMetadata().getName()))
          .forEach(child -> client.resource(child).delete());
    }
    return claimedByOthers;
  }

  /**
   * Whether the cache knows of a migration of that name that is not this plan's: no need to ask.
   */
  private static boolean isOwnedByAnother(WorkloadMigration child, Context<MigrationPlan> context) {
    var known =
        (InformerEventSource<WorkloadMigration, MigrationPlan>)
            context.eventSourceRetriever().getEventSourceFor(WorkloadMigration.class);
    return known
        .get(ResourceID.fromResource(child))
        .filter(other -> !isOwner(child, other))
        .isPresent();
  }

  private static boolean isOwner(WorkloadMigration child, WorkloadMigration other) {
    String owner = child.getMetadata().getOwnerReferences().get(0).getUid();
    return other.getMetadata().getOwnerReferences().stream()
        .anyMatch(o -> o.getUid().equals(owner));
  }

  /**
   * Makes a migration; false where another plan has one of that name, which is the name of the
   * workload.
   */
  private boolean create(WorkloadMigration child) {
    try {
      client.resource(child).create();
      return true;
    } catch (KubernetesClientException e) {
      if (e.getCode() != HttpURLConnection.HTTP_CONFLICT) {
        throw e;
      }
      WorkloadMigration other = client.resource(child).get();
      if (other != null && other.getMetadata().getOwnerReferences().isEmpty()) {
        apply(child); // left behind by a plan that is gone
        return true;
      }
      return other != null && isOwner(child, other);
    }
  }

  /**
   * Makes a migration exactly what it is to be. Not by server-side apply: that would keep a field
   * which is no longer asked for, since whoever made the migration owns it, too.
   */
  private void apply(WorkloadMigration child) {
    client
        .resources(WorkloadMigration.class)
        .inNamespace(child.getMetadata().getNamespace())
        .withName(child.getMetadata().getName())
        .edit(
            current -> {
              current.setSpec(child.getSpec());
              current.getMetadata().setLabels(child.getMetadata().getLabels());
              current.getMetadata().setOwnerReferences(child.getMetadata().getOwnerReferences());
              return current;
            });
  }

  private static boolean isSettled(
      Map<String, WorkloadMigration> desired,
      Map<String, WorkloadMigration> present,
      List<String> claimedByOthers) {
    return desired.values().stream()
        .filter(child -> !claimedByOthers.contains(child.getSpec().workload().name()))
        .allMatch(
            child -> {
              WorkloadMigration is = present.get(child.getMetadata().getName());
              return is != null && is.getSpec().equals(child.getSpec()) && Children.isSettled(is);
            });
  }

  private List<String> missingPermissions(String namespace, Collection<WorkloadMigration> present) {
    List<String> missing = new ArrayList<>(inventory.missingPermissions(namespace));
    present.stream()
        .filter(child -> child.getStatus() != null)
        .flatMap(child -> child.getStatus().conditions().stream())
        .filter(
            c ->
                Conditions.STALLED.equals(c.getType()) && "PermissionMissing".equals(c.getReason()))
        .map(condition -> condition.getMessage())
        .distinct()
        .forEach(missing::add);
    return missing;
  }

  private static PlanCounts count(
      List<Assessment> assessments, Map<String, WorkloadMigration> present) {
    int root = 0;
    int unknown = 0;
    int privileged = 0;
    int compliant = 0;
    int proposed = 0;
    int verified = 0;
    int blocked = 0;
    int failed = 0;
    for (Assessment assessment : assessments) {
      WorkloadMigration child = present.get(name(assessment.workload()));
      MigrationPhase phase =
          child == null || child.getStatus() == null ? null : child.getStatus().phase();
      boolean seenAsRoot =
          child != null
              && child.getStatus() != null
              && Boolean.TRUE.equals(child.getStatus().root());
      boolean told = child != null && child.getStatus() != null && child.getStatus().root() != null;
      root += assessment.isRoot() || seenAsRoot ? 1 : 0;
      unknown += assessment.isUnknown() && !told ? 1 : 0;
      privileged += assessment.isPrivileged() ? 1 : 0;
      compliant += assessment.isCompliant() ? 1 : 0;
      proposed += !assessment.isCompliant() && assessment.proposal().reachesTarget() ? 1 : 0;
      verified += isProved(child) ? 1 : 0;
      blocked += phase == MigrationPhase.Blocked || phase == MigrationPhase.Inconclusive ? 1 : 0;
      failed += phase == MigrationPhase.Failed ? 1 : 0;
    }
    return new PlanCounts(
        assessments.size(),
        root,
        unknown,
        privileged,
        compliant,
        proposed,
        verified,
        blocked,
        failed);
  }

  /** Whether a trial proved the proposal, whatever the mode is by now. */
  private static boolean isProved(@Nullable WorkloadMigration child) {
    WorkloadMigrationStatus status = child == null ? null : child.getStatus();
    return status != null
        && status.trial() != null
        && status.trial().verdict() == TrialVerdict.Verified;
  }

  private UpdateControl<MigrationPlan> write(MigrationPlan plan, PlanFacts facts) {
    MigrationPlanStatus before = plan.getStatus();
    MigrationPlanStatus after = statuses.status(plan, facts);
    if (after.equals(before)) {
      return UpdateControl.noUpdate();
    }
    if (after.phase() != PlanPhase.Inventorying
        && (before == null || before.phase() != after.phase())) {
      String message = after.conditions().get(0).getMessage();
      LOG.atInfo()
          .addKeyValue("namespace", plan.getMetadata().getNamespace())
          .addKeyValue("plan", plan.getMetadata().getName())
          .addKeyValue("phase", after.phase())
          .log(message);
      boolean stalled = after.phase() == PlanPhase.Stalled;
      events.record(
          plan,
          stalled ? EventRecorder.Kind.Warning : EventRecorder.Kind.Normal,
          String.valueOf(after.phase()),
          "Plan",
          message);
    }
    return UpdateControl.patchStatus(fresh(plan, after));
  }

  private static MigrationPlan fresh(MigrationPlan plan, MigrationPlanStatus status) {
    MigrationPlan fresh = new MigrationPlan();
    fresh.getMetadata().setName(plan.getMetadata().getName());
    fresh.getMetadata().setNamespace(plan.getMetadata().getNamespace());
    fresh.setStatus(status);
    return fresh;
  }

  /**
   * Trouble that is not the user's shows as {@code Reconciling}; everything else of the status
   * stays.
   */
  @Override
  public ErrorStatusUpdateControl<MigrationPlan> updateErrorStatus(
      MigrationPlan plan, Context<MigrationPlan> context, Exception failure) {
    LOG.atWarn()
        .addKeyValue("namespace", plan.getMetadata().getNamespace())
        .addKeyValue("plan", plan.getMetadata().getName())
        .log("Trying again: {}", ApiServerFailure.describe(failure));
    MigrationPlanStatus status = Setback.in(plan, failure, clock);
    return status.equals(plan.getStatus())
        ? ErrorStatusUpdateControl.noStatusUpdate()
        : ErrorStatusUpdateControl.patchStatus(fresh(plan, status));
  }
}
