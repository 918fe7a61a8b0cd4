package dev.unroot.engine.shell;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * What is understood is what real shells understand. Nothing is run: they only read. Skipped, and
 * reported as skipped, where the shell is not installed.
 */
class RealShellTest {
  private static final int MUTATIONS = 200;

  @TempDir Path folder;

  @Test
  void dashAcceptsWhatIsUnderstood() throws Exception {
    seeAccepted("dash", Dialect.POSIX);
  }

  @Test
  void bashAcceptsWhatIsUnderstood() throws Exception {
    seeAccepted("bash", Dialect.BASH);
  }

  /** bash prints what it understood; this is the same of a script and of what is written for it. */
  @Test
  void bashReadsWhatIsWrittenAsItReadTheScript() throws Exception {
    assumeTrue(installed("bash"), "no bash here");
    assumeTrue(run(List.of("bash", "--pretty-print", "/dev/null")).succeeded(), "an older bash");
    for (String script : understood(Dialect.BASH, 0)) {
      String once = Scripts.understood(script, Dialect.BASH).text();
      assertThat(normalized(once)).as(script).isEqualTo(normalized(normalized(script)));
    }
  }

  private String normalized(String script) throws Exception {
    Path file = folder.resolve("script");
    Files.writeString(file, script);
    String printed = run(List.of("bash", "--pretty-print", file.toString())).output();
    return Scripts.understood(printed, Dialect.BASH).text();
  }

  private void seeAccepted(String shell, Dialect dialect) throws Exception {
    assumeTrue(installed(shell), () -> "no " + shell + " here");
    for (String script : understood(dialect, MUTATIONS)) {
      for (String text : List.of(script, Scripts.understood(script, dialect).text())) {
        Path file = folder.resolve("script");
        Files.writeString(file, text);
        Result result = run(List.of(shell, "-n", file.toString()));
        assertThat(result.succeeded()).as("%s%n%s", result.output(), text).isTrue();
      }
    }
  }

  private static List<String> understood(Dialect dialect, int mutations) {
    List<String> samples = Scripts.samples();
    List<String> scripts = new ArrayList<>(samples);
    for (int seed = 0; seed < mutations / 4; seed++) {
      scripts.add(new GeneratedTree(seed, dialect == Dialect.BASH).script(3).text());
    }
    Random random = new Random(11);
    while (scripts.size() < samples.size() + mutations) {
      String mutated = RoundTripTest.mutated(samples.get(random.nextInt(samples.size())), random);
      if (Reading.of(mutated, dialect) instanceof Reading.Understood) {
        scripts.add(mutated);
      }
    }
    scripts.removeIf(s -> Reading.of(s, dialect) instanceof Reading.NotUnderstood);
    return scripts;
  }

  private static boolean installed(String shell) {
    return List.of("/bin", "/usr/bin").stream()
        .anyMatch(bin -> Files.isExecutable(Path.of(bin, shell)));
  }

  private record Result(boolean succeeded, String output) {}

  private Result run(List<String> command) throws IOException, InterruptedException {
    Path output = folder.resolve("output");
    Process process =
        new ProcessBuilder(command)
            .redirectErrorStream(true)
            .redirectOutput(output.toFile())
            .start();
    if (!process.waitFor(10, TimeUnit.SECONDS)) {
      process.destroyForcibly();
      throw new AssertionError(command + " does not end");
    }
    return new Result(
        process.exitValue() == 0, new String(Files.readAllBytes(output), StandardCharsets.UTF_8));
  }
}
