package dev.unroot.operator.migration;

import dev.unroot.api.v1alpha1.Mode;
import dev.unroot.api.v1alpha1.TrialStatus;
import dev.unroot.api.v1alpha1.WorkloadMigration;
import dev.unroot.api.v1alpha1.WorkloadMigrationStatus;
import dev.unroot.engine.Assessment;
import dev.unroot.engine.evidence.Knowledge;
import dev.unroot.engine.proposal.Target;
import dev.unroot.engine.workload.Workload;
import dev.unroot.engine.workload.WorkloadKind;
import dev.unroot.operator.apiserver.ApiServerFailure;
import dev.unroot.operator.inventory.WorkloadInventory;
import dev.unroot.operator.status.EventRecorder;
import dev.unroot.operator.status.MigrationStatusFactory;
import dev.unroot.operator.status.MigrationStatusFactory.Trouble;
import dev.unroot.operator.status.Setback;
import dev.unroot.operator.trial.TrialLabels;
import dev.unroot.operator.trial.TrialRecords;
import dev.unroot.operator.trial.TrialStage;
import io.fabric8.kubernetes.api.model.Pod;
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
import io.javaoperatorsdk.operator.processing.event.source.informer.Mappers;
import java.net.HttpURLConnection;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The worker: brings one workload to the stage that its plan set, and writes down what it finds.
 */
@ControllerConfiguration(name = "migration", fieldManager = "unroot-migration")
public final class MigrationReconciler implements Reconciler<WorkloadMigration> {
  private static final Logger LOG = LoggerFactory.getLogger(MigrationReconciler.class);
  private static final Duration INVENTORY_POLL = Duration.ofSeconds(1);
  private static final Duration PERMISSION_POLL = Duration.ofSeconds(20);

  private final KubernetesClient client;
  private final WorkloadInventory inventory;
  private final Knowledge base;
  private final TrialStage trials;
  private final MigrationStatusFactory statuses;
  private final EventRecorder events;
  private final Clock clock;

  /** A worker that knows {@code base} of images and tries through {@code trials}. */
  public MigrationReconciler(
      KubernetesClient client,
      WorkloadInventory inventory,
      Knowledge base,
      TrialStage trials,
      MigrationStatusFactory statuses,
      EventRecorder events,
      Clock clock) {
    this.client = client;
    this.inventory = inventory;
    this.base = base;
    this.trials = trials;
    this.statuses = statuses;
    this.events = events;
    this.clock = clock;
  }

