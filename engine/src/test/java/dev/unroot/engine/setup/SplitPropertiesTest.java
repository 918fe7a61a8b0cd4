package dev.unroot.engine.setup;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import dev.unroot.engine.shell.Dialect;
import dev.unroot.engine.shell.Script;
import dev.unroot.engine.shell.Scripts;
import dev.unroot.engine.shell.SimpleCommand;
import dev.unroot.engine.shell.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** What holds for every command, those that nobody would write among them. */
class SplitPropertiesTest {
  private static final List<String> PARTS =
      List.of(
          "chown -R 5 /data",
          "mkdir -p \"$D/x y\"",
          "chmod 0700 /a*",
          "set -e",
          "A=1",
          "cd /srv",
          "[ -d /x ]",
          "echo 'a b'",
          "if [ -f /x ]; then cp /x /y; fi",
          "cat <<EOF >/f\n$H\nEOF\n",
          "(chown 5 /x)",
          "for i in a b; do touch $i; done",
          "umask 022",
          "export E=${E:-x}");
  private static final List<String> PROGRAMS =
      List.of("exec app \"$A\" $H", "app --x='$y'", "other & exec app", "app || other", "exec app");

  @Test
  void setUpAndThenTheProgramAreTheCommandsOfTheWholeInTheirOrder() {
    Random random = new Random(3);
    int split = 0;
    for (int i = 0; i < 4_000; i++) {
      StringBuilder text = new StringBuilder();
      for (int j = random.nextInt(5); j >= 0; j--) {
        String part = PARTS.get(random.nextInt(PARTS.size()));
        text.append(part);
        text.append(part.endsWith("\n") ? "" : random.nextInt(3) == 0 ? " && " : "\n");
      }
      text.append(PROGRAMS.get(random.nextInt(PROGRAMS.size())));
      if (read(text.toString()) instanceof SetUpReading.Split two && two.setUp().isPresent()) {
        split++;
        assertThat(together(two)).as(text.toString()).isEqualTo(commands(text.toString()));
      }
    }
    assertThat(split).isGreaterThan(1_000);
  }

  @Test
  void whateverIsWrittenNeverThrowsAndIsShown() {
    List<String> samples = new ArrayList<>(PARTS);
    samples.addAll(
        List.of(
            "exec gosu a:b app",
            "su -s /bin/sh -c 'x y' app",
            "setpriv --reuid=5 app",
            "chpst -u",
            "su",
            "sudo",
            "find",
            "xargs",
            "sysctl",
            "tini",
            "exec",
            "cd",
            "export",
            "gosu $X y",
            "chown",
            "[",
            "find / -exec",
            "find . -exec ';'",
            "f() { f; }\nf",
            "install -t"));
    Random random = new Random(9);
    for (int i = 0; i < 5_000; i++) {
      StringBuilder text = new StringBuilder();
      for (int j = random.nextInt(4); j >= 0; j--) {
        text.append(samples.get(random.nextInt(samples.size())));
        text.append(List.of("; ", "\n", " && ", " | ", " ", "\"", "$(").get(random.nextInt(7)));
      }
      if (read(text.toString()) instanceof SetUpReading.Left left) {
        assertThat(left.reason()).isNotBlank().hasSizeLessThan(200).matches("[ -~]+");
      }
    }
  }

  @Test
  void namesInReasonsAreBounded() {
    assertThat(read("x".repeat(5_000) + "\u202e; chown 5 /data; app"))
        .isInstanceOfSatisfying(
            SetUpReading.Left.class, left -> assertThat(left.reason()).hasSizeLessThan(200));
  }

  @Test
  void whatCallsItselfOrGoesOnAndOnIsBounded() {
    StringBuilder functions = new StringBuilder("f0() { chown 5 /x; }\n");
    for (int i = 1; i < 900; i++) {
      functions.append("f%d() { f%d; f%d; }\n".formatted(i, i - 1, i - 1));
    }
    for (String hostile :
        List.of(
            functions + "f449\nexec app",
            "exec ".repeat(13_000) + "app",
            "find . -exec ".repeat(5_000) + "chown 5 {} +",
            "xargs ".repeat(10_000) + "chown 5",
            "exec " + "tini -- ".repeat(8_000) + "gosu a app",
            "for i in " + "a ".repeat(30_000) + "; do chown 5 $i; done; exec app",
            "{ " + "x=$(y); ".repeat(990) + "}; chown 5 /x; exec app",
            "touch " + "a ".repeat(30_000) + "; exec app",
            "chown 5 /x; ".repeat(5_000) + "exec app")) {
      assertTimeoutPreemptively(Duration.ofSeconds(5), () -> read(hostile));
    }
  }

  @Test
  void noWordsAreNoCommand() {
    assertThat(SetUpReading.of(List.of(), List.of(), ScriptFiles.NONE))
        .isInstanceOf(SetUpReading.Left.class);
    assertThat(SetUpReading.of(List.of(""), List.of(), path -> Optional.of("")))
        .isInstanceOf(SetUpReading.Left.class);
    assertThat(SetUpReading.of(List.of("tini"), List.of("--"), ScriptFiles.NONE))
        .isInstanceOf(SetUpReading.Left.class);
    assertThat(SetUpReading.of(List.of("/x"), List.of(), path -> Optional.of("#!")))
        .isInstanceOf(SetUpReading.Left.class);
    assertThat(
            SetUpReading.of(List.of("env", "bash"), List.of(), path -> Optional.of("#!/bin/sh -")))
        .isInstanceOf(SetUpReading.Left.class);
  }

  private static SetUpReading read(String script) {
    return SetUpReading.of(List.of("bash", "-c"), List.of(script), ScriptFiles.NONE);
  }

  private static List<String> together(SetUpReading.Split split) {
    List<String> all = new ArrayList<>(commands(split.setUp().orElseThrow().script()));
    all.remove("exit 0\n"); // that its failures are ignored
    MainProgram program = split.program();
    if (program.command().get(0).equals("bash")) {
      List<String> main = commands(program.command().get(2));
      all.addAll(main.subList(program.repeated(), main.size()));
    } else {
      all.add(String.join(" ", program.command()).replace("$$", "$"));
    }
    return all;
  }

  /** The simple commands as text; a program that needs no shell as its words alone. */
  private static List<String> commands(String script) {
    List<String> texts = new ArrayList<>();
    for (SimpleCommand command : Scripts.commands(Scripts.understood(script, Dialect.BASH))) {
      String text = new Script(List.of(Statement.of(command))).text();
      String last = text.strip().replaceAll("^exec ", "").replace("'", "");
      texts.add(last.matches("app( --x=.*)?") ? last : text);
    }
    return texts;
  }
}
