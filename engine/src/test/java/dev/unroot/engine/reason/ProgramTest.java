package dev.unroot.engine.reason;

import static org.assertj.core.api.Assertions.assertThat;

import dev.unroot.engine.Templates;
import dev.unroot.engine.workload.Container;
import dev.unroot.engine.workload.PodTemplate;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ProgramTest {
  @Test
  void aCommandWithoutAShellIsOneProgram() {
    assertThat(Program.of(container("/usr/bin/supervisord", "-c", "/etc/chown.conf")))
        .containsExactly(new Program("supervisord", List.of("-c", "/etc/chown.conf")));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      value = {
        "chown -R 5 /data && exec /app/run;             chown run",
        "if [ $(id -u) = 0 ], then chown 5 /data, fi;   [ chown fi",
        "A=1 B=2 su-exec app /app/run;                  su-exec",
        "echo 'chown me' # chown 5 /data;               echo",
        "echo \"a && chown b\" | sudo tee /x;            echo tee",
        "\"/sbin/modprobe\" x || true;                   modprobe true",
        "cat <(ip route);                               cat ip",
        "tini -- env X=1 timeout 5 su-exec app run;      su-exec",
        "find /data -exec chown 5 {} +;                  find chown",
        "bash -c 'chown 5 x';                            chown",
      })
  void aScriptRunsItsCommands(String script, String names) {
    String text = script.replace(',', ';').replaceAll("\\$\\([^)]*\\)", "0");

    assertThat(Program.of(container("/bin/sh", "-ec", text)).stream().map(Program::name))
        .containsExactlyElementsOf(Arrays.asList(names.split(" ")));
  }

  @Test
  void aLineThatIsContinuedIsOneCommand() {
    assertThat(Program.of(container("bash", "-c", "chown \\\n  5 \\\n  /data\nrun")))
        .containsExactly(
            new Program("chown", List.of("5", "/data")), new Program("run", List.of()));
  }

  @Test
  void whatNeverEndsIsReadToItsEnd() {
    assertThat(Program.of(container("sh", "-c", "echo 'a && chown 5 /data"))).hasSize(1);
    assertThat(Program.of(container("sh", "-c", "echo \\"))).hasSize(1);
  }

  @Test
  void aLongScriptIsReadInPart() {
    String script = "true;".repeat(50_000) + "chown 5 /data";

    assertThat(Program.of(container("sh", "-c", script)))
        .hasSizeLessThan(20_000)
        .noneMatch(program -> program.name().equals("chown"));
  }

  @Test
  void noCommandRunsNothing() {
    assertThat(Program.of(Templates.container(Templates.plain("x"), "app"))).isEmpty();
  }

  private static Container container(String... command) {
    PodTemplate template = Templates.plain("x");
    Container plain = Templates.container(template, "app");
    return Templates.container(
        template.with(plain.path().field("command"), List.of(command)), "app");
  }
}
