package dev.unroot.engine.proposal;

import static org.assertj.core.api.Assertions.assertThat;

import dev.unroot.engine.evidence.Knowledge;
import dev.unroot.engine.evidence.StartedAs;
import dev.unroot.engine.generated.GeneratedPods;
import dev.unroot.engine.image.ImageFacts;
import dev.unroot.engine.patch.JsonPatch;
import dev.unroot.engine.patch.JsonPatchInterpreter;
import dev.unroot.engine.podsecurity.ControlId;
import dev.unroot.engine.podsecurity.Level;
import dev.unroot.engine.podsecurity.PodSecurity;
import dev.unroot.engine.podsecurity.PolicyVersion;
import dev.unroot.engine.podsecurity.Violation;
import dev.unroot.engine.privilege.EffectivePrivileges;
import dev.unroot.engine.workload.Container;
import dev.unroot.engine.workload.PodTemplate;
import dev.unroot.engine.workload.WorkloadKind;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.function.BiConsumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What every proposal owes, on thousands of pods that were made up by chance. */
class ProposalPropertiesTest {
  private static final Knowledge KNOWLEDGE = Knowledge.of(ImageFacts.builtIn());
  private static final long SEED = 20_261_122;
  private static final int PODS = 2_000;
  private static final List<Long> USERS = List.of(0L, 33L, 1_000L);
  private static final List<Target> TARGETS =
      List.of(
          target(Level.RESTRICTED, "latest"),
          target(Level.RESTRICTED, "v1.0"),
          target(Level.RESTRICTED, "v1.24"),
          target(Level.RESTRICTED, "v1.35"),
          target(Level.BASELINE, "latest"),
          target(Level.BASELINE, "v1.18"));

  @Test
  void itNeverHoldsMoreThanBefore() {
    CASES.forEach(
        c -> NeverWeaker.check(c.proposal().before(), c.proposal().after(), c.knowledge()));
  }

  @Test
  void itReachesTheLevelThatItClaims() {
    forEach(
        (target, proposal) -> {
          assertThat(proposal.levelAfter())
              .isEqualTo(PodSecurity.level(proposal.after(), target.version()));
          assertThat(proposal.levelAfter().covers(proposal.levelBefore())).isTrue();
          assertThat(proposal.remaining().isEmpty())
              .isEqualTo(proposal.levelAfter().covers(target.level()));
        });
  }

  @Test
  void onItsOwnResultNothingIsLeftToPropose() {
    CASES.forEach(
        c ->
            assertThat(Proposer.propose(c.proposal().after(), c.target(), c.knowledge()).changes())
                .isEmpty());
  }

  @Test
  void theSameInputGivesTheSameProposal() {
    CASES.forEach(
        c ->
            assertThat(Proposer.propose(c.proposal().before(), c.target(), c.knowledge()))
                .isEqualTo(c.proposal()));
  }

  @Test
  void itsJsonPatchMakesTheSameTemplate() {
    forEach(
        (target, proposal) ->
            assertThat(
                    JsonPatchInterpreter.apply(
                        JsonPatch.operations(WorkloadKind.POD, proposal, Optional.empty()),
                        proposal.before().object()))
                .isEqualTo(proposal.after().object()));
  }

  @Test
  void whatRemainsHasAnExceptionOrNoRemedy() {
    forEach(
        (target, proposal) ->
            assertThat(proposal.notExcepted())
                .allMatch(violation -> hasNoRemedy(violation, proposal.before())));
  }

  /** Foreign volume types and whatever Windows pods lack are the owner's. */
  private static boolean hasNoRemedy(Violation violation, PodTemplate template) {
    return template.isWindows() || violation.control() == ControlId.RESTRICTED_VOLUMES;
  }

  @Test
  void itIsValidForTheApiServer() {
    forEach(
        (target, proposal) -> {
          for (Container container : proposal.after().containers()) {
            EffectivePrivileges held =
                EffectivePrivileges.of(proposal.after(), container, ImageFacts.none());
            boolean powerful =
                held.privileged()
                    || container
                        .securityContext()
                        .object("capabilities")
                        .texts("add")
                        .contains("SYS_ADMIN");
            boolean refuses =
                container
                    .securityContext()
                    .flag("allowPrivilegeEscalation")
                    .filter(flag -> !flag)
                    .isPresent();
            assertThat(powerful && refuses).as("refused by the API server").isFalse();
          }
        });
  }

  /** A target, what is known beyond the template, and what is proposed. */
  private record Case(Target target, Knowledge knowledge, Proposal proposal) {
    static Case of(PodTemplate pod, Target target, Knowledge knowledge) {
      return new Case(target, knowledge, Proposer.propose(pod, target, knowledge));
    }
  }

  private static final List<Case> CASES =
      GeneratedPods.of(SEED, PODS).stream()
          .flatMap(
              pod ->
                  Stream.concat(
                      TARGETS.stream().map(target -> Case.of(pod, target, KNOWLEDGE)),
                      Stream.of(Case.of(pod, TARGETS.get(0), running(pod)))))
          .toList();

  /** Running pods, made up by chance: none, one or two that tell a user of each container. */
  private static Knowledge running(PodTemplate pod) {
    Random chance = new Random(pod.hashCode());
    List<StartedAs> started = new ArrayList<>();
    for (Container container : pod.containers()) {
      for (int pods = chance.nextInt(3); pods > 0; pods--) {
        long uid = USERS.get(chance.nextInt(USERS.size()));
        started.add(new StartedAs(container.name(), uid, chance.nextBoolean() ? 0 : uid));
      }
    }
    return KNOWLEDGE.withStartedAs(started);
  }

  @Test
  void thereIsMuchToPropose() {
    assertThat(CASES.stream().filter(c -> !c.proposal().changes().isEmpty()).count())
        .isGreaterThan(PODS);
  }

  private static void forEach(BiConsumer<Target, Proposal> check) {
    CASES.forEach(c -> check.accept(c.target(), c.proposal()));
  }

  private static Target target(Level level, String version) {
    return new Target(
        level, PolicyVersion.parse(version).orElseThrow(), Target.DEFAULT_FALLBACK_USER);
  }
}