  @Override
  public List<EventSource<?, WorkloadMigration>> prepareEventSources(
      EventSourceContext<WorkloadMigration> context) {
    var workloads = new SimpleInboundEventSource<WorkloadMigration>("workloads");
    inventory.onChange(
        change -> {
          ResourceID id =
              new ResourceID(MigrationName.of(change.kind(), change.name()), change.namespace());
          // Most workloads have no migration: nothing is to be remembered of them.
          if (context.getPrimaryCache().get(id).isPresent()) {
            workloads.propagateEvent(id);
          }
        });
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

  @Override
  public UpdateControl<WorkloadMigration> reconcile(
      WorkloadMigration migration, Context<WorkloadMigration> context) {
    Optional<Workload> workload = workload(migration);
    if (workload.isEmpty()) {
      // Either the inventory is not complete yet, or the workload is gone and the plan is about to
      // drop the migration.
      return inventory.isComplete(migration.getMetadata().getNamespace())
          ? UpdateControl.noUpdate()
          : UpdateControl.<WorkloadMigration>noUpdate().rescheduleAfter(INVENTORY_POLL);
    }
    try {
      return work(migration, workload.get(), !context.getSecondaryResources(Pod.class).isEmpty());
    } catch (KubernetesClientException e) {
      Optional<Trouble> missing =
          e.getCode() == HttpURLConnection.HTTP_FORBIDDEN
              ? Obstacle.ofPermission(e, migration.getMetadata().getNamespace())
              : Optional.empty();
      if (missing.isEmpty()) {
        throw e;
      }
      return stall(migration, workload.get(), missing).rescheduleAfter(PERMISSION_POLL);
    }
  }

  /** Writes what is in the way; what a trial taught so far stays. */
  private UpdateControl<WorkloadMigration> stall(
      WorkloadMigration cached, Workload workload, Optional<Trouble> missing) {
    WorkloadMigration live = client.resource(cached).get();
    WorkloadMigration migration = live == null ? cached : live;
    Optional<TrialStatus> trial = trials.recorded(migration, workload, target(migration));
    return write(migration, assess(migration, workload, trial), trial, missing);
  }

  private Optional<Workload> workload(WorkloadMigration migration) {
    var reference = migration.getSpec().workload();
    return Optional.ofNullable(reference.kind())
        .flatMap(kind -> WorkloadKind.of(reference.apiVersion(), kind.name()))
        .flatMap(
            kind ->
                inventory.workload(kind, migration.getMetadata().getNamespace(), reference.name()));
  }

  private UpdateControl<WorkloadMigration> work(
      WorkloadMigration migration, Workload workload, boolean hasTrialPods) {
    Assessment assessment = assess(migration, workload, Optional.empty());
    boolean tries =
        migration.getSpec().stage() == Mode.Trial
            && hasPlan(migration)
            && !migration.getSpec().isWaiting()
            && !assessment.isCompliant()
            && assessment.proposal().reachesTarget();
    Optional<Trouble> obstacle =
        tries
            ? Obstacle.ofNetwork(migration.getSpec().trial())
                .or(() -> Obstacle.ofTemplate(workload))
            : Optional.empty();
    if (tries && obstacle.isEmpty()) {
      return carryOnTrial(migration, workload);
    }
    if (hasTrialPods) {
      trials.sweep(migration);
    }
    Optional<TrialStatus> proof = trials.proof(migration, workload, target(migration));
    return write(migration, assess(migration, workload, proof), proof, obstacle);
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
      WorkloadMigration cached, Workload workload) {
    WorkloadMigration migration = client.resource(cached).get();
    if (migration == null || migration.getMetadata().getDeletionTimestamp() != null) {
      return UpdateControl.noUpdate();
    }
    TrialStage.Step step = trials.advance(migration, workload, target(migration));
    Optional<TrialStatus> trial = Optional.of(step.trial());
    UpdateControl<WorkloadMigration> control =
        write(migration, assess(migration, workload, trial), trial, Optional.empty());
    step.recheck().ifPresent(control::rescheduleAfter);
    return control;
  }

  private Assessment assess(
      WorkloadMigration migration, Workload workload, Optional<TrialStatus> trial) {
    Knowledge knowledge = trial.map(t -> TrialRecords.knowledge(base, t)).orElse(base);
    return Assessment.of(workload, target(migration), knowledge);
  }

  private static Target target(WorkloadMigration migration) {
    return migration.getSpec().target().toTarget();
  }

  private UpdateControl<WorkloadMigration> write(
      WorkloadMigration migration,
      Assessment assessment,
      Optional<TrialStatus> trial,
      Optional<Trouble> trouble) {
    WorkloadMigrationStatus before = migration.getStatus();
    WorkloadMigrationStatus after = statuses.status(migration, assessment, trial, trouble);
    if (after.equals(before)) {
      return UpdateControl.noUpdate();
    }
    for (MigrationNews news : MigrationNews.between(before, after)) {
      LOG.atInfo()
          .addKeyValue("namespace", migration.getMetadata().getNamespace())
          .addKeyValue("workload", assessment.workload().reference())
          .addKeyValue("reason", news.reason())
          .log(news.note());
      events.record(migration, news.kind(), news.reason(), news.action(), news.note());
    }
    return UpdateControl.patchStatus(fresh(migration, after));
  }

  private static WorkloadMigration fresh(
      WorkloadMigration migration, WorkloadMigrationStatus status) {
    WorkloadMigration fresh = new WorkloadMigration();
    fresh.getMetadata().setName(migration.getMetadata().getName());
    fresh.getMetadata().setNamespace(migration.getMetadata().getNamespace());
    fresh.setStatus(status);
    return fresh;
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
    WorkloadMigrationStatus status = Setback.in(migration, failure, clock);
    return status.equals(migration.getStatus())
        ? ErrorStatusUpdateControl.noStatusUpdate()
        : ErrorStatusUpdateControl.patchStatus(fresh(migration, status));
  }
}
