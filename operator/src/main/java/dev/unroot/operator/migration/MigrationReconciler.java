package dev.unroot.operator.migration;

import dev.unroot.api.v1alpha1.RolloutStatus;
import dev.unroot.api.v1alpha1.TrialStatus;
import dev.unroot.api.v1alpha1.WorkloadMigration;
import dev.unroot.api.v1alpha1.WorkloadMigrationStatus;
import dev.unroot.engine.Assessment;
import dev.unroot.operator.apiserver.ApiServerFailure;
import dev.unroot.operator.ceiling.CeilingsWatch;
import dev.unroot.operator.ceiling.TrialSlots;
import dev.unroot.operator.eligibility.Ineligibility;
import dev.unroot.operator.inventory.ListedWorkload;
import dev.unroot.operator.inventory.WorkloadId;
import dev.unroot.operator.inventory.WorkloadInventory;
import dev.unroot.operator.knowledge.WorkloadKnowledge;
import dev.unroot.operator.metrics.MigrationMetrics;
import dev.unroot.operator.register.MigrationName;
import dev.unroot.operator.register.MigrationRegister;
import dev.unroot.operator.rollout.RolloutStage;
import dev.unroot.operator.status.EventRecorder;
import dev.unroot.operator.status.MigrationStatusFactory;
import dev.unroot.operator.status.MigrationStatusFactory.Trouble;
import dev.unroot.operator.status.Recheck;
import dev.unroot.operator.status.Setback;
import dev.unroot.operator.trial.TrialStage;
import dev.unroot.operator.trial.pod.TrialLabels;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.javaoperatorsdk.operator.api.config.informer.InformerEventSourceConfiguration;
import io.javaoperatorsdk.operator.api.reconciler.Constants;
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
import io.javaoperatorsdk.operator.processing.event.source.informer.Mappers;
import java.net.HttpURLConnection;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Semaphore;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The worker: brings one workload to the stage that its plan set, and writes down what it finds.
 */
@ControllerConfiguration(name = "migration", fieldManager = "unroot-migration")
public final class MigrationReconciler implements Reconciler<WorkloadMigration> {
  private static final Logger LOG = LoggerFactory.getLogger(MigrationReconciler.class);
  static final Duration INVENTORY_POLL = Duration.ofSeconds(1);
  private static final Duration PERMISSION_POLL = Duration.ofSeconds(20);
  private static final Duration SLOT_POLL = Duration.ofSeconds(2);

  /** What is made of one large workload takes many times its size, while it is being made. */
  private static final int LARGE_AT_ONCE = 2;

  private final Semaphore large = new Semaphore(LARGE_AT_ONCE);
  private final KubernetesClient client;
  private final WorkloadInventory inventory;
  private final MigrationRegister register;
  private final CeilingsWatch ceilings;
  private final TrialSlots slots;
  private final WorkloadAssessments assessments;
  private final WorkloadTrials trials;
  private final WorkloadRollouts rollouts;
  private final MigrationStatusFactory statuses;
  private final RolloutWork rolloutWork;
  private final StatusWriter writer;
  private final Clock clock;

  /** A worker that knows {@code base} of images, tries through {@code trials} and rolls out. */
  public MigrationReconciler(
      KubernetesClient client,
      WorkloadInventory inventory,
      MigrationRegister register,
      CeilingsWatch ceilings,
      TrialSlots slots,
      WorkloadKnowledge base,
      TrialStage trials,
      RolloutStage rollouts,
      MigrationStatusFactory statuses,
      EventRecorder events,
      MigrationMetrics metrics,
      Clock clock) {
    this.client = client;
    this.inventory = inventory;
    this.register = register;
    this.ceilings = ceilings;
    this.slots = slots;
    this.assessments = new WorkloadAssessments(base, clock);
    this.trials = new WorkloadTrials(trials, inventory::isComplete, slots, clock);
    this.rollouts = new WorkloadRollouts(rollouts, clock);
    this.statuses = statuses;
    this.writer = new StatusWriter(events, metrics);
    this.rolloutWork =
        new RolloutWork(
            client, inventory, this.rollouts, this.trials, assessments, statuses, writer);
    this.clock = clock;
  }

