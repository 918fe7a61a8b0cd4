package dev.unroot.engine.proposal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.unroot.engine.evidence.EarlierOwners;
import dev.unroot.engine.evidence.VolumePlace;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Run for real, by the programs of this machine and by those of busybox where it is installed. */
class OwnersScriptTest {
  private static final String LOG = "/dev/termination-log";
  private static final Map<String, VolumePlace> PLACES =
      Map.of("0", new VolumePlace("data", ""), "1", new VolumePlace("right", ""));
  private static final List<String> PROGRAMS =
      List.of("find", "stat", "head", "sort", "uniq", "chown");

  @TempDir Path directory;

  @BeforeEach
  void makeVolumes() throws IOException {
    assumeTrue(isRoot(), "giving files away takes root");
    Files.createDirectories(volume("0").resolve("a b"));
    Files.createDirectories(volume("1"));
    Files.writeString(volume("0").resolve("a b/x\ny"), "");
    Files.createSymbolicLink(volume("0").resolve("link"), directory.resolve("elsewhere"));
    Files.writeString(directory.resolve("elsewhere"), "");
    Files.setPosixFilePermissions(volume("0"), PosixFilePermissions.fromString("rwxrwx---"));
    give(volume("0").resolve("a b/x\ny"), 5, 6);
    give(volume("1"), 7, 8);
    Files.createDirectories(bin());
  }

  @ParameterizedTest
  @ValueSource(strings = {"sh", "busybox"})
  void whoOwnedWhatIsToldBeforeItIsGivenAway(String shell) throws Exception {
    has(shell, PROGRAMS);

    assertThat(run(shell)).isZero();

    assertThat(read()).containsExactly("data 0:0 0770 [0:0 3, 5:6 1] whole");
    assertThat(owners()).containsOnly("7:8");
    assertThat(owner(directory.resolve("elsewhere"))).as("behind a link").isEqualTo("0:0");
  }

  @ParameterizedTest
  @ValueSource(strings = {"sh", "busybox"})
  void whatIsRightIsLeftAloneAndNothingIsTold(String shell) throws Exception {
    has(shell, PROGRAMS);
    run(shell);
    give(volume("0").resolve("a b"), 5, 5);

    assertThat(run(shell)).isZero();

    assertThat(read()).isEmpty();
    assertThat(owner(volume("0").resolve("a b"))).isEqualTo("5:5");
  }

  /** Stopped half way, as by a node that goes down: the root of the volume is not right yet. */
  @Test
  void whatWasStoppedHalfWayIsFinished() throws Exception {
    has("sh", PROGRAMS);
    give(volume("0").resolve("a b/x\ny"), 7, 8);

    assertThat(run("sh")).isZero();

    assertThat(read()).containsExactly("data 0:0 0770 [0:0 3] whole");
    assertThat(owners()).containsOnly("7:8");
  }

  @ParameterizedTest
  @ValueSource(strings = {"stat", "head", "sort", "uniq"})
  void withoutAProgramToTellFilesAreGivenAwayAllTheSame(String missing) throws Exception {
    has("sh", PROGRAMS.stream().filter(program -> !program.equals(missing)).toList());

    assertThat(run("sh")).isZero();

    assertThat(log()).doesNotExist();
    assertThat(owners()).containsOnly("7:8");
  }

  @Test
  void whereNothingCanBeToldFilesAreGivenAwayAllTheSame() throws Exception {
    has("sh", PROGRAMS);
    Files.createDirectories(log());

    assertThat(run("sh")).isZero();

    assertThat(owners()).containsOnly("7:8");
  }

  @Test
  void thatFilesCannotBeGivenAwayIsAFailureThoughItCouldBeTold() throws Exception {
    has("sh", PROGRAMS);
    has("chown", "exit 1");

    assertThat(run("sh")).isNotZero();

    assertThat(read()).hasSize(1);
  }

  /** The kubelet replaces what looks like that. */
  @Test
  void nothingInItIsAVariableOfThePod() {
    assertThat(OwnersScript.TEXT).doesNotContain("$(").doesNotContain("$$");
  }

  private Path volume(String name) {
    return directory.resolve("volumes").resolve(name);
  }

  private Path bin() {
    return directory.resolve("bin");
  }

  private Path log() {
    return directory.resolve("log");
  }

  /** Has the script find these programs and no others; of busybox where that is the shell. */
  private void has(String shell, List<String> programs) throws IOException {
    Path busybox = Path.of("/usr/bin/busybox");
    assumeTrue(!shell.equals("busybox") || Files.isExecutable(busybox), "busybox is not installed");
    for (String program : programs) {
      String real = shell.equals("busybox") ? busybox + " " + program : found(program).toString();
      has(program, "exec " + real + " \"$@\"");
    }
  }

  private void has(String program, String script) throws IOException {
    Path file = bin().resolve(program);
    Files.writeString(file, "#!/bin/sh\n" + script + "\n");
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
  }

  private static Path found(String program) {
    return List.of("/usr/bin", "/bin").stream()
        .map(at -> Path.of(at, program))
        .filter(Files::isExecutable)
        .findFirst()
        .orElseThrow();
  }

  private int run(String shell) throws IOException, InterruptedException {
    List<String> command =
        new ArrayList<>(
            shell.equals("busybox") ? List.of("/usr/bin/busybox", "sh") : List.of("/bin/sh"));
    command.addAll(List.of("-c", OwnersScript.TEXT.replace(LOG, log().toString()), "owners"));
    command.addAll(List.of("7", "8", volume("0").toString(), volume("1").toString()));
    ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
    builder.environment().put("PATH", bin().toString());
    Process process = builder.redirectOutput(directory.resolve("output").toFile()).start();
    assertThat(process.waitFor(30, TimeUnit.SECONDS)).isTrue();
    return process.exitValue();
  }

  private List<String> read() throws IOException {
    String message = Files.readString(log(), StandardCharsets.UTF_8);
    return EarlierOwners.read(message, PLACES).stream()
        .map(
            owners ->
                owners.root().place().volume()
                    + " "
                    + owners.root()
                    + " "
                    + owners.files().stream()
                        .map(files -> files.uid() + ":" + files.gid() + " " + files.count())
                        .toList()
                    + (owners.isWhole() ? " whole" : ""))
        .toList();
  }

  private List<String> owners() throws IOException {
    List<String> owners = new ArrayList<>();
    try (var all = Files.walk(directory.resolve("volumes"))) {
      for (Path path : all.skip(1).toList()) {
        owners.add(owner(path));
      }
    }
    return owners;
  }

  private static String owner(Path path) throws IOException {
    return Files.getAttribute(path, "unix:uid", LinkOption.NOFOLLOW_LINKS)
        + ":"
        + Files.getAttribute(path, "unix:gid", LinkOption.NOFOLLOW_LINKS);
  }

  private static void give(Path path, int uid, int gid) throws IOException {
    Files.setAttribute(path, "unix:uid", uid, LinkOption.NOFOLLOW_LINKS);
    Files.setAttribute(path, "unix:gid", gid, LinkOption.NOFOLLOW_LINKS);
  }

  private boolean isRoot() throws IOException {
    return owner(directory).startsWith("0:");
  }
}
