package dev.unroot.engine.setup;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Set-up and then the program do what the whole script did: the same programs with the same
 * arguments, variables and directories in the same order, and the same success or failure. Every
 * program is a stand-in that only writes down how it was called. Skipped, and reported as skipped,
 * where there is no dash.
 */
class RunSplitTest {
  private static final int SCRIPTS = Integer.getInteger("unroot.scripts", 600);
  private static final int SEED = Integer.getInteger("unroot.seed", 5);
  private static final List<String> PROGRAMS =
      List.of("chown", "mkdir", "chmod", "cp", "tee", "app", "other");
  private static final List<String> STATEMENTS =
      List.of(
          "chown a /x",
          "mkdir fail",
          "chmod 5 $A",
          "cp \"$A\" \"$c\"",
          "[ -d / ]",
          "[ -d /nope ]",
          "true",
          "false",
          "A=1",
          "A=$B",
          "export B=2",
          "cd /tmp",
          "cd /nope 2>/dev/null",
          "umask 027",
          "set -e",
          "c=x",
          "c=$(echo y)",
          "D=$(echo y)",
          ": ${A:=q}",
          "unset A",
          "if [ -d / ]; then chown x; fi",
          "if false; then chown x; fi",
          "for c in 1 2; do chown $c; done",
          "{ chown y; A=5; }",
          "(cd /; chown z)",
          "f() { chown \"$1\" $A; }",
          "f q",
          "! chown w",
          "echo p | tee q",
          "exit 1",
          "exit 0",
          "[ -d /nope ] && mkdir a",
          "cd / || exit 1",
          "chown fail || true");
  private static final List<String> LAST =
      List.of(
          "exec app one \"$A\"",
          "app $c z",
          "exec app",
          "exec \"$@\"",
          "other fail",
          "app; other",
          "other && exec app",
          "f main; exec app",
          "if [ \"$A\" = 1 ]; then exec app; else other; fi",
          "app $?");
  private static final List<String> JOINTS = List.of("; ", "\n", " && ", "\n", "; ", " || ");

  @TempDir Path folder;

  private String owners = "change";

  @BeforeEach
  void standIns() throws IOException {
    assumeTrue(Files.isExecutable(Path.of("/usr/bin/dash")), "no dash here");
    for (String program : PROGRAMS) {
      Path file = folder.resolve(program);
      Files.writeString(
          file,
          """
          #!/usr/bin/dash
          [ "$OWNERS" = stay ] && [ "${0##*/}" = chown ] && exit 0
          echo "${0##*/} $* in $PWD with $(umask) $A $B $D" >> "$LOG"
          case "$*" in *fail*) exit 3 ;; esac
          """);
      assertThat(file.toFile().setExecutable(true)).isTrue();
    }
  }

  @Test
  void theHalvesDoWhatTheWholeDid() throws Exception {
    Random random = new Random(SEED);
    int split = 0;
    for (int i = 0; i < SCRIPTS; i++) {
      List<String> command = List.of("/usr/bin/dash", "-c", script(random), "sh", "app", "$$x");
      if (SetUpReading.of(command, List.of(), ScriptFiles.NONE) instanceof SetUpReading.Split two
          && two.setUp().isPresent()) {
        split++;
        see(command, two.setUp().get(), two.program());
      }
    }
    assertThat(split).isGreaterThan(SCRIPTS / 20); // the test would else say little
  }

  /** What changes owners is left out: the rest runs as it did where all of that succeeded. */
  @Test
  void withoutWhatChangesOwnersTheHalvesDoTheRest() throws Exception {
    Random random = new Random(SEED);
    int seen = 0;
    for (int i = 0; i < SCRIPTS; i++) {
      String script = "chown -R 7 /x" + of(List.of(" && ", "\n"), random) + script(random);
      List<String> command = List.of("/usr/bin/dash", "-c", script, "sh", "app", "$$x");
      if (SetUpReading.of(command, List.of(), ScriptFiles.NONE) instanceof SetUpReading.Split two
          && two.setUp().flatMap(SetUp::keepingOwners).isPresent()) {
        seen++;
        SetUp setUp = two.setUp().get();
        owners = "stay";
        see(
            command,
            new SetUp(
                setUp.keepingOwners().get(), setUp.script(), setUp.commands(), Optional.empty()),
            two.program());
      }
    }
    assertThat(seen).isGreaterThan(SCRIPTS / 60); // the test would else say little
  }

  private void see(List<String> command, SetUp setUp, MainProgram program) throws Exception {
    Path whole = folder.resolve("whole.log");
    Path halves = folder.resolve("halves.log");
    Files.deleteIfExists(whole);
    Files.deleteIfExists(halves);
    boolean succeeded = run(command, whole);
    boolean both = run(setUp.command(), halves) && run(program.command(), halves);
    assertThat(log(halves))
        .as("%s%n-> %s%n-> %s", command.get(2), setUp.script(), program.command())
        .isEqualTo(log(whole));
    assertThat(both)
        .as("%s%n-> %s%n-> %s", command.get(2), setUp.script(), program.command())
        .isEqualTo(succeeded);
  }

  private static String script(Random random) {
    StringBuilder script = new StringBuilder();
    for (int i = random.nextInt(5); i >= 0; i--) {
      script.append(of(STATEMENTS, random)).append(of(JOINTS, random));
    }
    return script.append(of(LAST, random)).toString();
  }

  private static String of(List<String> choices, Random random) {
    return choices.get(random.nextInt(choices.size()));
  }

  private static String log(Path file) throws IOException {
    return Files.exists(file) ? Files.readString(file) : "";
  }

  private boolean run(List<String> command, Path log) throws IOException, InterruptedException {
    List<String> arriving = new ArrayList<>();
    command.forEach(word -> arriving.add(KubernetesText.arriving(word).orElseThrow()));
    if (!arriving.get(0).startsWith("/")) {
      arriving.set(0, folder.resolve(arriving.get(0)).toString());
    }
    ProcessBuilder builder = new ProcessBuilder(arriving);
    builder.environment().clear();
    builder.environment().put("PATH", folder.toString());
    builder.environment().put("LOG", log.toString());
    builder.environment().put("A", "of the container");
    builder.environment().put("OWNERS", owners);
    Process process =
        builder
            .directory(folder.toFile())
            .redirectErrorStream(true)
            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
            .start();
    if (!process.waitFor(10, TimeUnit.SECONDS)) {
      process.destroyForcibly();
      throw new AssertionError(command + " does not end");
    }
    return process.exitValue() == 0;
  }
}
