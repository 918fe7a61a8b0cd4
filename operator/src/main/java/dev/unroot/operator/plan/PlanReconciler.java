package dev.unroot.operator.plan;

import dev.unroot.api.v1alpha1.MigrationPlan;
import dev.unroot.api.v1alpha1.MigrationPlanStatus;
import dev.unroot.api.v1alpha1.PlanPhase;
import dev.unroot.api.v1alpha1.RolloutWindow;
import dev.unroot.engine.workload.WorkloadKind;
import dev.unroot.operator.apiserver.ApiServerFailure;
import dev.unroot.operator.apiserver.StatusUpdate;
import dev.unroot.operator.ceiling.Allowance;
import dev.unroot.operator.ceiling.CeilingsWatch;
import dev.unroot.operator.ceiling.TrialSlots;
import dev.unroot.operator.exceptions.AgreedExceptions;
import dev.unroot.operator.guardrail.Guardrails;
import dev.unroot.operator.guardrail.KubernetesNamespaceCluster;
import dev.unroot.operator.inventory.WorkloadId;
import dev.unroot.operator.inventory.WorkloadInventory;
import dev.unroot.operator.knowledge.WorkloadKnowledge;
import dev.unroot.operator.register.MigrationName;
import dev.unroot.operator.register.MigrationRegister;
import dev.unroot.operator.register.RegisteredMigration;
import dev.unroot.operator.rollout.OpenWindow;
import dev.unroot.operator.status.EventRecorder;
import dev.unroot.operator.status.Recheck;
import dev.unroot.operator.status.Setback;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.javaoperatorsdk.operator.api.reconciler.Context;
import io.javaoperatorsdk.operator.api.reconciler.ControllerConfiguration;
import io.javaoperatorsdk.operator.api.reconciler.ErrorStatusUpdateControl;
import io.javaoperatorsdk.operator.api.reconciler.EventSourceContext;
import io.javaoperatorsdk.operator.api.reconciler.Reconciler;
import io.javaoperatorsdk.operator.api.reconciler.UpdateControl;
import io.javaoperatorsdk.operator.processing.event.ResourceID;
import io.javaoperatorsdk.operator.processing.event.source.EventSource;
import io.javaoperatorsdk.operator.processing.event.source.inbound.SimpleInboundEventSource;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The scheduler: one WorkloadMigration for each workload that has something to migrate, and the sum
 * of them. Each look takes up only what changed since the one before.
 */
