package dev.unroot.operator.plan;

import dev.unroot.api.v1alpha1.MigrationPlan;
import dev.unroot.api.v1alpha1.Mode;
import dev.unroot.api.v1alpha1.WorkloadMigrationSpec;
import dev.unroot.engine.document.MalformedFieldException;
import dev.unroot.engine.evidence.Knowledge;
import dev.unroot.operator.ceiling.TrialSlots;
import dev.unroot.operator.inventory.ListedWorkload;
import dev.unroot.operator.inventory.WorkloadId;
import dev.unroot.operator.inventory.Workloads;
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
  private final Optional<Mode> mode;
  private final Workloads workloads;
  private final MigrationRegister register;
  private final TrialSlots slots;
  private final Knowledge base;
  private final Ledger ledger;
  private int free;

  Decider(
      MigrationPlan plan,
      Optional<Mode> mode,
      Workloads workloads,
      MigrationRegister register,
      TrialSlots slots,
      Knowledge base,
      Ledger ledger) {
    this.plan = plan;
    this.mode = mode;
    this.workloads = workloads;
    this.register = register;
    this.slots = slots;
    this.base = base;
    this.ledger = ledger;
  }

  /** How many more may be tried at once, by the plan. */
  int freeTurns() {
    return mode.filter(m -> m == Mode.Trial).isEmpty()
        ? 0
        : Math.max(0, plan.getSpec().trial().maxConcurrent() - ledger.tally().trying());
  }

  /** Begins a round of decisions: those of the rounds before are in the ledger by now. */
  void beginRound() {
    free = freeTurns();
  }

  /** The name by which a workload takes a slot. */
  static String slot(WorkloadId workload) {
    return workload.namespace() + "/" + MigrationName.of(workload);
  }

  /** The plan's own migration of {@code workload}. */
  Optional<RegisteredMigration> own(WorkloadId workload) {
    return register
        .find(workload.namespace(), MigrationName.of(workload))
        .filter(migration -> isOwn(migration, workload));
  }

  /** Whether a trial of {@code workload} is asked for, by whichever plan, and has not ended. */
  boolean isTrying(WorkloadId workload) {
    return register
        .find(workload.namespace(), MigrationName.of(workload))
        .filter(RegisteredMigration::isTrying)
        .isPresent();
  }

  private boolean isOwn(RegisteredMigration migration, WorkloadId workload) {
    return migration.plan().equals(plan.getMetadata().getUid())
        && migration.workload().equals(workload);
  }

  Decision decide(WorkloadId workload) {
    Optional<RegisteredMigration> known =
        register.find(workload.namespace(), MigrationName.of(workload));
    Optional<RegisteredMigration> own = known.filter(m -> isOwn(m, workload));
    Optional<Standing> standing = mode.flatMap(m -> standing(workload));
    if (standing.isEmpty()) {
      return Decision.unclaimed(
          workload,
          own.filter(m -> isGone(workload))
              .<Intent>map(Intent.Drop::new)
              .orElseGet(Intent.Nothing::new));
    }
    boolean isWanted = own.isPresent() || !standing.get().compliant();
    if (!isWanted) {
      return Decision.claimed(workload, standing.get(), new Intent.Nothing());
    }
    if (own.isEmpty() && known.filter(m -> !m.plan().isEmpty()).isPresent()) {
      return Decision.ofAnother(workload, standing.get());
    }
    return Decision.claimed(
        workload,
        standing.get(),
        intent(
            workload, known, new Children(plan, mode.get()), waits(standing.get(), workload, own)));
  }

  private static Intent intent(
      WorkloadId workload, Optional<RegisteredMigration> known, Children children, boolean waits) {
    WorkloadMigrationSpec spec = children.spec(workload, waits);
    if (known.isEmpty()) {
      return new Intent.Create(children.migration(workload, spec));
    }
    boolean same = known.get().spec().equals(spec) && !known.get().plan().isEmpty();
    return same ? new Intent.Nothing() : new Intent.Alter(children.migration(workload, spec));
  }

  /** A workload that is listed is claimed no longer; one that is not may only be out of sight. */
  private boolean isGone(WorkloadId workload) {
    return workloads.revision(workload) != 0 || workloads.wouldKnow(workload);
  }

  private Optional<Standing> standing(WorkloadId workload) {
    long revision = workloads.revision(workload);
    if (revision == 0) {
      return Optional.empty();
    }
    Optional<Standing> before =
        ledger
            .entry(workload)
            .map(Entry::standing)
            .filter(known -> known.isOf(revision, plan.getMetadata().getGeneration()));
    return before.or(() -> workloads.find(workload).filter(this::claims).flatMap(this::judge));
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
      return Optional.of(Standing.of(listed, plan, base));
    } catch (MalformedFieldException e) {
      LOG.atWarn()
          .addKeyValue("namespace", listed.id().namespace())
          .addKeyValue("workload", listed.id())
          .log("Left out of the plan: {}", e.getMessage());
      return Optional.empty();
    }
  }

  private boolean waits(Standing standing, WorkloadId workload, Optional<RegisteredMigration> own) {
    boolean asksForTurn =
        mode.filter(m -> m == Mode.Trial).isPresent()
            && standing.mayBeTried()
            && own.filter(RegisteredMigration::hasTurn).isEmpty();
    if (!asksForTurn) {
      return false;
    }
    if (free > 0 && slots.take(slot(workload))) {
      free--;
      return false;
    }
    return true;
  }
}
