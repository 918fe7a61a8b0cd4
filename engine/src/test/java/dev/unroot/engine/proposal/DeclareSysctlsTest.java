package dev.unroot.engine.proposal;

import static org.assertj.core.api.Assertions.assertThat;

import dev.unroot.engine.Templates;
import dev.unroot.engine.document.FieldPath;
import dev.unroot.engine.evidence.Knowledge;
import dev.unroot.engine.image.ImageFacts;
import dev.unroot.engine.podsecurity.Level;
import dev.unroot.engine.podsecurity.PolicyVersion;
import dev.unroot.engine.workload.Container;
import dev.unroot.engine.workload.PodTemplate;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DeclareSysctlsTest {
  private static final Target TARGET =
      new Target(Level.RESTRICTED, PolicyVersion.NEWEST_KNOWN, Target.DEFAULT_FALLBACK_USER);
  private static final Knowledge NOTHING = Knowledge.of(ImageFacts.none());

  @ParameterizedTest
  @ValueSource(
      strings = {
        "sysctl -w net.ipv4.tcp_syncookies=0",
        "sysctl -w net.ipv4.tcp_syncookies=0 && sysctl -w net.ipv4.tcp_fin_timeout=30"
      })
  void thePodDeclaresWhatIsSafeAndTheInitContainerGoes(String script) {
    PodTemplate template = template(script, "");
    Proposal proposal = Proposer.propose(template, TARGET, NOTHING);

    assertThat(proposal.reach().level()).isEqualTo(Level.RESTRICTED);
    assertThat(proposal.after().containers()).extracting(Container::name).containsExactly("web");
    assertThat(sysctls(proposal)).contains(Map.of("name", "net.ipv4.tcp_syncookies", "value", "0"));
    assertThat(proposal.changes())
        .filteredOn(change -> change.path().isBelow(FieldPath.of("spec.initContainers")))
        .singleElement()
        .satisfies(change -> assertThat(change.after()).isEmpty());
    NeverWeaker.check(template, proposal.after(), NOTHING);
  }

  @Test
  void whatThePodDeclaresAlreadyStays() {
    PodTemplate template =
        template(
            "sysctl -w net.ipv4.tcp_syncookies=0",
            "securityContext: {sysctls: [{name: kernel.shm_rmid_forced, value: '1'}]}");

    assertThat(sysctls(Proposer.propose(template, TARGET, NOTHING)))
        .containsExactly(
            Map.of("name", "kernel.shm_rmid_forced", "value", "1"),
            Map.of("name", "net.ipv4.tcp_syncookies", "value", "0"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "sysctl -w vm.max_map_count=262144",
        "sysctl -w net.core.somaxconn=1024",
        "sysctl -w net.ipv4.tcp_syncookies=0 && sysctl -w vm.max_map_count=262144",
        "sysctl -w net.ipv4.tcp_syncookies=$X",
        "echo 0 > /proc/sys/net/ipv4/tcp_syncookies",
        "sysctl -w net.ipv4.tcp_syncookies=0 && mkdir /x"
      })
  void whatIsNotSafeOrNotAllStays(String script) {
    Proposal proposal = Proposer.propose(template(script, ""), TARGET, NOTHING);

    assertThat(proposal.after().containers()).hasSize(2);
    assertThat(sysctls(proposal)).isEmpty();
  }

  @Test
  void onTheNodesNetworkItIsTheNodesSetting() {
    PodTemplate template = template("sysctl -w net.ipv4.tcp_syncookies=0", "hostNetwork: true");

    assertThat(sysctls(Proposer.propose(template, TARGET, NOTHING))).isEmpty();
  }

  private static List<Object> sysctls(Proposal proposal) {
    Object sysctls = proposal.after().securityContext().values().get("sysctls");
    return sysctls == null ? List.of() : List.copyOf((List<?>) sysctls);
  }

  private static PodTemplate template(String script, String pod) {
    return Templates.of(
        """
        spec:
          %s
          initContainers:
          - name: kernel
            image: x
            command: [sh, -c, '%s']
            securityContext: {privileged: true, runAsUser: 0}
          containers:
          - {name: web, image: web:1}
        """
            .formatted(pod.isEmpty() ? "restartPolicy: Always" : pod, script));
  }
}
