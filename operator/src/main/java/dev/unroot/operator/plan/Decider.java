package dev.unroot.operator.plan;

import dev.unroot.api.v1alpha1.MigrationPlan;
import dev.unroot.api.v1alpha1.Mode;
import dev.unroot.api.v1alpha1.WorkloadMigrationSpec;
import dev.unroot.engine.document.MalformedFieldException;
import dev.unroot.operator.ceiling.TrialSlots;
import dev.unroot.operator.exceptions.AgreedExceptions;
import dev.unroot.operator.inventory.ListedWorkload;
import dev.unroot.operator.inventory.WorkloadId;
import dev.unroot.operator.inventory.Workloads;
import dev.unroot.operator.knowledge.WorkloadKnowledge;
import dev.unroot.operator.register.MigrationName;
import dev.unroot.operator.register.MigrationRegister;
import dev.unroot.operator.register.RegisteredMigration;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Decides what is to be done about each workload of one plan, and whose turn it is to be tried. At
 * most {@code maxConcurrent} are tried at once, and no more than the cluster has slots; one that
 * has its turn keeps it until it has its verdict.
 */
final class Decider {
  private static final Logger LOG = LoggerFactory.getLogger(Decider.class);

  private final MigrationPlan plan;
  private final AgreedExceptions exceptions;
  private final int holding;
  private final Optional<Mode> mode;
  private final Workloads workloads;
  private final MigrationRegister register;
  private final TrialSlots slots;
  private final WorkloadKnowledge base;
  private final Ledger ledger;
  private final boolean isOpen;
  private int free;
  private int freeRollouts;

  /**
   * @param isOpen whether rollouts may begin now, by the windows of {@code plan}
   */
  Decider(
      MigrationPlan plan,
      AgreedExceptions exceptions,
      Optional<Mode> mode,
      Workloads workloads,
      MigrationRegister register,
      TrialSlots slots,
      WorkloadKnowledge base,
      Ledger ledger,
      boolean isOpen) {
    this.plan = plan;
    this.exceptions = exceptions;
    this.holding = exceptions.holding().size();
    this.mode = mode;
    this.workloads = workloads;
    this.register = register;
    this.slots = slots;
    this.base = base;
    this.ledger = ledger;
    this.isOpen = isOpen;
  }

  /** How many more may be tried at once, by the plan. */
  int freeTurns() {
    return mode.filter(Mode::tries).isEmpty()
        ? 0
        : Math.max(0, plan.getSpec().trial().maxConcurrent() - ledger.tally().trying());
  }

  /**
   * How many more may be rolled out at once; none while the ledger is being filled after a restart,
   * when nobody knows how many there are.
   */
  int freeRollouts() {
    boolean goesOn = isOpen && ledger.isFilled() && mode.filter(Mode::applies).isPresent();
    return goesOn
        ? Math.max(0, plan.getSpec().apply().maxConcurrent() - ledger.tally().rollingOut())
        : 0;
  }

  /** Begins a round of decisions: those of the rounds before are in the ledger by now. */
  void beginRound() {
    free = freeTurns();
    freeRollouts = freeRollouts();
  }

  /** The name by which a workload takes a slot. */
  String slot(WorkloadId workload) {
    return RegisteredMigration.slot(
        plan.getMetadata().getUid(), workload.namespace(), MigrationName.of(workload));
  }

  /** The plan's own migration of {@code workload}. */
  Optional<RegisteredMigration> own(WorkloadId workload) {
    return register
        .find(workload.namespace(), MigrationName.of(workload))
        .filter(migration -> isOwn(migration, workload));
  }

  /** Gives back the slot of {@code workload}, unless the plan has it tried. */
  void giveBackSlot(WorkloadId workload) {
    if (own(workload).filter(RegisteredMigration::isTrying).isEmpty()) {
      slots.release(slot(workload));
    }
  }

  private boolean isOwn(RegisteredMigration migration, WorkloadId workload) {
    return migration.plan().equals(plan.getMetadata().getUid())
        && migration.workload().equals(workload);
  }

