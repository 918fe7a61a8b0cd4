package dev.unroot.operator.plan;

import dev.unroot.api.v1alpha1.MigrationPlan;
import dev.unroot.api.v1alpha1.Mode;
import dev.unroot.engine.evidence.Knowledge;
import dev.unroot.engine.image.ImageFacts;
import dev.unroot.operator.MovingClock;
import dev.unroot.operator.Samples;
import dev.unroot.operator.ceiling.TrialSlots;
import dev.unroot.operator.exceptions.AgreedExceptions;
import dev.unroot.operator.inventory.WorkloadId;
import dev.unroot.operator.knowledge.WorkloadKnowledge;
import dev.unroot.operator.register.MigrationName;
import dev.unroot.operator.register.MigrationRegister;
import dev.unroot.operator.register.RegisteredMigration;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** A plan in its namespace, looked at as often as a test says. */
final class SimulatedPlan implements AutoCloseable {
  final SimulatedWorkloads workloads = new SimulatedWorkloads();
  final MigrationRegister register = new MigrationRegister();
  final SimulatedWriter writer = new SimulatedWriter(register);
  final TrialSlots slots = new TrialSlots(100);
  final MigrationPlan plan;
  final Ledger ledger = new Ledger();
  private final ExecutorService writers = Executors.newFixedThreadPool(2);
  final MovingClock clock = new MovingClock();

  SimulatedPlan(Mode mode) {
    plan = Samples.plan(mode);
    register.onChange(migration -> ledger.report(migration.workload()));
  }

  /** Another plan of the same namespace, with the same workloads and migrations. */
  static SimulatedPlan beside(SimulatedPlan first, String uid) {
    SimulatedPlan second = new SimulatedPlan(first.plan.getSpec().mode());
    second.plan.getMetadata().setUid(uid);
    return second;
  }

  /** Looks once at what changed, as the plan's mode is. */
  void look() {
    look(Optional.of(plan.getSpec().mode()));
  }

  void look(Optional<Mode> mode) {
    look(mode, Duration.ofHours(1));
  }

  /** Looks once, for {@code limit} at most. */
  void look(Duration limit) {
    look(Optional.of(plan.getSpec().mode()), limit);
  }

  private void look(Optional<Mode> mode, Duration limit) {
    AgreedExceptions exceptions = AgreedExceptions.of(plan.getSpec().exceptions(), clock);
    if (ledger.renew(
        new Terms(
            plan.getMetadata().getGeneration(), mode, List.of(), exceptions.holding().size()))) {
      ledger.report(ledger.workloads());
      ledger.report(workloads.ids("shop"));
    }
    Decider decider =
        new Decider(
            plan,
            exceptions,
            mode,
            workloads,
            register,
            slots,
            WorkloadKnowledge.of(Knowledge.of(ImageFacts.builtIn())),
            ledger,
            true);
    new PlanPass(ledger, decider, writer, writers).run(clock, clock.instant().plus(limit));
  }

  /** Asks for {@code mode} from now on. */
  void edit(Mode mode) {
    MigrationPlan edited = Samples.plan(mode);
    plan.setSpec(edited.getSpec());
    plan.getMetadata().setGeneration(plan.getMetadata().getGeneration() + 1);
  }

  WorkloadId add(String name) {
    WorkloadId id = workloads.put(Samples.web(name));
    ledger.report(id);
    return id;
  }

  void remove(WorkloadId id) {
    workloads.remove(id);
    ledger.report(id);
  }

  Optional<RegisteredMigration> migration(WorkloadId id) {
    return register.find("shop", MigrationName.of(id));
  }

  /** The names of those that have their turn and no verdict. */
  List<String> trying() {
    return register.migrations("shop").stream()
        .filter(RegisteredMigration::isTrying)
        .map(migration -> migration.workload().name())
        .sorted()
        .toList();
  }

  @Override
  public void close() {
    writers.shutdownNow();
  }
}
