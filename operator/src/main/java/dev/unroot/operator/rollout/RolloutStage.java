package dev.unroot.operator.rollout;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.unroot.api.v1alpha1.ApplySpec;
import dev.unroot.api.v1alpha1.RolloutStatus;
import dev.unroot.api.v1alpha1.RolloutStep;
import dev.unroot.engine.Assessment;
import dev.unroot.engine.patch.Fingerprint;
import dev.unroot.engine.patch.JsonPatch;
import dev.unroot.engine.proposal.Proposal;
import dev.unroot.engine.workload.WorkloadKind;
import dev.unroot.operator.inventory.WorkloadId;
import dev.unroot.operator.trial.cluster.Refusal;
import io.fabric8.kubernetes.api.model.ManagedFieldsEntry;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.net.HttpURLConnection;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Carries a rollout on, one step a call.
 *
 * <p>A step either writes to the workload once or asks for one write of the status, never both, and
 * what was there is on record before the workload is changed. So the operator may be killed after
 * any step: the next one reads the same status and the same workload and goes on from there.
 */
public final class RolloutStage {
  private static final Duration SOON = Duration.ofMillis(300);
  private static final Duration POLL = Duration.ofSeconds(1);
  private static final int UNPROCESSABLE = 422;
  private static final int LARGEST_RECORD = 64 * 1024;
  private static final ObjectMapper JSON = new ObjectMapper();

  private static final Set<RolloutStep> OPEN =
      EnumSet.of(
          RolloutStep.Recorded,
          RolloutStep.Following,
          RolloutStep.Soaking,
          RolloutStep.Reverting,
          RolloutStep.Recovering);

  private static final Set<WorkloadKind> ROLLED_OUT =
      EnumSet.of(WorkloadKind.DEPLOYMENT, WorkloadKind.STATEFUL_SET, WorkloadKind.DAEMON_SET);

  private final RolloutCluster cluster;
  private final Clock clock;

  /** Rolls out in {@code cluster}. */
  public RolloutStage(RolloutCluster cluster, Clock clock) {
    this.cluster = cluster;
    this.clock = clock;
  }

  /**
   * What a step came to.
   *
   * @param rollout as it is to be written; nothing where none is begun, or the one that was begun
   *     is given up before it changed anything
   * @param recheck when to call again; nothing once it has come to its end
   */
  public record Step(Optional<RolloutStatus> rollout, Optional<Duration> recheck) {}

  /** Whether workloads of {@code kind} are rolled out: something replaces their pods. */
  public static boolean rollsOut(WorkloadKind kind) {
    return ROLLED_OUT.contains(kind);
  }

  /** Why a proposal is not rolled out as its plan has it; nothing where it may be. */
  public static Optional<String> refusal(WorkloadKind kind, Proposal proposal, ApplySpec apply) {
    return Strategy.refusal(kind, proposal, apply);
  }

  /** A workload as it is now. */
  public Optional<LiveWorkload> find(WorkloadId id) {
    return cluster.find(id);
  }

  /** The step of a rollout whose workload is gone. */
  public static Step gone() {
    return new Step(Optional.empty(), Optional.of(POLL));
  }

  /** Whether {@code rollout} has to be carried on, whatever its plan asks for by now. */
  public static boolean isOpen(Optional<RolloutStatus> rollout) {
    return rollout.map(RolloutStatus::step).filter(OPEN::contains).isPresent();
  }

  /**
   * Puts on record what is there, where what is proved is what would be done now.
   *
   * @param proved the hash of the proposal that was proved and, where it has to be, agreed to
   * @param assess what the engine says of a workload, by all that is known
   */
  public Step begin(
      LiveWorkload live,
      String proved,
      ApplySpec apply,
      Function<LiveWorkload, Assessment> assess) {
    Assessment now = assess.apply(live);
    if (!Fingerprint.of(now.patch()).equals(proved)) {
      return none(); // it changed meanwhile: what is proposed for it now is not proved yet
    }
    if (refusal(live.kind(), now.proposal(), apply).isPresent()) {
      return none();
    }
    LiveWorkload after;
    try {
      after = cluster.tried(live, patch(live, now));
    } catch (KubernetesClientException e) {
      if (isStale(e)) {
        return none();
      } else if (Refusal.isOfObject(e)) {
        return write(recorded(live, live, now).at(RolloutStep.Refused, Refusal.message(e)));
      }
      throw e;
    }
    RolloutStatus recorded = recorded(live, after, now);
    return recorded.revert().length() + recorded.managers().length() > LARGEST_RECORD
        ? write(
            recorded(live, live, now)
                .withoutRecord()
                .at(
                    RolloutStep.Refused,
                    "what is there takes more than "
                        + LARGEST_RECORD / 1024
                        + " KiB to put on record, so that it could not be put back"))
        : write(recorded);
  }

