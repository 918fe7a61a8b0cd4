package dev.unroot.operator.rollout;

import dev.unroot.api.v1alpha1.RolloutStatus;
import dev.unroot.engine.document.Fields;
import dev.unroot.engine.patch.Fingerprint;
import dev.unroot.operator.rollout.RolloutStage.Step;
import dev.unroot.operator.trial.cluster.Refusal;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.net.HttpURLConnection;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The run that is made of a changed CronJob at once, where its plan does not await the schedule: as
 * {@code kubectl create job --from} makes it.
 *
 * <p>Its name comes from the CronJob and the change. So the API server itself sees to it that there
 * is one, whoever is killed before it is on record, and however many operators there are.
 */
final class FirstRun {
  /** By this, our admission policy asks for a plan in its namespace. */
  static final String LABEL = "unroot.dev/run";

  private static final String MANUAL = "cronjob.kubernetes.io/instantiate";

  /** What the API server lets a CronJob be called, so that its runs can be. */
  private static final int LONGEST_NAME = 52;

  /** With a hyphen, this makes the 63 characters that a Job's name may have. */
  private static final int DIGITS = 10;

  /** How long the end of a run has to be there to be seen: several looks. */
  private static final long SEEN_SECONDS = 60;

  private final RolloutCluster cluster;

  FirstRun(RolloutCluster cluster) {
    this.cluster = cluster;
  }

  /**
   * Makes the run, where there is none and one may be.
   *
   * @param live the CronJob with the change
   * @param awaited what is waited for where none is made
   */
  Step make(RolloutStatus rollout, LiveWorkload live, String awaited) {
    boolean isMade = !Pieces.of(cluster, rollout, live).newRuns().isEmpty();
    boolean isSuspended = spec(live).flag("suspend").orElse(false);
    if (isMade || isSuspended) {
      return Steps.waits(rollout, awaited);
    }
    Optional<String> obstacle = obstacle(live, cluster.runs(live));
    if (obstacle.isPresent()) {
      return Steps.waits(rollout, "no run is made of it: " + obstacle.get() + "; " + awaited);
    }
    try {
      cluster.run(job(live, rollout));
    } catch (KubernetesClientException e) {
      boolean isTaken = e.getCode() == HttpURLConnection.HTTP_CONFLICT;
      if (!isTaken && !Refusal.isOfObject(e)) {
        throw e;
      }
      // One of our own was made by another operator a moment ago: it is found in the next step.
      return Steps.waits(rollout, "no run is made of it: " + Refusal.message(e) + "; " + awaited);
    }
    return Steps.soon(rollout);
  }

  /** Why a run of {@code live} is not made while it is as it is, beside {@code runs}. */
  static Optional<String> obstacle(LiveWorkload live, List<Job> runs) {
    Fields spec = spec(live);
    String policy = spec.text("concurrencyPolicy").orElse("Allow");
    boolean isActive =
        runs.stream()
            .anyMatch(
                run -> !Replacement.ended(run, "Complete") && !Replacement.ended(run, "Failed"));
    if (isActive && !policy.equals("Allow")) {
      return Optional.of(
          "a run from before the change goes on, and concurrencyPolicy is " + policy);
    }
    for (String limit : List.of("successfulJobsHistoryLimit", "failedJobsHistoryLimit")) {
      if (spec.integer(limit).filter(kept -> kept < 1).isPresent()) {
        return Optional.of("nobody would see how it ended, since " + limit + " is 0");
      }
    }
    return spec.object("jobTemplate")
        .object("spec")
        .integer("ttlSecondsAfterFinished")
        .filter(seconds -> seconds < SEEN_SECONDS)
        .map(
            seconds ->
                "nobody may see how it ended, since ttlSecondsAfterFinished is below "
                    + SEEN_SECONDS);
  }

  /** The name of the run that shows whether the change works, or what was put back does. */
  static String name(LiveWorkload live, RolloutStatus rollout) {
    String owner = live.workload().reference().name();
    String change =
        new Fingerprint()
            .tree(List.of(live.uid(), live.hash(), String.valueOf(rollout.changedAt())))
            .hex()
            .substring(0, DIGITS);
    return owner.substring(0, Math.min(owner.length(), LONGEST_NAME)) + "-" + change;
  }

  /** The Job that is the run. */
  static GenericKubernetesResource job(LiveWorkload live, RolloutStatus rollout) {
    Fields template = spec(live).object("jobTemplate");
    GenericKubernetesResource job = new GenericKubernetesResource();
    job.setApiVersion("batch/v1");
    job.setKind("Job");
    job.setMetadata(
        new ObjectMetaBuilder()
            .withName(name(live, rollout))
            .withNamespace(live.workload().reference().namespace())
            .withLabels(template.object("metadata").textMap("labels"))
            .addToLabels(LABEL, "true")
            .withAnnotations(template.object("metadata").textMap("annotations"))
            .addToAnnotations(MANUAL, "manual")
            .addNewOwnerReference()
            .withApiVersion(live.kind().apiVersion())
            .withKind(live.kind().kind())
            .withName(live.workload().reference().name())
            .withUid(live.uid())
            .withController(true)
            .endOwnerReference()
            .build());
    job.setAdditionalProperties(Map.of("spec", template.object("spec").values()));
    return job;
  }

  private static Fields spec(LiveWorkload live) {
    return live.object().object("spec");
  }
}
