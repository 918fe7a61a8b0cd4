package dev.unroot.engine.search;

import static org.assertj.core.api.Assertions.assertThat;

import dev.unroot.engine.Templates;
import dev.unroot.engine.evidence.Failure;
import dev.unroot.engine.evidence.Knowledge;
import dev.unroot.engine.image.ImageFacts;
import dev.unroot.engine.podsecurity.Level;
import dev.unroot.engine.podsecurity.PolicyVersion;
import dev.unroot.engine.proposal.Proposal;
import dev.unroot.engine.proposal.Target;
import dev.unroot.engine.workload.Container;
import dev.unroot.engine.workload.PodTemplate;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.junit.jupiter.api.Test;

/** In which order what prepares something is tried, until nothing is left. */
class SetUpSearchTest {
  private static final Target TARGET =
      new Target(Level.RESTRICTED, PolicyVersion.NEWEST_KNOWN, Target.DEFAULT_FALLBACK_USER);

  @Test
  void whereFilesCannotBeCopiedTheCommandIsLeftAsItIs() {
    PodTemplate template =
        pod("command: [sh, -c, 'chown -R 999 /srv/app && exec gosu 999 server']");

    assertThat(search(template, proposal -> names(proposal).get(0)))
        .startsWith("unroot-app-files", "unroot-app-files-as-root", "app");
  }

  @Test
  void aHookIsMovedBeforeItsContainerStaysRoot() {
    PodTemplate template =
        pod(
            "lifecycle: {postStart: {exec: {command: [sh, -c, 'mkdir -p /data/a && chown 7"
                + " /data/a']}}}");

    assertThat(search(template, proposal -> "app")).startsWith("app", "unroot-app-set-up", "app");
  }

  /**
   * The first container of each candidate, where always the one that {@code failing} names fails.
   */
  private static List<String> search(PodTemplate template, Function<Proposal, String> failing) {
    Knowledge knowledge = Knowledge.of(ImageFacts.none());
    CandidateSearch search = CandidateSearch.begin(template, TARGET, knowledge);
    List<PodTemplate> tried = new ArrayList<>();
    List<String> first = new ArrayList<>();
    while (search.candidate().isPresent()) {
      Proposal candidate = search.candidate().get();
      assertThat(tried).doesNotContain(candidate.after()).hasSizeLessThan(20);
      tried.add(candidate.after());
      first.add(names(candidate).get(0));
      search =
          search.afterFailure(List.of(new Failure.Unexplained(failing.apply(candidate), "no")));
    }
    return first;
  }

  private static List<String> names(Proposal proposal) {
    return proposal.after().containers().stream().map(Container::name).toList();
  }

  private static PodTemplate pod(String field) {
    return Templates.of(
        """
        spec:
          containers:
          - name: app
            image: x
            %s
            volumeMounts: [{name: data, mountPath: /data}]
          volumes: [{name: data, emptyDir: {}}]
        """
            .formatted(field));
  }
}
