package dev.unroot.operator.plan;

import dev.unroot.operator.inventory.WorkloadId;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Future;

/**
 * One look of a plan at what has changed: decides, writes, and keeps the ledger. What fails is
 * reported as changed again, so that the next look takes it up.
 */
final class PlanPass {
  private static final int ROUND = 64;

  private final Ledger ledger;
  private final Decider decider;
  private final MigrationWriter writer;
  private final ExecutorService writers;

  PlanPass(Ledger ledger, Decider decider, MigrationWriter writer, ExecutorService writers) {
    this.ledger = ledger;
    this.decider = decider;
    this.writer = writer;
    this.writers = writers;
  }

  /** What became of one decision; the failure where it could not be carried out. */
  private record Done(
      Decision decision, MigrationWriter.Outcome outcome, Optional<RuntimeException> failure) {}

  /**
   * Looks until nothing is left, or until {@code limit}, so that a plan that is edited meanwhile is
   * soon looked at anew. What fails keeps nobody else from being looked at.
   *
   * @throws RuntimeException the first failure, after everything else was done
   */
  void run(Clock clock, Instant limit) {
    ledger.report(ledger.waiting(decider.freeTurns()));
    ledger.report(ledger.ready(decider.freeRollouts()));
    Map<WorkloadId, RuntimeException> failures = new LinkedHashMap<>();
    List<WorkloadId> round = ledger.take(ROUND);
    while (!round.isEmpty()) {
      look(round, clock, limit, failures);
      round = clock.instant().isAfter(limit) ? List.of() : ledger.take(ROUND);
    }
    ledger.report(failures.keySet());
    if (!failures.isEmpty()) {
      throw failures.values().iterator().next();
    }
  }

  /** Looks at one round, or at as much of it as fits; the rest is left for the next look. */
  private void look(
      List<WorkloadId> round,
      Clock clock,
      Instant limit,
      Map<WorkloadId, RuntimeException> failures) {
    decider.beginRound();
    List<Decision> decisions = new ArrayList<>();
    for (int i = 0; i < round.size(); i++) {
      WorkloadId workload = round.get(i);
      if (i > 0 && clock.instant().isAfter(limit)) {
        ledger.report(round.subList(i, round.size()));
        break;
      }
      try {
        decisions.add(decider.decide(workload));
      } catch (RuntimeException e) {
        failures.put(workload, e);
      }
    }
    for (Done done : carryOut(decisions)) {
      WorkloadId workload = done.decision.workload();
      if (done.failure.isPresent()) {
        failures.put(workload, done.failure.get());
      } else {
        keep(done);
      }
      decider.giveBackSlot(workload); // whatever became of it, unless it is being tried
    }
  }

  private List<Done> carryOut(List<Decision> decisions) {
    List<Done> done = new ArrayList<>();
    List<Callable<Done>> writes = new ArrayList<>();
    for (Decision decision : decisions) {
      if (decision.intent() instanceof Intent.Nothing) {
        done.add(new Done(decision, MigrationWriter.Outcome.DONE, Optional.empty()));
      } else {
        writes.add(() -> write(decision));
      }
    }
    done.addAll(all(writes));
    return done;
  }

  private Done write(Decision decision) {
    try {
      return new Done(decision, outcome(decision.intent()), Optional.empty());
    } catch (RuntimeException e) {
      return new Done(decision, MigrationWriter.Outcome.DONE, Optional.of(e));
    }
  }

  private MigrationWriter.Outcome outcome(Intent intent) {
    if (intent instanceof Intent.Create create) {
      return writer.create(create.migration());
    }
    if (intent instanceof Intent.Alter alter) {
      writer.change(alter.migration());
    } else if (intent instanceof Intent.Drop drop) {
      writer.delete(drop.migration());
    }
    return MigrationWriter.Outcome.DONE;
  }

  private List<Done> all(List<Callable<Done>> writes) {
    try {
      List<Done> done = new ArrayList<>();
      if (writes.size() == 1) {
        done.add(writes.get(0).call());
        return done;
      }
      for (Future<Done> future : writers.invokeAll(writes)) {
        done.add(future.get());
      }
      return done;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("stopped while writing", e);
    } catch (RuntimeException e) {
      throw e;
    } catch (ExecutionException e) {
      throw new IllegalStateException(e.getCause());
    } catch (Exception e) {
      throw new IllegalStateException(e);
    }
  }

  private void keep(Done done) {
    WorkloadId workload = done.decision.workload();
    if (done.decision.standing().isPresent()) {
      boolean claimed =
          done.decision.claimedByAnother() || done.outcome == MigrationWriter.Outcome.CLAIMED;
      ledger.write(
          workload,
          new Entry(
              done.decision.standing().get(),
              claimed ? Optional.empty() : decider.own(workload),
              claimed));
    } else {
      ledger.erase(workload);
    }
  }
}
