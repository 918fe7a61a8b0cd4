package dev.unroot.operator.register;

import dev.unroot.api.v1alpha1.MigrationPhase;
import dev.unroot.api.v1alpha1.Unproved;
import dev.unroot.api.v1alpha1.WorkloadMigrationSpec;
import dev.unroot.operator.inventory.WorkloadId;
import java.time.Duration;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;

/**
 * One WorkloadMigration, as far as its plan has to know it.
 *
 * @param plan the UID of the plan that owns it; empty where none does
 * @param resourceVersion in which it is seen here
 * @param phase how far it has come, as its status has it
 * @param current whether its status speaks of its newest spec
 * @param root what it says of root; nothing where it cannot tell
 * @param proved whether a trial proved its proposal, whatever its stage is by now
 * @param again whether its trial could not tell before and goes on in another round
 * @param taught whether a rollout of it was taken back, and its trial goes by what that taught
 * @param took how long its trial took; nothing where that goes on, or there is none
 * @param missingPermission what the operator would have to be allowed for it to go on
 * @param approved whether whoever has to agreed to its proposal
 */
public record RegisteredMigration(
    WorkloadId workload,
    String name,
    String uid,
    String plan,
    String resourceVersion,
    WorkloadMigrationSpec spec,
    Optional<MigrationPhase> phase,
    boolean current,
    Optional<Boolean> root,
    boolean proved,
    boolean again,
    boolean taught,
    Optional<Duration> took,
    Optional<String> missingPermission,
    boolean approved) {
  private static final Set<MigrationPhase> ROLLING =
      EnumSet.of(MigrationPhase.RollingOut, MigrationPhase.RollingBack);

  private static final Set<MigrationPhase> GOING_ON =
      EnumSet.of(
          MigrationPhase.Trying,
          MigrationPhase.Waiting,
          MigrationPhase.RollingOut,
          MigrationPhase.RollingBack);

  private static final Set<MigrationPhase> WELL =
      EnumSet.of(
          MigrationPhase.Compliant,
          MigrationPhase.Excepted,
          MigrationPhase.Migrated,
          MigrationPhase.Regressed);

  /** Whether a rollout of it was taken back, and it is not as it is to be since. */
  public boolean isTakenBack() {
    return phase.filter(at -> at == MigrationPhase.RolledBack).isPresent()
        || taught && phase.filter(WELL::contains).isEmpty();
  }

  /** Whether it has been carried as far as its stage can take it. */
  public boolean isSettled() {
    return current && !spec.isWaiting() && phase.filter(at -> !GOING_ON.contains(at)).isPresent();
  }

  /** Whether its proposal is being rolled out or taken back, or was told to be. */
  public boolean isRollingOut() {
    boolean isAsked = !current || missingPermission.isPresent() || mayBeRolledOut();
    return spec.rollOut() && isAsked || phase.filter(ROLLING::contains).isPresent();
  }

  /** Whether it has a proposal that may be rolled out as far as people are concerned. */
  public boolean isReady() {
    return current && approved && mayBeRolledOut();
  }

  /** Whether its proposal is proved, or its plan asks for no proof where there can be none. */
  public boolean mayBeRolledOut() {
    boolean isExcused = spec.stage().applies() && spec.apply().unproved() == Unproved.Allowed;
    return phase
        .filter(at -> at == MigrationPhase.Verified || isExcused && at == MigrationPhase.Proposed)
        .isPresent();
  }

  /** The name by which a plan takes a slot for the trial of a migration. */
  public static String slot(String plan, String namespace, String name) {
    return plan + "/" + namespace + "/" + name;
  }

  /** The name by which it takes a slot for a trial. */
  public String slot() {
    return slot(plan, workload.namespace(), name);
  }

  /** Whether it has been told to try and has not come to an end. */
  public boolean isTrying() {
    return hasTurn() && !isSettled();
  }

  /**
   * Whether it is being tried again after a trial that could not tell. Nobody asked for that, and
   * its plan was carried as far as it can be before: it stays so, that whoever waits for the plan
   * to be ready, a person, a script or a delivery tool, does not see it go and come back every few
   * hours. Not once the plan asks for something else: then it has work to do like every other.
   */
  public boolean isTriedAgain() {
    return again && current && hasTurn();
  }

  /** Whether it has been told to try. */
  public boolean hasTurn() {
    return spec.stage().tries() && !spec.isWaiting();
  }
}
