package dev.unroot.api.v1alpha1;

/** Which run of a changed CronJob shows whether the change works. */
public enum CronJobRun {
  /** The next one that its schedule brings, or a person makes. */
  Scheduled,
  /** One that is made at once, as {@code kubectl create job --from} makes it. */
  Immediate
}
