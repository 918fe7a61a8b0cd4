package dev.unroot.engine.shell;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** Scripts for tests. */
public final class Scripts {
  private static final Path GOLDEN = Path.of("src", "test", "resources", "setup");

  private Scripts() {}

  /** The tree of a script that has to be understood. */
  public static Script understood(String text, Dialect dialect) {
    Reading reading = Reading.of(text, dialect);
    if (reading instanceof Reading.Understood understood) {
      return understood.script();
    }
    throw new AssertionError(reading + "\n" + text);
  }

  /** Every simple command of {@code script}, nested ones among them. */
  public static List<SimpleCommand> commands(Script script) {
    List<SimpleCommand> commands = new ArrayList<>();
    new TreeVisit() {
      @Override
      public void command(Command command) {
        if (command instanceof SimpleCommand simple) {
          commands.add(simple);
        }
      }
    }.through(script);
    return commands;
  }

  /** Scripts to begin with: those of the golden cases, as they stand in the files, and others. */
  static List<String> samples() {
    List<String> samples = new ArrayList<>(SAMPLES);
    if (Files.isDirectory(GOLDEN)) {
      try (Stream<Path> files = Files.walk(GOLDEN)) {
        for (Path file : files.filter(f -> f.endsWith("input.yaml")).sorted().toList()) {
          samples.addAll(GoldenScripts.of(Files.readString(file)));
        }
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
    return samples;
  }

  private static final List<String> SAMPLES =
      List.of(
          "set -e\nmkdir -p \"$D/a b\" && chown -R 1:2 /data || true; exec app \"$@\"\n",
          "if [ \"$(id -u)\" = '0' ]; then find . \\! -user r -exec chown r '{}' +\nfi\n",
          "cat > /etc/x <<EOF\na=${B:-c}\n`d`\nEOF\nfor i in 1 2 \"$@\"; do echo $((i + 1)); done",
          "case \"$1\" in\n  -*) set -- app \"$@\" ;;\n  a|b) ;;\nesac\nf() { (cd /x; y) & }\nf",
          "while ! nc -z \"${H%%:*}\" 5 2>&1 >/dev/null; do sleep 1; done | tee -a x",
          "cat <<-'A' <<B && a\n\t$x\n\tA\ny \\$ \\\\ ${z}1\nB\n{ b; c; } 2>&- # end\n");
}
