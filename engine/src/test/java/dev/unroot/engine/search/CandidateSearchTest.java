package dev.unroot.engine.search;

import static org.assertj.core.api.Assertions.assertThat;

import dev.unroot.engine.Templates;
import dev.unroot.engine.evidence.Failure;
import dev.unroot.engine.evidence.Knowledge;
import dev.unroot.engine.image.ImageFacts;
import dev.unroot.engine.podsecurity.Level;
import dev.unroot.engine.podsecurity.PolicyVersion;
import dev.unroot.engine.privilege.EffectivePrivileges;
import dev.unroot.engine.proposal.Hardening;
import dev.unroot.engine.proposal.Proposal;
import dev.unroot.engine.proposal.Rung;
import dev.unroot.engine.proposal.Target;
import dev.unroot.engine.workload.PodTemplate;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class CandidateSearchTest {
  private static final PodTemplate WEB = Templates.plain("example/web:1");
  private static final Failure SEGFAULT = new Failure.Unexplained("app", "segfault");
  private static final Failure READ_ONLY =
      new Failure.PathNotWritable("app", "/srv/web/cache/index", false, "");

  @Test
  void whereTheFirstCandidateWorksItIsOver() {
    CandidateSearch over = begin(Hardening.REFUSED, Hardening.PREFERRED).afterSuccess();

    assertThat(over.candidate()).isEmpty();
    assertThat(over.proved().orElseThrow().reach().rung()).isEqualTo(Rung.RESTRICTED);
  }

  @Test
  void whereNothingWorksItIsOverWithoutAProof() {
    CandidateSearch search = begin(Hardening.WANTED, Hardening.WANTED);
    int candidates = 0;
    while (search.candidate().isPresent()) {
      search = search.afterFailure(List.of(SEGFAULT));
      candidates++;
    }

    assertThat(search.proved()).isEmpty();
    assertThat(candidates).isBetween(3, 6);
  }

  @ParameterizedTest
  @MethodSource("needs")
  void theFewestCapabilitiesAreFoundByHalvingWhereNothingTells(Set<String> needed) {
    CandidateSearch search = begin(Hardening.REFUSED, Hardening.REFUSED);
    int candidates = 0;
    while (search.candidate().isPresent()) {
      PodTemplate tried = search.candidate().get().after();
      boolean works = isRoot(tried) && held(tried).containsAll(needed);
      search = works ? search.afterSuccess() : search.afterFailure(List.of(SEGFAULT));
      assertThat(++candidates).isLessThanOrEqualTo(16);
    }

    assertThat(held(search.proved().orElseThrow().after())).isEqualTo(needed);
    assertThat(search.knowledge().concession("app").orElseThrow().capabilities())
        .containsExactlyInAnyOrderElementsOf(needed);
  }

  static List<Set<String>> needs() {
    return List.of(
        Set.of(),
        Set.of("SETUID"),
        Set.of("MKNOD"),
        Set.of("CHOWN", "SETGID", "SETUID"),
        Set.of("AUDIT_WRITE", "SETUID"));
  }

  @Test
  void whatAFailureNamesIsKeptWithoutMoreTries() {
    CandidateSearch search =
        begin(Hardening.REFUSED, Hardening.REFUSED)
            .afterFailure(List.of(SEGFAULT))
            .afterFailure(List.of(SEGFAULT))
            .afterSuccess();
    assertThat(held(search.candidate().orElseThrow().after())).doesNotContain("SYS_CHROOT");

    CandidateSearch next =
        search.afterFailure(
            List.of(
                new Failure.OperationNotPermitted(
                    "app", "chroot", java.util.Optional.empty(), "")));

    assertThat(held(next.candidate().orElseThrow().after())).contains("SYS_CHROOT");
  }

  @Test
  void aPreferredReadOnlyFileSystemCostsOneCandidate() {
    CandidateSearch sealed = begin(Hardening.PREFERRED, Hardening.REFUSED).afterSuccess();
    assertThat(sealed.candidate().orElseThrow().reach().rung())
        .isEqualTo(Rung.RESTRICTED_READ_ONLY);
    assertThat(sealed.candidate().orElseThrow().after().volumes()).hasSize(1);

    CandidateSearch given = sealed.afterFailure(List.of(READ_ONLY));
    assertThat(given.candidate()).isEmpty();
    assertThat(given.proved().orElseThrow().reach().rung()).isEqualTo(Rung.RESTRICTED);
    assertThat(given.proved().orElseThrow().after().volumes()).isEmpty();

    assertThat(sealed.afterSuccess().proved().orElseThrow().reach().rung())
        .isEqualTo(Rung.RESTRICTED_READ_ONLY);
  }

  @Test
  void aWantedReadOnlyFileSystemIsRepairedWhereThatHelps() {
    CandidateSearch sealed = begin(Hardening.WANTED, Hardening.REFUSED).afterSuccess();

    CandidateSearch repaired = sealed.afterFailure(List.of(READ_ONLY));

    Proposal candidate = repaired.candidate().orElseThrow();
    assertThat(candidate.reach().rung()).isEqualTo(Rung.RESTRICTED_READ_ONLY);
    assertThat(
            candidate.after().containers().stream()
                .flatMap(c -> c.mountPaths().stream())
                .distinct())
        .contains("/tmp", "/var/tmp", "/srv/web/cache");
    assertThat(repaired.afterSuccess().proved()).contains(candidate);
  }

  @ParameterizedTest
  @EnumSource(Hardening.class)
  void aReadOnlyFileSystemThatNothingRepairsIsGivenUpWithoutFailingTheRest(Hardening asked) {
    CandidateSearch search = begin(asked, Hardening.REFUSED).afterSuccess();
    while (search.candidate().isPresent()) {
      search = search.afterFailure(List.of(SEGFAULT));
    }

    assertThat(search.proved().orElseThrow().reach().rung()).isEqualTo(Rung.RESTRICTED);
  }

  @Test
  void ofTwoContainersOnlyTheOneThatFailedStaysWritable() {
    PodTemplate two =
        Templates.of(
            "spec: {containers: [{name: app, image: example/web:1}, {name: log, image: example/log:1}]}");
    CandidateSearch sealed =
        CandidateSearch.begin(
                two,
                target(Hardening.PREFERRED, Hardening.REFUSED),
                Knowledge.of(ImageFacts.none()))
            .afterSuccess();

    CandidateSearch rest = sealed.afterFailure(List.of(SEGFAULT));

    assertThat(rest.candidate()).isPresent();
    assertThat(rest.afterSuccess().knowledge().hardened().readOnly()).containsExactly("log");
  }

  @Test
  void aWantedUserNamespaceIsPutOnTopOfRestricted() {
    CandidateSearch separated = begin(Hardening.REFUSED, Hardening.WANTED).afterSuccess();

    assertThat(separated.candidate().orElseThrow().after().hasOwnUserNamespace()).isTrue();
    assertThat(
            separated
                .afterFailure(List.of(new Failure.NoUserNamespace("", "")))
                .proved()
                .orElseThrow()
                .after()
                .hasOwnUserNamespace())
        .isFalse();
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12})
  void noCandidateComesTwiceAndItAlwaysEndsWithTheStrongestThatWorked(long seed) {
    Random random = new Random(seed);
    List<Failure> kinds =
        List.of(
            SEGFAULT,
            READ_ONLY,
            new Failure.OperationNotPermitted("app", "chown", java.util.Optional.empty(), ""),
            new Failure.NoUserNamespace("", ""),
            new Failure.UnknownUser("app", ""),
            new Failure.ImageUserRefused("app", ""),
            new Failure.HomeNotWritable("app", java.util.Optional.empty(), ""),
            new Failure.HomeNotWritable("app", java.util.Optional.of("/.cache"), ""),
            new Failure.PortNotPermitted("app", 80, ""));
    List<PodTemplate> seen = new ArrayList<>();
    CandidateSearch search = begin(Hardening.WANTED, Hardening.WANTED);
    while (search.candidate().isPresent()) {
      PodTemplate tried = search.candidate().get().after();
      assertThat(seen).doesNotContain(tried);
      assertThat(seen).hasSizeLessThan(40);
      seen.add(tried);
      if (random.nextInt(4) == 0) {
        search = search.afterSuccess();
        assertThat(search.proved().orElseThrow().after()).isEqualTo(tried);
      } else {
        search = search.afterFailure(List.of(kinds.get(random.nextInt(kinds.size()))));
      }
    }
  }

  private static CandidateSearch begin(Hardening readOnly, Hardening namespace) {
    return CandidateSearch.begin(WEB, target(readOnly, namespace), Knowledge.of(ImageFacts.none()));
  }

  private static Target target(Hardening readOnly, Hardening namespace) {
    return new Target(
        Level.RESTRICTED,
        PolicyVersion.NEWEST_KNOWN,
        Target.DEFAULT_FALLBACK_USER,
        readOnly,
        namespace);
  }

  private static boolean isRoot(PodTemplate template) {
    return !template.containers().get(0).securityContext().has("runAsUser");
  }

  private static Set<String> held(PodTemplate template) {
    return Set.copyOf(
        EffectivePrivileges.of(template, template.containers().get(0), ImageFacts.none())
            .capabilities());
  }
}
