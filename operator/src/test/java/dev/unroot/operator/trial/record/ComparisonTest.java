package dev.unroot.operator.trial.record;

import static org.assertj.core.api.Assertions.assertThat;

import dev.unroot.api.v1alpha1.AttemptOutcome;
import dev.unroot.api.v1alpha1.AttemptRole;
import dev.unroot.api.v1alpha1.ObservedContainer;
import dev.unroot.api.v1alpha1.ObservedUser;
import dev.unroot.api.v1alpha1.TrialAttempt;
import dev.unroot.engine.evidence.Failure;
import dev.unroot.engine.workload.PodTemplate;
import dev.unroot.operator.Samples;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class ComparisonTest {
  private static final PodTemplate PLAIN = Samples.web().template();
  private static final Failure CHOWN =
      new Failure.OperationNotPermitted("server", "chown", Optional.of("/data"), "");

  @Test
  void aCandidateThatDoesWhatTheControlDoesIsHealthy() {
    assertThat(failures(seen(List.of("80/tcp"), List.of("nginx"), null), List.of())).isEmpty();
  }

  @Test
  void morePortsAndProgramsAreNoFailure() {
    assertThat(failures(seen(List.of("80/tcp", "81/tcp"), List.of("nginx", "sh"), null), List.of()))
        .isEmpty();
  }

  @Test
  void aMissingPortIsOne() {
    assertThat(failures(seen(List.of(), List.of("nginx"), null), List.of()))
        .singleElement()
        .extracting(Failure::line)
        .isEqualTo("does not listen on 80/tcp, as the control does");
  }

  @Test
  void aMissingProgramIsOne() {
    assertThat(failures(seen(List.of("80/tcp"), List.of(), null), List.of()))
        .singleElement()
        .extracting(Failure::line)
        .isEqualTo("does not run nginx, as the control does");
  }

  @Test
  void aProgramThatOnlyChangesTheUserIsNotMissed() {
    TrialAttempt control = control(seen(List.of(), List.of("gosu", "su"), null), List.of());

    assertThat(
            Comparison.failures(
                control, PLAIN, List.of(seen(List.of(), List.of(), null)), List.of()))
        .isEmpty();
  }

  @Test
  void aContainerThatTheCandidateLeavesOutIsNotMissed() {
    ObservedContainer web = seen(List.of("80/tcp"), List.of("nginx"), null);
    ObservedContainer owners = new ObservedContainer("owners", List.of(), List.of("sleep"));
    ObservedContainer server = new ObservedContainer("server", List.of(), List.of("sleep"));

    assertThat(Comparison.failures(control(owners, List.of()), PLAIN, List.of(web), List.of()))
        .isEmpty();
    assertThat(Comparison.failures(control(server, List.of()), PLAIN, List.of(web), List.of()))
        .hasSize(1);
  }

  @Test
  void aUserNamespaceThatHadNoEffectIsAFailure() {
    PodTemplate separated =
        Samples.workload(
                "web", "hostUsers: false\ncontainers: [{name: server, image: example/server:1}]")
            .template();
    ObservedContainer alike = seen(List.of("80/tcp"), List.of("nginx"), false);

    assertThat(Comparison.failures(control(alike, List.of()), separated, List.of(alike), List.of()))
        .singleElement()
        .isInstanceOf(Failure.NoUserNamespace.class);
    assertThat(
            Comparison.failures(
                control(alike, List.of()),
                separated,
                List.of(seen(List.of("80/tcp"), List.of("nginx"), true)),
                List.of()))
        .isEmpty();
    assertThat(Comparison.failures(control(alike, List.of()), separated, List.of(), List.of()))
        .as("unobserved, it may have had no effect")
        .anyMatch(Failure.NoUserNamespace.class::isInstance);
  }

  @Test
  void whatTheControlComplainsOfTooIsNoNews() {
    TrialAttempt control =
        control(seen(List.of(), List.of(), null), List.of(notWritable("/run/app.17.pid")));

    assertThat(Comparison.news(control, List.of(notWritable("/run/app.4211.pid"), CHOWN)))
        .containsExactly(CHOWN);
  }

  @Test
  void aComplaintOfAFileIsAFailureAndOneOfAnOwnerIsNot() {
    ObservedContainer alike = seen(List.of("80/tcp"), List.of("nginx"), null);

    assertThat(failures(alike, List.of(CHOWN))).isEmpty();
    assertThat(failures(alike, List.of(notWritable("/srv/cache"))))
        .containsExactly(notWritable("/srv/cache"));
  }

  private static List<Failure> failures(ObservedContainer candidate, List<Failure> news) {
    TrialAttempt control = control(seen(List.of("80/tcp"), List.of("nginx"), null), List.of());
    return Comparison.failures(control, PLAIN, List.of(candidate), news);
  }

  private static Failure notWritable(String path) {
    return new Failure.PathNotWritable("server", path, false, "");
  }

  private static TrialAttempt control(ObservedContainer seen, List<Failure> complaints) {
    return new TrialAttempt(
        0,
        AttemptRole.Control,
        "pod",
        AttemptOutcome.Healthy,
        "healthy",
        List.of(),
        TrialRecords.evidence(complaints),
        List.of(seen),
        "2026-03-01T10:00:00Z",
        "2026-03-01T10:00:20Z");
  }

  private static ObservedContainer seen(
      List<String> ports, List<String> programs, @Nullable Boolean ownUserNamespace) {
    return new ObservedContainer(
        "server",
        List.of(new ObservedUser(33, 33, "nginx")),
        ports,
        programs,
        List.of(),
        ownUserNamespace,
        null,
        List.of());
  }
}