@ControllerConfiguration(name = "plan", fieldManager = "unroot-plan")
public final class PlanReconciler implements Reconciler<MigrationPlan>, AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(PlanReconciler.class);
  private static final Duration INVENTORY_POLL = Duration.ofMillis(250);
  private static final Duration PERMISSION_POLL = Duration.ofSeconds(20);
  private static final Duration LONGEST_WAIT = Duration.ofHours(1);
  private static final Duration AT_ONCE = Duration.ofMillis(1);
  private static final Duration SOON = Duration.ofMillis(500);

  /** How long one look may take: then its sum is written, and the next one goes on. */
  private static final Duration LOOK = Duration.ofSeconds(1);

  private static final int WRITERS = 8;

  private final WorkloadInventory inventory;
  private final MigrationRegister register;
  private final Predicate<String> isComplete;
  private final CeilingsWatch ceilings;
  private final TrialSlots slots;
  private final WorkloadKnowledge base;
  private final MigrationWriter writer;
  private final Guardrails guardrails;
  private final PlanStatusFactory statuses;
  private final EventRecorder events;
  private final Clock clock;
  private final Ledgers ledgers;
  private final AtomicBoolean begun = new AtomicBoolean();
  private volatile Supplier<Stream<MigrationPlan>> known = Stream::empty;
  private final ExecutorService writers =
      Executors.newFixedThreadPool(
          WRITERS,
          task -> {
            Thread thread = new Thread(task, "migrations");
            thread.setDaemon(true);
            return thread;
          });

  /**
   * A scheduler that knows {@code base} of images.
   *
   * @param isStarted whether the register holds the migrations that are there
   */
  public PlanReconciler(
      KubernetesClient client,
      WorkloadInventory inventory,
      MigrationRegister register,
      BooleanSupplier isStarted,
      CeilingsWatch ceilings,
      TrialSlots slots,
      WorkloadKnowledge base,
      EventRecorder events,
      Clock clock) {
    this.inventory = inventory;
    this.register = register;
    this.isComplete = namespace -> isStarted.getAsBoolean() && inventory.isComplete(namespace);
    this.ceilings = ceilings;
    this.slots = slots;
    this.base = base;
    this.writer = new KubernetesMigrationWriter(client, register);
    this.guardrails = new Guardrails(new KubernetesNamespaceCluster(client));
    this.statuses = new PlanStatusFactory(clock);
    this.events = events;
    this.clock = clock;
    this.ledgers =
        new Ledgers(
            (plan, workload) ->
                slots.release(
                    RegisteredMigration.slot(
                        plan, workload.namespace(), MigrationName.of(workload))));
  }

  @Override
  public List<EventSource<?, MigrationPlan>> prepareEventSources(
      EventSourceContext<MigrationPlan> context) {
    var changes = new SimpleInboundEventSource<MigrationPlan>("changes");
    var plans = context.getPrimaryCache();
    known = plans::list;
    Consumer<MigrationPlan> wake = plan -> changes.propagateEvent(ResourceID.fromResource(plan));
    Consumer<WorkloadId> changed =
        workload -> {
          if (ledgers.areBegun(workload.namespace())) {
            ledgers.report(workload, plans.list(workload.namespace()).toList());
            ActingPlans.among(plans.list(workload.namespace())).forEach(wake);
          }
        };
    inventory.onChange(changed);
    register.onChange(migration -> changed.accept(migration.workload()));
    ceilings.listen(
        now -> {
          if (ledgers.areBegun()) {
            plans.list().forEach(wake);
          }
        });
    slots.listen(
        () -> {
          if (ledgers.areBegun()) {
            plans.list().filter(plan -> ledgers.of(plan).someWait()).forEach(wake);
          }
        });
    return List.of(changes);
  }

  @Override
  public UpdateControl<MigrationPlan> reconcile(
      MigrationPlan plan, Context<MigrationPlan> context) {
    String namespace = plan.getMetadata().getNamespace();
    if (!isComplete.test(namespace)) {
      return isTold(plan)
          ? UpdateControl.<MigrationPlan>noUpdate().rescheduleAfter(INVENTORY_POLL)
          : write(plan, PlanFacts.nothingYet(plan.getSpec().mode(), Terms.isPaused(plan)), context)
              .rescheduleAfter(INVENTORY_POLL);
    }
    boolean acts = ActingPlans.includes(plan, context.getPrimaryCache().list(namespace));
    if (!acts && register.migrations(namespace).stream().noneMatch(m -> isOf(plan, m))) {
      Allowance none = ActingPlans.tooMany();
      return write(plan, PlanFacts.nothingToDo(none, Terms.isPaused(plan)), context)
          .rescheduleAfter(PERMISSION_POLL);
    }
    if (begun.compareAndSet(false, true)) {
      slots.restore(
          register.tried().stream()
              .map(RegisteredMigration::slot)
              .toList()); // before anybody else takes their slots
    }
    Ledger ledger = ledgers.of(plan);
    Allowance allowance =
        acts
            ? ceilings.current().allowance(plan.getSpec().mode(), namespace)
            : ActingPlans.tooMany();
    AgreedExceptions exceptions = AgreedExceptions.of(plan.getSpec().exceptions(), clock);
    Terms terms =
        Terms.of(
            plan,
            allowance,
            inventory.missingPermissions(namespace, EnumSet.allOf(WorkloadKind.class)),
            exceptions);
    look(plan, exceptions, ledger, terms);
    PlanFacts facts = facts(plan, ledger, terms, allowance, context);
    // After a restart, a sum of those looked at so far would say less than the status does.
    boolean saysLess = ledger.hasChanges() && !ledger.isFilled() && isTold(plan) && hasSum(plan);
    Optional<Guardrails.Look> guardrail =
        mayGuard(ledger, terms, facts)
            ? Optional.of(
                guardrails.look(
                    plan,
                    NamespaceCoverage.of(
                        ledger, inventory.ids(namespace), terms.unseen().isEmpty(), exceptions)))
            : Optional.empty();
    UpdateControl<MigrationPlan> control =
        saysLess ? UpdateControl.noUpdate() : write(plan, facts, guardrail, context);
    if (ledger.hasChanges()) {
      Recheck.within(control, AT_ONCE);
    } else if (!acts
        || !facts.missingPermissions().isEmpty()
        || !facts.claimedByOthers().isEmpty()) {
      Recheck.within(control, PERMISSION_POLL);
    } else if (facts.rollouts().ready() > 0 && facts.rollouts().opens().isPresent()) {
      Duration closed = Duration.between(clock.instant(), facts.rollouts().opens().get());
      Recheck.within(
          control, closed.compareTo(LONGEST_WAIT) > 0 ? LONGEST_WAIT : closed.plusSeconds(1));
    }
    guardrail.flatMap(Guardrails.Look::recheck).ifPresent(left -> Recheck.within(control, left));
    exceptions.untilNextLook(clock).ifPresent(left -> Recheck.within(control, left));
    return control;
  }

  /**
   * Only what was looked at as a whole tells of a namespace; a plan that is paused sets nothing.
   */
  private static boolean mayGuard(Ledger ledger, Terms terms, PlanFacts facts) {
    return terms.mode().isPresent() && !facts.paused() && !ledger.hasChanges();
  }

  /**
   * Whether the status speaks of this spec: then it stands until there is something new to tell.
   */
  private static boolean isTold(MigrationPlan plan) {
    return plan.getStatus() != null
        && plan.getMetadata().getGeneration().equals(plan.getStatus().observedGeneration());
  }

  private static boolean hasSum(MigrationPlan plan) {
    return plan.getStatus().phase() != PlanPhase.Inventorying;
  }

  private void look(MigrationPlan plan, AgreedExceptions exceptions, Ledger ledger, Terms terms) {
    if (ledger.renew(terms)) {
      ledger.report(ledger.workloads());
      ledger.report(inventory.ids(plan.getMetadata().getNamespace()));
      register.migrations(plan.getMetadata().getNamespace()).stream()
          .filter(migration -> isOf(plan, migration))
          .forEach(migration -> ledger.report(migration.workload()));
    }
    Decider decider =
        new Decider(
            plan,
            exceptions,
            terms.mode(),
            inventory,
            register,
            slots,
            base,
            ledger,
            OpenWindow.isOpen(plan.getSpec().apply().windows(), clock.instant()));
    PlanPass pass = new PlanPass(ledger, decider, writer, writers);
    boolean wasFilled = ledger.isFilled();
    pass.run(clock, clock.instant().plus(LOOK));
    ledger.looked();
    if (!wasFilled && ledger.isFilled()) {
      pass.run(clock, clock.instant().plus(LOOK)); // now it is known whose turn it is
    }
  }

  private static boolean isOf(MigrationPlan plan, RegisteredMigration migration) {
    return migration.plan().equals(plan.getMetadata().getUid());
  }

  /** The plans that claimed something first are named: whoever reads this has to change one. */
  private OtherClaims otherClaims(Ledger ledger, Context<MigrationPlan> context) {
    List<String> shown =
        ledger.claimedByAnother().stream()
            .limit(OtherClaims.MOST_SHOWN)
            .map(
                workload ->
                    workload
                        + owner(workload, context).map(plan -> " (plan " + plan + ")").orElse(""))
            .toList();
    return new OtherClaims(ledger.claimedByAnother().size(), shown);
  }

  private Optional<String> owner(WorkloadId workload, Context<MigrationPlan> context) {
    return register
        .find(workload.namespace(), MigrationName.of(workload))
        .flatMap(
            migration ->
                context
                    .getPrimaryCache()
                    .list(workload.namespace())
                    .filter(plan -> isOf(plan, migration))
                    .map(plan -> plan.getMetadata().getName())
                    .findFirst());
  }

  private PlanFacts facts(
      MigrationPlan plan,
      Ledger ledger,
      Terms terms,
      Allowance allowance,
      Context<MigrationPlan> context) {
    Set<WorkloadKind> kinds =
        plan.getSpec().kinds().stream()
            .flatMap(
                name ->
                    Arrays.stream(WorkloadKind.values())
                        .filter(kind -> kind.kind().equals(name.name())))
            .collect(Collectors.toSet());
    List<String> missing =
        new ArrayList<>(inventory.missingPermissions(plan.getMetadata().getNamespace(), kinds));
    missing.addAll(ledger.tally().missingPermissions());
    RolloutsProgress rollouts =
        ledger.tally().rollouts(plan.getSpec().apply().failureThreshold(), opens(plan));
    return new PlanFacts(
        ledger.tally().counts(),
        terms.mode(),
        true,
        !ledger.hasChanges() && ledger.tally().open() == 0 && !rollouts.isOpen(terms.mode()),
        Terms.isPaused(plan),
        allowance.limits(),
        missing,
        otherClaims(ledger, context),
        ledger.tally().progress(Math.min(plan.getSpec().trial().maxConcurrent(), slots.maximum())),
        rollouts);
  }

  /** When its windows open; nothing while they are. A window that never opens is far away. */
  private Optional<Instant> opens(MigrationPlan plan) {
    Instant now = clock.instant();
    List<RolloutWindow> windows = plan.getSpec().apply().windows();
    return OpenWindow.isOpen(windows, now)
        ? Optional.empty()
        : Optional.of(OpenWindow.next(windows, now).orElse(Instant.MAX));
  }

  /** Whether an update of a plan may change what is to be done: its own status does not. */
  public static boolean isWorthALook(MigrationPlan after, MigrationPlan before) {
    return !Objects.equals(
            after.getMetadata().getGeneration(), before.getMetadata().getGeneration())
        || Terms.isPaused(after) != Terms.isPaused(before)
        || after.getMetadata().getDeletionTimestamp() != null;
  }

  private UpdateControl<MigrationPlan> write(
      MigrationPlan plan, PlanFacts facts, Context<MigrationPlan> context) {
    return write(plan, facts, Optional.empty(), context);
  }

  private UpdateControl<MigrationPlan> write(
      MigrationPlan plan,
      PlanFacts facts,
      Optional<Guardrails.Look> guardrail,
      Context<MigrationPlan> context) {
    MigrationPlanStatus before = plan.getStatus();
    MigrationPlanStatus told = statuses.status(plan, facts);
    MigrationPlanStatus after =
        guardrail.map(look -> told.withGuardrail(look.status())).orElse(told);
    if (after.equals(before)) {
      return UpdateControl.noUpdate();
    }
    switch (StatusUpdate.write(plan, fresh(plan, after), context)) {
      case GONE:
        return UpdateControl.noUpdate();
      case STALE:
        return UpdateControl.<MigrationPlan>noUpdate().rescheduleAfter(SOON);
      case WRITTEN:
        break;
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
    return UpdateControl.noUpdate();
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
    if (ApiServerFailure.isNotFound(failure)) {
      return ErrorStatusUpdateControl.noStatusUpdate(); // there is nothing left to write to
    }
    MigrationPlanStatus status = Setback.in(plan, failure, clock);
    return status.equals(plan.getStatus())
        ? ErrorStatusUpdateControl.noStatusUpdate()
        : ErrorStatusUpdateControl.patchStatus(fresh(plan, status));
  }

  /** Every plan that the operator watches, as it was last seen; none before it watches. */
  public Stream<MigrationPlan> known() {
    return known.get();
  }

  @Override
  public void close() {
    writers.shutdownNow();
  }
}
