package dev.unroot.engine.proposal;

import static org.assertj.core.api.Assertions.assertThat;

import dev.unroot.engine.Templates;
import dev.unroot.engine.evidence.Failure;
import dev.unroot.engine.evidence.Knowledge;
import dev.unroot.engine.evidence.ListeningPort;
import dev.unroot.engine.evidence.ListeningPort.Protocol;
import dev.unroot.engine.evidence.Observation;
import dev.unroot.engine.evidence.ProcessIdentity;
import dev.unroot.engine.image.ImageFacts;
import dev.unroot.engine.podsecurity.Level;
import dev.unroot.engine.podsecurity.PolicyVersion;
import dev.unroot.engine.workload.PodTemplate;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class OpenLowPortsTest {
  private static final Target TARGET =
      new Target(Level.RESTRICTED, PolicyVersion.NEWEST_KNOWN, Target.DEFAULT_FALLBACK_USER);
  private static final Knowledge NOTHING = Knowledge.of(ImageFacts.none());

  @Test
  void theLowestPortOfAllContainersIsOpened() {
    PodTemplate template =
        Templates.of(
            """
            spec:
              containers:
              - {name: app, image: x, ports: [{containerPort: 443}, {containerPort: 8080}]}
              - {name: dns, image: x, ports: [{containerPort: 53}]}
            """);

    assertThat(opened(template, NOTHING)).isEqualTo(List.of(sysctl("53")));
  }

  @Test
  void highPortsNeedNothing() {
    PodTemplate template =
        Templates.of("spec: {containers: [{name: app, image: x, ports: [{containerPort: 8080}]}]}");

    assertThat(changes(template, NOTHING)).isEmpty();
  }

  @Test
  void whatWasSeenCountsMoreThanWhatIsDeclared() {
    PodTemplate template =
        Templates.of("spec: {containers: [{name: app, image: x, ports: [{containerPort: 80}]}]}");
    Knowledge knowledge = NOTHING.withObservations(List.of(seen(8080)));

    assertThat(changes(template, knowledge)).isEmpty();
  }

  @Test
  void aPortThatCouldNotBeBoundIsOpened() {
    Knowledge knowledge =
        NOTHING
            .withObservations(List.of(seen(8080)))
            .withFailures(List.of(new Failure.PortNotPermitted("app", 443, "")));

    assertThat(opened(Templates.plain("x"), knowledge)).isEqualTo(List.of(sysctl("443")));
  }

  @Test
  void aContainerThatListensWithoutRootAlreadyNeedsNothing() {
    PodTemplate template =
        Templates.of(
            "spec: {containers: [{name: app, image: x, securityContext: {runAsUser: 7}, ports: [{containerPort: 80}]}]}");

    assertThat(changes(template, NOTHING)).isEmpty();
  }

  private static Observation seen(int port) {
    return new Observation(
        "app",
        List.of(new ProcessIdentity(0, 0, "x")),
        List.of(new ListeningPort(Protocol.TCP, port)));
  }

  private static Map<String, Object> sysctl(String value) {
    return Map.of("name", OpenLowPorts.SYSCTL, "value", value);
  }

  private static Object opened(PodTemplate template, Knowledge knowledge) {
    return changes(template, knowledge).get(0).after().orElseThrow();
  }

  private static List<Change> changes(PodTemplate template, Knowledge knowledge) {
    return new OpenLowPorts().changes(Subject.of(template, TARGET, knowledge));
  }
}