  Decision decide(WorkloadId workload) {
    Optional<RegisteredMigration> known =
        register.find(workload.namespace(), MigrationName.of(workload));
    Optional<RegisteredMigration> own = known.filter(m -> isOwn(m, workload));
    boolean isOfAnother =
        known
            .map(RegisteredMigration::plan)
            .filter(owner -> !owner.isEmpty() && !owner.equals(plan.getMetadata().getUid()))
            .isPresent();
    Optional<Standing> standing = mode.flatMap(m -> standing(workload, isOfAnother));
    if (standing.isEmpty()) {
      return Decision.unclaimed(
          workload,
          own.filter(m -> isGone(workload))
              .<Intent>map(Intent.Drop::new)
              .orElseGet(Intent.Nothing::new));
    }
    if (isOfAnother) {
      return Decision.ofAnother(workload, standing.get());
    }
    boolean isWanted = own.isPresent() || !standing.get().compliant();
    if (!isWanted) {
      return Decision.claimed(workload, standing.get(), new Intent.Nothing());
    }
    return Decision.claimed(
        workload,
        standing.get(),
        intent(
            known,
            workload,
            new Children(plan, mode.get()),
            waits(standing.get(), workload, own),
            rollsOut(standing.get(), own)));
  }

  /** Whether it is a workload's turn to be rolled out: one that has it keeps it to the end. */
  private boolean rollsOut(Standing standing, Optional<RegisteredMigration> own) {
    if (own.isEmpty()) {
      return false;
    }
    if (own.get().isRollingOut()) {
      return own.get().spec().rollOut();
    }
    boolean isNext =
        standing.mayBeRolledOut()
            && own.get().isReady()
            && (isStopped()
                ? own.get().isTakenBack()
                : ledger
                    .tally()
                    .wave()
                    .filter(wave -> wave.compareTo(standing.wave()) < 0)
                    .isEmpty());
    if (isNext && freeRollouts > 0) {
      freeRollouts--;
      return true;
    }
    return false;
  }

  /** Whether too many failed: only those go on that failed and were proved anew since. */
  private boolean isStopped() {
    return ledger.tally().takenBack() >= plan.getSpec().apply().failureThreshold();
  }

  private static Intent intent(
      Optional<RegisteredMigration> known,
      WorkloadId workload,
      Children children,
      boolean waits,
      boolean rollsOut) {
    if (known.isEmpty()) {
      return new Intent.Create(children.migration(workload, children.spec(workload, waits, false)));
    }
    // The workload that a migration names never changes, be it in another version of its API.
    WorkloadMigrationSpec spec = children.spec(known.get().workload(), waits, rollsOut);
    boolean same = known.get().spec().equals(spec) && !known.get().plan().isEmpty();
    return same ? new Intent.Nothing() : new Intent.Alter(children.migration(workload, spec));
  }

  /** A workload that is listed is claimed no longer; one that is not may only be out of sight. */
  private boolean isGone(WorkloadId workload) {
    return workloads.revision(workload) != 0 || workloads.wouldKnow(workload);
  }

  private Optional<Standing> standing(WorkloadId workload, boolean isOfAnother) {
    long revision = workloads.revision(workload);
    if (revision == 0) {
      return Optional.empty();
    }
    Optional<Standing> before =
        ledger
            .entry(workload)
            .map(Entry::standing)
            .filter(known -> known.isOf(revision, plan.getMetadata().getGeneration(), holding))
            .filter(known -> isOfAnother || known.isJudged());
    return before.or(
        () ->
            workloads
                .find(workload)
                .filter(this::claims)
                .flatMap(
                    listed ->
                        isOfAnother
                            ? Optional.of(Standing.notJudged(listed, plan))
                            : judge(listed)));
  }

  private boolean claims(ListedWorkload listed) {
    return plan.getSpec()
        .claims(
            listed.workload().reference().kind().kind(),
            listed.id().kind(),
            listed.id().name(),
            listed.workload().labels());
  }

  private Optional<Standing> judge(ListedWorkload listed) {
    try {
      return Optional.of(Standing.of(listed, plan, exceptions, base.of(listed.workload())));
    } catch (MalformedFieldException e) {
      LOG.atWarn()
          .addKeyValue("namespace", listed.id().namespace())
          .addKeyValue("workload", listed.id())
          .log("Left out of the plan: {}", e.getMessage());
      return Optional.empty();
    }
  }

  /**
   * Whether a workload has to wait for its trial. One that has its turn keeps it until its verdict;
   * where the verdict is stale and it would be tried anew, it has no slot, and has to wait like the
   * others.
   */
  private boolean waits(Standing standing, WorkloadId workload, Optional<RegisteredMigration> own) {
    if (mode.filter(Mode::tries).isEmpty() || !standing.mayBeTried()) {
      return false;
    }
    Optional<RegisteredMigration> withTurn = own.filter(RegisteredMigration::hasTurn);
    if (withTurn.isPresent()) {
      return withTurn.get().current()
          && !withTurn.get().isSettled()
          && !withTurn.get().isTriedAgain()
          && !slots.holds(slot(workload));
    }
    if (free > 0 && slots.take(slot(workload), plan.getSpec().trial().maxConcurrent())) {
      free--;
      return false;
    }
    return true;
  }
}