  @Override
  public List<EventSource<?, WorkloadMigration>> prepareEventSources(
      EventSourceContext<WorkloadMigration> context) {
    var workloads = new SimpleInboundEventSource<WorkloadMigration>("workloads");
    Set<String> own = context.getControllerConfiguration().getEffectiveNamespaces();
    inventory.onChange(
        workload -> {
          if (!isOfNamespaces(own, workload.namespace())) {
            return;
          }
          ResourceID id = new ResourceID(MigrationName.of(workload), workload.namespace());
          // Most workloads have no migration: nothing is to be remembered of them.
          if (register.find(workload.namespace(), id.getName()).isPresent()) {
            workloads.propagateEvent(id);
          }
        });
    ceilings.listen(
        now ->
            register.tried().stream()
                .filter(m -> isOfNamespaces(own, m.workload().namespace()))
                .forEach(
                    m ->
                        workloads.propagateEvent(
                            new ResourceID(m.name(), m.workload().namespace()))));
    var trialPods =
        new InformerEventSource<Pod, WorkloadMigration>(
            InformerEventSourceConfiguration.from(Pod.class, WorkloadMigration.class)
                .withName("trial-pods")
                .withLabelSelector(TrialLabels.TRIAL + "=true")
                .withSecondaryToPrimaryMapper(Mappers.fromOwnerReferences(WorkloadMigration.class))
                .build(),
            context);
    return List.of(workloads, trialPods);
  }

  private static boolean isOfNamespaces(Set<String> own, String namespace) {
    return own.contains(Constants.WATCH_ALL_NAMESPACES) || own.contains(namespace);
  }

  @Override
  public UpdateControl<WorkloadMigration> reconcile(
      WorkloadMigration migration, Context<WorkloadMigration> context) {
    if (context.isPrimaryResourceDeleted()) {
      return UpdateControl.noUpdate();
    }
    UpdateControl<WorkloadMigration> control;
    if (inventory.isLarge(id(migration))) {
      large.acquireUninterruptibly();
      try {
        control = work(migration, context);
      } finally {
        large.release();
      }
    } else {
      control = work(migration, context);
    }
    assessments
        .exceptions(migration)
        .untilNextLook(clock)
        .ifPresent(left -> Recheck.within(control, left));
    return control;
  }

  private UpdateControl<WorkloadMigration> work(
      WorkloadMigration migration, Context<WorkloadMigration> context) {
    if (migration.getMetadata().getDeletionTimestamp() != null) {
      return rolloutWork.leave(migration, context);
    }
    Optional<ListedWorkload> workload = inventory.find(id(migration));
    if (workload.isEmpty()) {
      // Either the inventory is not complete yet, or the workload is gone and the plan is about to
      // drop the migration.
      return inventory.isComplete(migration.getMetadata().getNamespace())
          ? UpdateControl.noUpdate()
          : UpdateControl.<WorkloadMigration>noUpdate().rescheduleAfter(INVENTORY_POLL);
    }
    try {
      return work(migration, workload.get(), context);
    } catch (KubernetesClientException e) {
      Optional<Trouble> missing =
          e.getCode() == HttpURLConnection.HTTP_FORBIDDEN
              ? Obstacle.ofPermission(e, migration.getMetadata().getNamespace())
              : Optional.empty();
      if (missing.isEmpty()) {
        throw e;
      }
      return within(stall(migration, workload.get(), missing, context), PERMISSION_POLL);
    }
  }

  static WorkloadId id(WorkloadMigration migration) {
    var workload = migration.getSpec().workload();
    return new WorkloadId(
        workload.apiVersion(),
        workload.kind(),
        migration.getMetadata().getNamespace(),
        workload.name());
  }

