package dev.unroot.e2e.apiserver.rollouts;

import dev.unroot.api.v1alpha1.RolloutStep;
import io.fabric8.kubernetes.client.http.HttpRequest;
import java.util.Optional;
import java.util.regex.Pattern;

/** A point of the course of a rollout: what is on record there, and what is to be written next. */
enum RolloutPoint {
  /** What was there is on record, and the workload is about to be changed. */
  RECORDED(RolloutStep.Recorded, Optional.empty()),
  /** It was changed, which is on record nowhere. */
  CHANGED(RolloutStep.Recorded, Optional.of(RolloutStep.Following)),
  /** Its pods were healthy for as long as they had to be. */
  SOAKING(RolloutStep.Soaking, Optional.of(RolloutStep.Migrated)),
  /** The change is about to be taken back. */
  REVERTING(RolloutStep.Reverting, Optional.empty());

  private final RolloutStep recorded;
  private final Optional<RolloutStep> next;

  /**
   * @param next the step that is to be written; nothing where it is the workload itself
   */
  RolloutPoint(RolloutStep recorded, Optional<RolloutStep> next) {
    this.recorded = recorded;
    this.next = next;
  }

  /** The step that is on record at this point. */
  RolloutStep recorded() {
    return recorded;
  }

  /** Whether {@code request} puts on record what this point comes after. */
  boolean isBefore(HttpRequest request) {
    return writes(request, recorded);
  }

  /** Whether {@code request} is the one that goes on from here. */
  boolean isNext(HttpRequest request) {
    return next.map(step -> writes(request, step))
        .orElseGet(
            () ->
                request.method().equals("PATCH")
                    && request.uri().getPath().contains("/deployments/")
                    && !String.valueOf(request.uri().getQuery()).contains("dryRun"));
  }

  private static boolean writes(HttpRequest request, RolloutStep step) {
    return request.uri().getPath().contains("/workloadmigrations/")
        && request.uri().getPath().endsWith("/status")
        && Pattern.compile("\\bstep\"?: ?\"?" + step + "\\b").matcher(request.bodyString()).find();
  }
}
