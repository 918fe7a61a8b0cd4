package dev.unroot.operator.rollout;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.unroot.api.v1alpha1.ApplySpec;
import dev.unroot.api.v1alpha1.RolloutStatus;
import dev.unroot.api.v1alpha1.RolloutStep;
import dev.unroot.engine.Assessment;
import dev.unroot.engine.patch.JsonPatch;
import dev.unroot.operator.rollout.RolloutStage.Step;
import dev.unroot.operator.trial.cluster.Refusal;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/** Puts on record what is there, and then makes the change that was proved. */
final class Change {
  private static final int LARGEST_RECORD = 64 * 1024;
  private static final ObjectMapper JSON = new ObjectMapper();

  private final RolloutCluster cluster;
  private final Steps steps;
  private final PodWatch watch;

  Change(RolloutCluster cluster, Steps steps, PodWatch watch) {
    this.cluster = cluster;
    this.steps = steps;
    this.watch = watch;
  }

  Step begin(
      LiveWorkload live,
      String proved,
      ApplySpec apply,
      Function<LiveWorkload, Assessment> assess) {
    Assessment now = assess.apply(live);
    if (!now.hash().equals(proved)) {
      return Steps.none(); // it changed meanwhile: what is proposed for it now is not proved yet
    }
    if (Strategy.refusal(live.kind(), now.proposal(), apply).isPresent()) {
      return Steps.none();
    }
    LiveWorkload after;
    try {
      after = cluster.tried(live, patch(live, now));
    } catch (KubernetesClientException e) {
      if (Steps.isStale(e)) {
        return steps.isUnchanged(live)
            ? refused(recorded(live, live, now), Steps.NOT_AS_IT_SAYS)
            : Steps.none();
      } else if (Refusal.isOfObject(e)) {
        return Steps.write(recorded(live, live, now).at(RolloutStep.Refused, Refusal.message(e)));
      }
      throw e;
    }
    RolloutStatus recorded = recorded(live, after, now);
    if (recorded.revert().length() + recorded.managers().length() > LARGEST_RECORD) {
      return refused(
          recorded,
          "what is there takes more than "
              + LARGEST_RECORD / 1024
              + " KiB to put on record, so that it could not be put back");
    }
    return Revert.restores(recorded.revert(), after, live)
        ? Steps.write(recorded)
        : refused(recorded, "what is there could not be put back");
  }

  private static Step refused(RolloutStatus recorded, String why) {
    return Steps.write(recorded.withoutRecord().at(RolloutStep.Refused, why));
  }

  private RolloutStatus recorded(LiveWorkload live, LiveWorkload after, Assessment now) {
    PodWatch.Before before = watch.before(live);
    return new RolloutStatus(
        RolloutStep.Recorded,
        now.hash(),
        live.uid(),
        live.hash(),
        after.hash(),
        now.proposal().levelAfter().toString(),
        Revert.of(live, after),
        JSON.valueToTree(live.managers()).toString(),
        Replacement.ready(live),
        before.endpoints().orElse(null),
        before.complaints(),
        steps.now(),
        null,
        null,
        null,
        "what is there is on record",
        List.of());
  }

  private static List<Map<String, Object>> patch(LiveWorkload live, Assessment assessment) {
    List<Map<String, Object>> patch =
        new ArrayList<>(
            JsonPatch.operations(
                live.kind(),
                assessment.proposal(),
                Optional.of(new JsonPatch.Revision(live.uid(), live.resourceVersion()))));
    if (assessment.proposal().stopsFirst()) {
      patch.add(Strategy.recreate());
    }
    return patch;
  }

  Step make(RolloutStatus rollout, LiveWorkload live, Function<LiveWorkload, Assessment> assess) {
    if (Steps.isThe(live, rollout, rollout.after())) {
      return Steps.write(
          rollout.at(RolloutStep.Following, "its pods are being replaced").changed(steps.now()));
    }
    Assessment now = assess.apply(live);
    if (!Steps.isThe(live, rollout, rollout.before()) || !now.hash().equals(rollout.proposal())) {
      return Steps.none();
    }
    try {
      cluster.change(live, patch(live, now));
    } catch (KubernetesClientException e) {
      if (Steps.isStale(e)) {
        return steps.isUnchanged(live)
            ? Steps.write(rollout.at(RolloutStep.Refused, Steps.NOT_AS_IT_SAYS).ended(steps.now()))
            : Steps.soon(rollout);
      } else if (Refusal.isOfObject(e)) {
        return Steps.write(rollout.at(RolloutStep.Refused, Refusal.message(e)).ended(steps.now()));
      }
      throw e;
    }
    return Steps.soon(rollout);
  }
}