  private RolloutStatus recorded(LiveWorkload live, LiveWorkload after, Assessment now) {
    return new RolloutStatus(
        RolloutStep.Recorded,
        Fingerprint.of(now.patch()),
        live.uid(),
        live.hash(),
        after.hash(),
        now.proposal().levelAfter().toString(),
        Revert.of(live, after),
        JSON.valueToTree(live.managers()).toString(),
        Replacement.ready(live),
        now(),
        null,
        null,
        null,
        "what is there is on record",
        List.of());
  }

  /** Whether a {@code test} of a patch failed: the workload is not the one that it was made for. */
  private static boolean isStale(KubernetesClientException e) {
    return e.getCode() == HttpURLConnection.HTTP_CONFLICT
        || e.getCode() == UNPROCESSABLE && !Refusal.message(e).contains(" is invalid");
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

  /** One step of an open rollout. */
  public Step advance(
      RolloutStatus rollout,
      LiveWorkload live,
      ApplySpec apply,
      Function<LiveWorkload, Assessment> assess) {
    RolloutStep step = rollout.step();
    if (step == null) {
      return done(rollout);
    }
    return switch (step) {
      case Recorded -> change(rollout, live, assess);
      case Following -> follow(rollout, live, apply);
      case Soaking -> soak(rollout, live, apply);
      case Reverting -> revert(rollout, live);
      case Recovering -> recover(rollout, live, apply);
      case Migrated, RolledBack, Refused, Conflict -> done(rollout);
    };
  }

  private Step change(
      RolloutStatus rollout, LiveWorkload live, Function<LiveWorkload, Assessment> assess) {
    if (isThe(live, rollout, rollout.after())) {
      return write(rollout.at(RolloutStep.Following, "its pods are being replaced").changed(now()));
    }
    Assessment now = assess.apply(live);
    if (!isThe(live, rollout, rollout.before())
        || !Fingerprint.of(now.patch()).equals(rollout.proposal())) {
      return none();
    }
    try {
      cluster.change(live, patch(live, now));
    } catch (KubernetesClientException e) {
      if (!isStale(e) && Refusal.isOfObject(e)) {
        return write(rollout.at(RolloutStep.Refused, Refusal.message(e)).ended(now()));
      } else if (!isStale(e)) {
        throw e;
      }
    }
    return wait(rollout, SOON);
  }

  /** Takes a part of the change back; whoever was faster is looked at in the next step. */
  private Step putBack(RolloutStatus rollout, LiveWorkload live, List<Map<String, Object>> patch) {
    try {
      cluster.change(live, patch);
    } catch (KubernetesClientException e) {
      if (!isStale(e)) {
        throw e;
      }
    }
    return wait(rollout, SOON);
  }

  private static boolean isThe(LiveWorkload live, RolloutStatus rollout, String template) {
    return live.uid().equals(rollout.uid()) && live.hash().equals(template);
  }

  private Step follow(RolloutStatus rollout, LiveWorkload live, ApplySpec apply) {
    if (!isThe(live, rollout, rollout.after())) {
      return conflict(rollout, live);
    }
    Replacement replacement = Replacement.of(live);
    if (replacement instanceof Replacement.Complete) {
      return write(
          rollout
              .at(RolloutStep.Soaking, "healthy so far, watched for " + apply.soak())
              .soaking(now()));
    }
    if (replacement instanceof Replacement.Waits waits) {
      return told(rollout, waits.what());
    }
    Optional<String> failed = failure(rollout, live, replacement, apply);
    if (failed.isPresent()) {
      return write(rollout.at(RolloutStep.Reverting, failed.get()));
    }
    return told(rollout, ((Replacement.UnderWay) replacement).how());
  }

  private Optional<String> failure(
      RolloutStatus rollout, LiveWorkload live, Replacement replacement, ApplySpec apply) {
    String changedAt = text(rollout.changedAt());
    // The change was seen a moment after it was made: its first pods may be older than that.
    Optional<String> trouble =
        NewPods.trouble(cluster.pods(live), text(rollout.startedAt()))
            .map(t -> "container " + t.container() + " of a new pod " + t.why());
    if (trouble.isPresent()) {
      return trouble;
    }
    if (replacement instanceof Replacement.Stuck stuck) {
      return Optional.of(stuck.why());
    }
    return isOver(changedAt, apply.deadlineDuration())
        ? Optional.of("its pods were not replaced within " + apply.deadline())
        : Optional.empty();
  }

  private Step soak(RolloutStatus rollout, LiveWorkload live, ApplySpec apply) {
    if (!isThe(live, rollout, rollout.after())) {
      return conflict(rollout, live);
    }
    Optional<String> restarted =
        NewPods.restarted(cluster.pods(live), text(rollout.startedAt()))
            .map(t -> "container " + t.container() + " of a new pod " + t.why());
    if (restarted.isPresent()) {
      return write(rollout.at(RolloutStep.Reverting, restarted.get()));
    }
    if (!(Replacement.of(live) instanceof Replacement.Complete complete)
        || complete.ready() < rollout.readyBefore()) {
      return isOver(
              text(rollout.soakingSince()), apply.soakDuration().plus(apply.deadlineDuration()))
          ? write(rollout.at(RolloutStep.Reverting, "its pods did not stay ready"))
          : told(rollout, "its pods are not all ready any more");
    }
    if (!isOver(text(rollout.soakingSince()), apply.soakDuration())) {
      return wait(rollout, POLL);
    }
    List<Map<String, Object>> strategy = Strategy.restored(rollout.revert(), live);
    return strategy.isEmpty()
        ? write(
            rollout
                .at(RolloutStep.Migrated, "healthy for " + apply.soak() + " with the change")
                .ended(now()))
        : putBack(rollout, live, Revert.guarded(strategy, live));
  }

  private Step revert(RolloutStatus rollout, LiveWorkload live) {
    if (isThe(live, rollout, rollout.after())) {
      return putBack(rollout, live, Revert.guarded(rollout.revert(), live));
    }
    if (!isThe(live, rollout, rollout.before())) {
      return conflict(rollout, live);
    }
    if (Managers.areOurs(live)) {
      return putBack(rollout, live, managers(live, rollout));
    }
    return write(rollout.at(RolloutStep.Recovering, text(rollout.message())).changed(now()));
  }

  private static List<Map<String, Object>> managers(LiveWorkload live, RolloutStatus rollout) {
    try {
      List<ManagedFieldsEntry> before =
          JSON.readValue(rollout.managers(), new TypeReference<>() {});
      String restored =
          JSON.valueToTree(
                  List.of(
                      Map.of(
                          "op",
                          "replace",
                          "path",
                          "/metadata/managedFields",
                          "value",
                          Managers.restored(live.managers(), before))))
              .toString();
      return Revert.guarded(restored, live);
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException("the record of managers is not JSON", e);
    }
  }

  private Step recover(RolloutStatus rollout, LiveWorkload live, ApplySpec apply) {
    if (!isThe(live, rollout, rollout.before())) {
      return conflict(rollout, live);
    }
    boolean isWell =
        Replacement.of(live) instanceof Replacement.Complete complete
            && complete.ready() >= rollout.readyBefore();
    return isWell || isOver(text(rollout.changedAt()), apply.deadlineDuration())
        ? write(
            rollout
                .at(
                    RolloutStep.RolledBack,
                    text(rollout.message())
                        + (isWell ? "" : "; put back, but its pods are not all ready"))
                .ended(now()))
        : wait(rollout, POLL);
  }

  /** What somebody else wrote is not overwritten. */
  private Step conflict(RolloutStatus rollout, LiveWorkload live) {
    String who =
        live.managers().stream()
            .filter(entry -> !Managers.OURS.equals(entry.getManager()))
            .filter(entry -> entry.getSubresource() == null || entry.getSubresource().isEmpty())
            .filter(entry -> entry.getTime() != null)
            .max((one, other) -> one.getTime().compareTo(other.getTime()))
            .map(ManagedFieldsEntry::getManager)
            .orElse("somebody");
    return write(
        rollout
            .at(
                RolloutStep.Conflict,
                who + " changed the pod template during the rollout; it is left as it is")
            .ended(now()));
  }

  private boolean isOver(String since, Duration time) {
    return !since.isEmpty() && clock.instant().isAfter(Instant.parse(since).plus(time));
  }

  private static String text(@Nullable String text) {
    return text == null ? "" : text;
  }

  private String now() {
    return clock.instant().truncatedTo(ChronoUnit.SECONDS).toString();
  }

  /** Nothing was begun, and nothing is changed. */
  private static Step none() {
    return new Step(Optional.empty(), Optional.of(POLL));
  }

  private static Step write(RolloutStatus rollout) {
    return new Step(
        Optional.of(rollout), isOpen(Optional.of(rollout)) ? Optional.of(SOON) : Optional.empty());
  }

  private static Step told(RolloutStatus rollout, String message) {
    return wait(rollout.at(rollout.step(), message), POLL);
  }

  private static Step wait(RolloutStatus rollout, Duration time) {
    return new Step(Optional.of(rollout), Optional.of(time));
  }

  private static Step done(RolloutStatus rollout) {
    return new Step(Optional.of(rollout), Optional.empty());
  }
}
