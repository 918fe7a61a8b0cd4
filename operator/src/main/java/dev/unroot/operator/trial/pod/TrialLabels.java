package dev.unroot.operator.trial.pod;

/**
 * The labels and annotations of trial pods. They are all a trial pod carries, so that nothing else
 * selects it.
 */
public final class TrialLabels {
  /** Marks a trial pod; its value is {@code true}. */
  public static final String TRIAL = "unroot.dev/trial";

  /** The name of the WorkloadMigration that a trial pod belongs to. */
  public static final String MIGRATION = "unroot.dev/migration";

  /** Counts the trial pods of one trial from 0, the control. */
  public static final String ATTEMPT = "unroot.dev/attempt";

  /** The key of the trial, so that pods of an outdated trial are told apart. */
  public static final String KEY = "unroot.dev/trial-key";

  private TrialLabels() {}
}
