package dev.unroot.engine.search;

import static org.assertj.core.api.Assertions.assertThat;

import dev.unroot.engine.Templates;
import dev.unroot.engine.document.FieldPath;
import dev.unroot.engine.evidence.Failure;
import dev.unroot.engine.evidence.Knowledge;
import dev.unroot.engine.evidence.Observation;
import dev.unroot.engine.evidence.ProcessIdentity;
import dev.unroot.engine.image.ImageFacts;
import dev.unroot.engine.podsecurity.Level;
import dev.unroot.engine.podsecurity.PolicyVersion;
import dev.unroot.engine.proposal.Hardening;
import dev.unroot.engine.proposal.Rung;
import dev.unroot.engine.proposal.Target;
import dev.unroot.engine.workload.PodTemplate;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class DescentTest {
  private static final Target TARGET =
      new Target(
          Level.RESTRICTED,
          PolicyVersion.NEWEST_KNOWN,
          Target.DEFAULT_FALLBACK_USER,
          Hardening.REFUSED,
          Hardening.REFUSED);
  private static final Target NAMESPACED =
      new Target(Level.RESTRICTED, PolicyVersion.NEWEST_KNOWN, Target.DEFAULT_FALLBACK_USER);
  private static final PodTemplate WEB = Templates.plain("example/web:1");
  private static final Failure SEGFAULT = new Failure.Unexplained("app", "segfault");

  @Test
  void itBeginsWithTheStrongest() {
    assertThat(begin(WEB).candidate().levelAfter()).isEqualTo(Level.RESTRICTED);
    assertThat(begin(WEB).isWorthTrying()).isTrue();
  }

  @Test
  void whatCanBeRepairedIsRepairedBeforeAnythingIsConceded() {
    Descent next = after(begin(WEB), notWritable("/var/lib/web/state"));

    assertThat(next.candidate().levelAfter()).isEqualTo(Level.RESTRICTED);
    assertThat(next.candidate().after().volumes()).hasSize(1);
    assertThat(next.knowledge().concessions()).isEmpty();
  }

  @Test
  void whereNothingIsLeftToRepairTheContainerStaysRootWithNoCapability() {
    Descent next = after(begin(WEB), SEGFAULT);

    assertThat(next.candidate().reach().rung()).isEqualTo(Rung.FEWEST_CAPABILITIES);
    assertThat(added(next)).isEmpty();
    assertThat(next.candidate().exceptions())
        .singleElement()
        .satisfies(
            exception -> assertThat(exception.why()).contains("did not run as another user"));
  }

  @ParameterizedTest
  @CsvSource({
    "setgid, SETGID;SETUID",
    "setgroups, SETGID;SETUID",
    "chown, CHOWN",
    "chroot, SYS_CHROOT",
    "ioctl, ''"
  })
  void rootKeepsTheCapabilitiesThatItWasSeenToMiss(String operation, String capabilities) {
    Descent next = after(begin(WEB), notPermitted(operation));

    assertThat(String.join(";", added(next))).isEqualTo(capabilities);
  }

  @Test
  void rootIsGivenBackWhatItIsSeenToMissOneAfterTheOther() {
    Descent asRoot = after(begin(WEB), notPermitted("setgid"));
    Descent more = after(asRoot, notPermitted("chown"));
    Descent most = after(more, notWritable("/srv/web/state"));

    assertThat(added(more)).containsExactly("CHOWN", "SETGID", "SETUID");
    assertThat(added(most)).containsExactly("CHOWN", "DAC_OVERRIDE", "SETGID", "SETUID");
  }

  @Test
  void rootThatWasSeenToActForOthersMayDoSo() {
    Observation several =
        new Observation(
            "app",
            List.of(new ProcessIdentity(0, 0, "init"), new ProcessIdentity(33, 33, "web")),
            List.of());
    Descent begin =
        Descent.begin(
            WEB, TARGET, Knowledge.of(ImageFacts.none()).withObservations(List.of(several)));

    assertThat(added(after(begin, SEGFAULT))).containsExactly("KILL", "SETGID", "SETUID");
  }

  @Test
  void aPathThatOnlyRootMayWriteIsNoReasonForACapabilityOfRoot() {
    Descent next = after(begin(WEB), notWritable("/etc/web.conf"));

    assertThat(next.candidate().reach().rung()).isEqualTo(Rung.FEWEST_CAPABILITIES);
    assertThat(added(next)).isEmpty();
  }

  @Test
  void theLastCandidateHasWhatRuntimesGrantAndThenItEnds() {
    Descent last = after(after(begin(WEB), SEGFAULT), SEGFAULT);

    assertThat(added(last)).contains("MKNOD", "SYS_CHROOT").doesNotContain("NET_RAW", "SYS_ADMIN");
    assertThat(last.candidate().levelAfter()).isEqualTo(Level.BASELINE);
    assertThat(last.afterFailure(List.of(SEGFAULT))).isEmpty();
  }

  @Test
  void anUnknownUserIsReplacedOnceAndThenTheContainerConcedes() {
    Failure unknown = new Failure.UnknownUser("app", "");

    Descent nobody = after(begin(WEB), unknown);
    Descent next = after(nobody, unknown);

    assertThat(nobody.knowledge().concession("app")).isEmpty();
    assertThat(nobody.candidate().reachesTarget()).isTrue();
    assertThat(next.knowledge().concession("app")).isPresent();
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5, 6})
  void noCandidateComesTwiceAndItAlwaysEnds(long seed) {
    List<Failure> kinds =
        List.of(
            SEGFAULT,
            notWritable("/srv/web/x"),
            notWritable("/run/x"),
            notPermitted("chown"),
            notPermitted("setuid"),
            new Failure.RequiresRoot("app", ""),
            new Failure.UnknownUser("app", ""),
            new Failure.ImageUserRefused("app", ""),
            new Failure.HomeNotWritable("app", Optional.empty(), ""),
            new Failure.HomeNotWritable("app", Optional.of("/.cache"), ""),
            new Failure.PortNotPermitted("app", 80, ""));
    java.util.Random random = new java.util.Random(seed);
    List<PodTemplate> seen = new ArrayList<>();
    Optional<Descent> search = Optional.of(begin(WEB));
    while (search.isPresent()) {
      assertThat(seen).doesNotContain(search.get().candidate().after());
      assertThat(seen).hasSizeLessThan(20);
      seen.add(search.get().candidate().after());
      search = search.get().afterFailure(List.of(kinds.get(random.nextInt(kinds.size()))));
    }
    assertThat(seen).doesNotContain(WEB);
  }

  @Test
  void rootIsFirstTriedInAUserNamespaceOfItsOwn() {
    Descent begin = Descent.begin(WEB, NAMESPACED, Knowledge.of(ImageFacts.none()));

    Descent separated = after(begin, notPermitted("setgid"));
    Descent granted = after(separated, SEGFAULT);
    Descent last = after(granted, SEGFAULT);

    assertThat(separated.candidate().reach().rung()).isEqualTo(Rung.USER_NAMESPACE);
    assertThat(added(separated)).containsExactly("SETGID", "SETUID");
    assertThat(granted.candidate().reach().rung()).isEqualTo(Rung.USER_NAMESPACE);
    assertThat(last.candidate().reach().rung()).isEqualTo(Rung.FEWEST_CAPABILITIES);
    assertThat(last.afterFailure(List.of(SEGFAULT))).isEmpty();
  }

  @Test
  void whereNoUserNamespaceIsGivenTheSameIsTriedWithoutOne() {
    Descent begin = Descent.begin(WEB, NAMESPACED, Knowledge.of(ImageFacts.none()));
    Descent separated = after(begin, notPermitted("setgid"));

    Descent without = after(separated, new Failure.NoUserNamespace("", ""));

    assertThat(without.candidate().after().hasOwnUserNamespace()).isFalse();
    assertThat(added(without)).containsExactly("SETGID", "SETUID");
    assertThat(after(without, SEGFAULT).candidate().after().hasOwnUserNamespace()).isFalse();
  }

  @ParameterizedTest
  @ValueSource(strings = {"hostPID: true", "hostIPC: true"})
  void withANamespaceOfItsNodeItCannotHaveOneOfItsOwn(String shared) {
    PodTemplate pod =
        Templates.of("spec: {" + shared + ", containers: [{name: app, image: example/web:1}]}");
    Descent begin = Descent.begin(pod, NAMESPACED, Knowledge.of(ImageFacts.none()));

    assertThat(begin.afterFailure(List.of(SEGFAULT)).stream())
        .allSatisfy(next -> assertThat(next.candidate().after().hasOwnUserNamespace()).isFalse());
  }

  @Test
  void onlyTheContainerThatFailedConcedes() {
    PodTemplate two =
        Templates.of(
            "spec: {containers: [{name: app, image: example/web:1}, {name: log, image: example/log:1}]}");

    Descent next = after(begin(two), SEGFAULT);

    assertThat(next.knowledge().concession("app")).isPresent();
    assertThat(next.knowledge().concession("log")).isEmpty();
    assertThat(next.candidate().remaining())
        .allSatisfy(violation -> assertThat(violation.field().toString()).contains("[app]"));
  }

  @Test
  void whereTheWholePodFailedAnyContainerMayBeTheReason() {
    PodTemplate two =
        Templates.of(
            "spec: {containers: [{name: app, image: example/web:1}, {name: log, image: example/log:1}]}");

    Descent next = after(begin(two), new Failure.Unexplained("", "not ready"));

    assertThat(next.knowledge().concessions()).hasSize(2);
  }

  @Test
  void whatNeverWasRootIsNeverMadeRoot() {
    PodTemplate safe =
        Templates.of(
            "spec: {containers: [{name: app, image: example/web:1, securityContext: {runAsUser: 7}}]}");

    assertThat(begin(safe).afterFailure(List.of(SEGFAULT))).isEmpty();
  }

  @Test
  void whatNobodyCanTellOfAPrivilegedContainerIsTried() {
    PodTemplate agent =
        Templates.of(
            "spec: {containers: [{name: app, image: example/agent:1, securityContext: {privileged: true}}]}");

    assertThat(begin(agent).isWorthTrying()).isTrue();
    assertThat(begin(agent).candidate().levelAfter()).isEqualTo(Level.RESTRICTED);
    Descent last = after(after(begin(agent), SEGFAULT), SEGFAULT);
    assertThat(added(last)).doesNotContain("SYS_ADMIN", "SYS_MODULE", "ALL");
    assertThat(last.afterFailure(List.of(SEGFAULT))).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{hostNetwork: true, containers: [{name: app, image: i}]}",
        "{containers: [{name: app, image: i, command: [iptables, -A, INPUT],"
            + " securityContext: {capabilities: {add: [NET_ADMIN]}}}]}",
        "{containers: [{name: app, image: i, ports: [{containerPort: 80, hostPort: 80}]}]}"
      })
  void whatWouldReachItsNodeOrItsKernelIsNotWorthTrying(String spec) {
    assertThat(begin(Templates.of("spec: " + spec)).isWorthTrying()).isFalse();
  }

  private static Descent begin(PodTemplate template) {
    return Descent.begin(template, TARGET, Knowledge.of(ImageFacts.none()));
  }

  private static Descent after(Descent search, Failure failure) {
    return search.afterFailure(List.of(failure)).orElseThrow();
  }

  private static Failure notWritable(String path) {
    return new Failure.PathNotWritable("app", path, false, "");
  }

  private static Failure notPermitted(String operation) {
    return new Failure.OperationNotPermitted("app", operation, Optional.empty(), "");
  }

  @SuppressWarnings("unchecked") // capabilities are texts
  private static List<String> added(Descent search) {
    return (List<String>)
        FieldPath.of("spec.containers")
            .element("name", "app")
            .field("securityContext")
            .field("capabilities")
            .field("add")
            .get(search.candidate().after().object())
            .orElse(List.of());
  }
}