  /** Writes what is in the way; what a trial taught so far stays. */
  private UpdateControl<WorkloadMigration> stall(
      WorkloadMigration cached,
      ListedWorkload workload,
      Optional<Trouble> missing,
      Context<WorkloadMigration> context) {
    WorkloadMigration live = client.resource(cached).get();
    WorkloadMigration migration = live == null ? cached : live;
    Optional<TrialStatus> trial =
        trials.recorded(migration, workload).or(() -> trials.outdated(migration, workload));
    Optional<RolloutStatus> rollout = WorkloadRollouts.rollout(migration);
    return writer.write(
        migration,
        rollout.isPresent() // what is on record must never be lost
            ? statuses.rolledOut(
                migration,
                workload,
                assessments.of(migration, workload, trial),
                rollout.get(),
                missing)
            : status(migration, workload, trial, missing),
        context);
  }

  private UpdateControl<WorkloadMigration> work(
      WorkloadMigration migration, ListedWorkload workload, Context<WorkloadMigration> context) {
    if (rollouts.isOpen(migration)) {
      return rolloutWork.carryOn(migration, workload, context);
    }
    Optional<TrialStatus> proof = trials.proof(migration, workload);
    Assessment assessment = assessments.of(migration, workload, proof);
    Optional<RolloutStatus> standing = rollouts.standing(migration, workload, assessment);
    if (standing.isPresent()) {
      if (RolloutHold.isHeld(migration) != RolloutHold.isNeeded(migration)) {
        return rolloutWork.renewHold(migration);
      }
      if (!context.getSecondaryResources(Pod.class).isEmpty()) {
        trials.sweep(migration);
      }
      Optional<TrialStatus> taught = taught(migration, workload, standing.get(), proof);
      if (taught.isPresent()) {
        return writer.write(
            migration, status(migration, workload, taught, Optional.empty()), context);
      }
      return writer.write(
          migration,
          statuses.rolledOut(migration, workload, assessment, standing.get(), Optional.empty()),
          context);
    }
    if (assessment.isExcepted()) { // whatever was proved before: nothing is left to do
      if (!context.getSecondaryResources(Pod.class).isEmpty()) {
        trials.sweep(migration);
      }
      return writer.write(
          migration,
          statuses.status(migration, workload, assessment, proof, Optional.empty()),
          context);
    }
    Optional<Trouble> refusal = rollouts.refusal(migration, workload, assessment, proof);
    if (refusal.isPresent() && context.getSecondaryResources(Pod.class).isEmpty()) {
      return writer.write(
          migration, statuses.status(migration, workload, assessment, proof, refusal), context);
    }
    if (rollouts.mayBegin(migration, workload, proof, ceilings.current())
        && context.getSecondaryResources(Pod.class).isEmpty()) {
      return rolloutWork.carryOn(migration, workload, context);
    }
    if (RolloutHold.isHeld(migration)) {
      return rolloutWork.renewHold(migration); // what it was for did not begin
    }
    boolean tries =
        migration.getSpec().stage().tries()
            && hasPlan(migration)
            && !migration.getSpec().isWaiting()
            && !assessment.isCompliant()
            && assessment.worthTrying()
            && Ineligibility.of(workload, migration.getSpec().trial()).isEmpty();
    Optional<Trouble> obstacle = tries ? obstacle(migration, workload) : Optional.empty();
    boolean hasPods = !context.getSecondaryResources(Pod.class).isEmpty();
    if (tries && obstacle.isEmpty()) {
      Optional<Duration> rest = trials.rest(migration, proof).filter(time -> !hasPods);
      return rest.isPresent()
              && status(migration, workload, proof, obstacle).equals(migration.getStatus())
          ? UpdateControl.<WorkloadMigration>noUpdate().rescheduleAfter(rest.get())
          : carryOnTrial(migration, workload, context);
    }
    if (hasPods) {
      trials.sweep(migration);
    }
    Optional<TrialStatus> told = proof.or(() -> trials.outdated(migration, workload));
    return writer.write(
        migration, statuses.status(migration, workload, assessment, told, obstacle), context);
  }

  /** The trial that a rollout which was taken back gives reason to; nothing where it gives none. */
  private Optional<TrialStatus> taught(
      WorkloadMigration migration,
      ListedWorkload workload,
      RolloutStatus rollout,
      Optional<TrialStatus> proof) {
    return migration.getSpec().stage().applies() && hasPlan(migration)
        ? Lesson.of(
            rollout, proof, evidence -> assessments.heeding(migration, workload, proof, evidence))
        : Optional.empty();
  }

