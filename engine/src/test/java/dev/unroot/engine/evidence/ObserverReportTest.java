package dev.unroot.engine.evidence;

import static org.assertj.core.api.Assertions.assertThat;

import dev.unroot.engine.evidence.ListeningPort.Protocol;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ObserverReportTest {
  private static final String TCP_HEADER =
      "  sl  local_address rem_address   st tx_queue rx_queue tr tm->when retrnsmt   uid  timeout inode\n";

  @Test
  void nginxIsARootMasterWithWorkersOfAnotherUser() {
    Observation seen =
        read(
            "unroot-observer 40\nsnapshot\n"
                + process("nginx", 1, 0, 0)
                + process("nginx", 7, 1, 33)
                + process("nginx", 8, 1, 33)
                + "net tcp\n"
                + TCP_HEADER
                + socket("00000000:0050", "0A")
                + "end\n");

    assertThat(seen.identities())
        .containsExactly(new ProcessIdentity(0, 0, "nginx"), new ProcessIdentity(33, 33, "nginx"));
    assertThat(seen.ports()).containsExactly(new ListeningPort(Protocol.TCP, 80));
  }

  @Test
  void theObserverAndWhatItStartedAreNotTheWorkloads() {
    Observation seen =
        read(
            "unroot-observer 40\nsnapshot\n"
                + process("app", 1, 0, 7)
                + process("sh", 40, 0, 65534)
                + process("cat", 41, 40, 65534)
                + process("sleep", 42, 41, 65534)
                + "end\n");

    assertThat(seen.uids()).containsExactly(7L);
  }

  @Test
  void thePauseProcessIsNotTheWorkloads() {
    Observation seen =
        read(
            "unroot-observer 40\nsnapshot\n"
                + process("pause", 1, 0, 65535)
                + process("app", 7, 0, 5)
                + "end\n");

    assertThat(seen.uids()).containsExactly(5L);
  }

  @Test
  void whatTheRuntimeIsAboutToBecomeIsNotTheWorkloads() {
    Observation seen =
        read(
            "unroot-observer 40\nsnapshot\n"
                + process("runc:[2:INIT]", 9, 0, 0)
                + process("app", 7, 0, 5)
                + "end\n");

    assertThat(seen.uids()).containsExactly(5L);
  }

  @Test
  void programsThatStayAreToldWithoutTheirNumbersAndWhatProbesStartIsNot() {
    String first =
        "unroot-observer 40\nsnapshot 0\n"
            + process("python3", 1, 0, 5)
            + process("setup", 8, 1, 5)
            + process("worker-1", 9, 1, 5)
            + "end\n";
    String second =
        "unroot-observer 40\nsnapshot 1\n"
            + process("python3", 1, 0, 5)
            + process("worker-1", 9, 1, 5)
            + process("setup", 12, 1, 5)
            + process("late", 11, 1, 5)
            + "end\n";

    assertThat(read(first + second).programs()).containsExactly("python", "worker-");
  }

  @Test
  void whomVolumesBelongToInTheEndIsTold() {
    VolumePlace root = new VolumePlace("data", "");
    VolumePlace below = new VolumePlace("data", "db");
    String report =
        "unroot-observer 40\nsnapshot 0\n"
            + process("app", 1, 0, 5)
            + "volume 0 0 0 777\nvolume 1 \nend\n"
            + "snapshot 1\n"
            + "volume 0 999 998 2750\nvolume 1 7 7 700\nvolume 2 0 0 777\nvolume x 0 0 777\n"
            + "volume 0 -1 0 777\nvolume 0 0 0 999\nend\n";

    assertThat(ObserverReport.read("app", report, List.of(root, below)).orElseThrow().volumes())
        .containsExactly(
            new VolumeOwner(root, 999, 998, 02750), new VolumeOwner(below, 7, 7, 0700));
  }

  @ParameterizedTest
  @CsvSource({
    "idmap          0          0 4294967295, false",
    "idmap 0 65536 65536, true",
    "idmap 0 0 65536, true"
  })
  void aUserNamespaceOfItsOwnIsSeenByItsMap(String line, boolean own) {
    assertThat(
            read("unroot-observer 4\nsnapshot 0\n" + line + "\n" + process("a", 1, 0, 0) + "end\n")
                .ownUserNamespace())
        .contains(own);
  }

  @Test
  void withoutAMapNothingIsKnownOfUserNamespaces() {
    assertThat(
            read("unroot-observer 4\nsnapshot 0\nidmap\n" + process("a", 1, 0, 0) + "end\n")
                .ownUserNamespace())
        .isEmpty();
  }

  @Test
  void portsOfBothAddressFamiliesAndProtocolsAreSeen() {
    Observation seen =
        read(
            "unroot-observer 40\nsnapshot\nnet tcp\n"
                + socket("00000000:1F90", "0A")
                + "net tcp6\n"
                + socket("00000000000000000000000000000000:0050", "0A")
                + "net udp\n"
                + socket("00000000:0035", "07")
                + "end\n");

    assertThat(seen.ports())
        .map(ListeningPort::toString)
        .containsExactly("53/udp", "80/tcp", "8080/tcp");
  }

  @Test
  void connectionsAreNoListeningPorts() {
    Observation seen =
        read("unroot-observer 40\nsnapshot\nnet tcp\n" + socket("0100007F:0050", "01") + "end\n");

    assertThat(seen.ports()).isEmpty();
  }

  @Test
  void portsOfTheEphemeralRangeProveNothing() {
    Observation seen =
        read(
            "unroot-observer 40\nsnapshot\nnet udp\n"
                + socket("00000000:8000", "07")
                + socket("00000000:FFFF", "07")
                + socket("00000000:7FFF", "07")
                + "end\n");

    assertThat(seen.ports()).extracting(ListeningPort::port).containsExactly(32767);
  }

  @Test
  void severalSnapshotsAddUp() {
    Observation seen =
        read(
            "unroot-observer 40\nsnapshot\n"
                + process("init", 1, 0, 0)
                + "end\nsnapshot\n"
                + process("app", 1, 0, 7)
                + "end\n");

    assertThat(seen.uids()).containsExactly(0L, 7L);
  }

  @Test
  void aReportWithoutACompleteSnapshotSaysNothing() {
    assertThat(ObserverReport.read("web", "")).isEmpty();
    assertThat(
            ObserverReport.read("web", "unroot-observer 40\nsnapshot\n" + process("app", 1, 0, 7)))
        .isEmpty();
  }

  @Test
  void aSnapshotThatWasCutOffDoesNotCount() {
    Observation seen =
        read(
            "unroot-observer 40\nsnapshot\n"
                + process("app", 1, 0, 7)
                + "end\nsnapshot\n"
                + process("half", 2, 1, 9));

    assertThat(seen.uids()).containsExactly(7L);
  }

  @Test
  void aNameCannotPretendToBeAnotherField() {
    Observation seen =
        read(
            "unroot-observer 40\nsnapshot\n"
                + process("Uid: 0 0 0 0", 1, 0, 7)
                + process("end", 2, 1, 7)
                + process("\u001b[31m", 3, 1, 7)
                + "end\n");

    assertThat(seen.uids()).containsExactly(7L);
  }

  @Test
  void whatDoesNotFitIsPassedOver() {
    Observation seen =
        read(
            "unroot-observer 40\nsnapshot\nName:\nPid:\nUid: x\nUid:\t99999999999999999999\t1\t1\nGid:\t1\t1\n"
                + "net tcp\n  0: garbage\n  0: 00000000:ZZZZ 00000000:0000 0A x\n"
                + process("app", 1, 0, 7)
                + "end\n");

    assertThat(seen.uids()).containsExactly(7L);
    assertThat(seen.ports()).isEmpty();
  }

  @Test
  void whatIsKeptIsBounded() {
    StringBuilder report = new StringBuilder("unroot-observer 40\nsnapshot\n");
    for (int i = 1; i <= 500; i++) {
      report.append(process("p" + i, 100 + i, 1, i));
    }
    report.append("net tcp\n");
    for (int i = 1; i <= 500; i++) {
      report.append(socket("00000000:" + String.format("%04X", i), "0A"));
    }

    Observation seen = read(report.append("end\n").toString());

    assertThat(seen.identities()).hasSize(ObserverReport.MAXIMUM_ENTRIES);
    assertThat(seen.ports()).hasSize(ObserverReport.MAXIMUM_ENTRIES);
  }

  @Test
  void processesThatAreEachOthersParentsEndTheSearch() {
    Observation seen =
        read(
            "unroot-observer 40\nsnapshot\n"
                + process("a", 2, 3, 7)
                + process("b", 3, 2, 7)
                + "end\n");

    assertThat(seen.uids()).containsExactly(7L);
  }

  private static Observation read(String report) {
    Optional<Observation> observation = ObserverReport.read("web", report);
    assertThat(observation).isPresent();
    return observation.get();
  }

  private static String process(String name, int pid, int parent, long id) {
    String ids = "\t" + id + "\t" + id + "\t" + id + "\t" + id + "\n";
    return "Name:\t"
        + name
        + "\nState:\tS (sleeping)\nPid:\t"
        + pid
        + "\nPPid:\t"
        + parent
        + "\n"
        + "Uid:"
        + ids
        + "Gid:"
        + ids
        + "CapEff:\t00000000a80425fb\n";
  }

  private static String socket(String local, String state) {
    String remote = local.replaceAll("[0-9A-F](?=.*:)|(?<=:).*", "0").replaceAll(":.*", ":0000");
    return "   0: "
        + local
        + " "
        + remote
        + " "
        + state
        + " 00000000:00000000 00:00000000 00000000     0        0 12345 1 0000 100 0 0 10 0\n";
  }
}
