package dev.unroot.cli.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.groups.Tuple.tuple;

import dev.unroot.cli.report.ChangeLines.Line;
import dev.unroot.engine.document.FieldPath;
import dev.unroot.engine.proposal.Change;
import dev.unroot.engine.proposal.Confidence;
import dev.unroot.engine.proposal.Source;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class ChangeLinesTest {
  private static final FieldPath INIT = FieldPath.of("spec.initContainers");
  private static final FieldPath SERVER = FieldPath.of("spec.containers").element("name", "server");

  @Test
  void anInitContainerThatIsAddedTellsWhomItRunsAs() {
    Map<String, Object> container =
        Map.of(
            "name",
            "set-up",
            "securityContext",
            Map.of("runAsUser", 0L, "capabilities", Map.of("add", List.of("CHOWN", "FOWNER"))));

    assertThat(lines(change(INIT.element("name", "set-up"), Optional.of(container))))
        .containsExactly(
            new Line(
                "set-up",
                "new init container, root with CHOWN, FOWNER",
                "why (its command, high confidence)"));
    Map<String, Object> unprivileged =
        Map.of("name", "set-up", "securityContext", Map.of("runAsUser", 999L));
    assertThat(lines(change(INIT.element("name", "set-up"), Optional.of(unprivileged))))
        .extracting(Line::settings)
        .containsExactly("new init container, user 999");
  }

  @Test
  void aContainerThatIsLeftOutIsNoMount() {
    assertThat(
            lines(
                change(INIT.element("name", "chown"), Optional.empty()),
                change(SERVER, Optional.empty())))
        .extracting(Line::places, Line::settings)
        .containsExactly(
            tuple("chown", "init container left out"), tuple("server", "container left out"));
  }

  @Test
  void mountsOfOneContainerStandTogether() {
    FieldPath mounts = SERVER.field("volumeMounts");
    assertThat(
            lines(
                change(mounts.element("mountPath", "/run"), Optional.of(Map.of("name", "a"))),
                change(mounts.element("mountPath", "/tmp"), Optional.of(Map.of("name", "a")))))
        .extracting(Line::settings)
        .containsExactly("emptyDir on /run and /tmp");
  }

  private static List<Line> lines(Change... changes) {
    return ChangeLines.of(List.of(changes));
  }

  private static Change change(FieldPath path, Optional<Object> after) {
    Optional<Object> before =
        after.isPresent() ? Optional.empty() : Optional.of(Map.of("image", "busybox"));
    return new Change(path, before, after, "why", Source.COMMAND, Confidence.HIGH);
  }
}