  private Optional<Trouble> obstacle(WorkloadMigration migration, ListedWorkload workload) {
    return Obstacle.ofCeilings(migration.getMetadata().getNamespace(), ceilings.current())
        .or(() -> Obstacle.ofNetwork(migration.getSpec().trial()))
        .or(() -> Obstacle.ofImages(workload.workload(), ceilings.current()));
  }

  /** A migration that its plan left behind must not go on trying on nobody's behalf. */
  private static boolean hasPlan(WorkloadMigration migration) {
    return migration.getMetadata().getOwnerReferences() != null
        && migration.getMetadata().getOwnerReferences().stream()
            .anyMatch(owner -> "MigrationPlan".equals(owner.getKind()));
  }

  /**
   * Decides on the migration as the API server has it: a step of a trial must never go by what a
   * cache remembers.
   */
  private UpdateControl<WorkloadMigration> carryOnTrial(
      WorkloadMigration cached, ListedWorkload workload, Context<WorkloadMigration> context) {
    WorkloadMigration migration = client.resource(cached).get();
    if (migration == null || migration.getMetadata().getDeletionTimestamp() != null) {
      return UpdateControl.noUpdate();
    }
    Optional<TrialStatus> recorded = trials.recorded(migration, workload);
    if (!TrialTurn.has(migration, recorded, slots)) {
      return await(migration, workload, context);
    }
    Optional<Duration> rest = trials.rest(migration, recorded);
    if (rest.isPresent()) {
      trials.sweep(migration);
      return within(
          writer.write(migration, status(migration, workload, recorded, Optional.empty()), context),
          rest.get());
    }
    TrialStage.Step step = trials.advance(migration, workload);
    UpdateControl<WorkloadMigration> control =
        writer.write(
            migration,
            status(migration, workload, Optional.of(step.trial()), Optional.empty()),
            context);
    step.recheck().ifPresent(time -> Recheck.within(control, time));
    return control;
  }

  /** Says that the trial waits, so that the plan takes a slot for it as for any other. */
  private UpdateControl<WorkloadMigration> await(
      WorkloadMigration migration, ListedWorkload workload, Context<WorkloadMigration> context) {
    if (!context.getSecondaryResources(Pod.class).isEmpty()) {
      trials.sweep(migration);
    }
    Optional<TrialStatus> outdated = trials.outdated(migration, workload);
    return within(
        writer.write(migration, status(migration, workload, outdated, Optional.empty()), context),
        SLOT_POLL);
  }

  /** Looked at again in {@code time}, or sooner where the status could not be written now. */
  private static UpdateControl<WorkloadMigration> within(
      UpdateControl<WorkloadMigration> control, Duration time) {
    Recheck.within(control, time);
    return control;
  }

  private WorkloadMigrationStatus status(
      WorkloadMigration migration,
      ListedWorkload workload,
      Optional<TrialStatus> trial,
      Optional<Trouble> trouble) {
    return statuses.status(
        migration, workload, assessments.of(migration, workload, trial), trial, trouble);
  }

  /**
   * Trouble that is not the user's shows as {@code Reconciling}; everything else of the status
   * stays.
   */
  @Override
  public ErrorStatusUpdateControl<WorkloadMigration> updateErrorStatus(
      WorkloadMigration migration, Context<WorkloadMigration> context, Exception failure) {
    LOG.atWarn()
        .addKeyValue("namespace", migration.getMetadata().getNamespace())
        .addKeyValue("migration", migration.getMetadata().getName())
        .log("Trying again: {}", ApiServerFailure.describe(failure));
    if (ApiServerFailure.isNotFound(failure)) {
      return ErrorStatusUpdateControl.noStatusUpdate(); // there is nothing left to write to
    }
    WorkloadMigrationStatus status = Setback.in(migration, failure, clock);
    return status.equals(migration.getStatus())
        ? ErrorStatusUpdateControl.noStatusUpdate()
        : ErrorStatusUpdateControl.patchStatus(StatusWriter.fresh(migration, status));
  }
}
