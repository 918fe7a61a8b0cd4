package dev.unroot.engine.setup;

import dev.unroot.engine.shell.Dialect;
import dev.unroot.engine.shell.Line;
import dev.unroot.engine.shell.Piece;
import dev.unroot.engine.shell.Reading;
import dev.unroot.engine.shell.Script;
import dev.unroot.engine.shell.SimpleCommand;
import dev.unroot.engine.shell.Statement;
import dev.unroot.engine.shell.Word;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * How a container's script is started.
 *
 * @param wrapper words before the shell that only start it and wait: {@code tini --}
 * @param shell the shell and its options, up to {@code -c}; empty where none runs
 * @param mode what the options say
 * @param parameters {@code $0} and what follows, as they stand in the template; may be empty
 * @param script what runs
 */
record Invocation(
    List<String> wrapper,
    List<String> shell,
    ShellMode mode,
    List<String> parameters,
    Script script) {
  Invocation {
    wrapper = List.copyOf(wrapper);
    shell = List.copyOf(shell);
    parameters = List.copyOf(parameters);
  }

  static Invocation of(List<String> command, List<String> args, ScriptFiles files) {
    if (command.isEmpty()) {
      throw new LeftException("the image's own entrypoint runs: it is not in the template", 1);
    }
    List<String> words = new ArrayList<>(command);
    words.addAll(args);
    int start = afterWrapper(words);
    if (start == words.size()) {
      throw new LeftException("there is no program after " + shown(words.get(0)), 1);
    }
    List<String> wrapper = words.subList(0, start);
    List<String> rest = words.subList(start, words.size());
    Optional<ShellProgram> shell = ShellProgram.of(rest);
    if (shell.isPresent()) {
      return started(wrapper, rest, shell.get(), files);
    }
    return files
        .text(rest.get(0))
        .map(text -> mounted(wrapper, rest, text))
        .orElseGet(() -> new Invocation(wrapper, List.of(), ShellMode.NONE, rest, one(rest)));
  }

  /** {@code tini -- PROGRAM} and the like; options that have values are not known here. */
  private static int afterWrapper(List<String> words) {
    String name = ShellProgram.fileName(words.get(0));
    if (!StepDownReader.WRAPPERS.contains(name)) {
      return 0;
    }
    int at = 1;
    while (at < words.size() && List.of("-g", "-s", "-v").contains(words.get(at))) {
      at++;
    }
    return at < words.size() && words.get(at).equals("--") ? at + 1 : at;
  }

  /** A command without a shell; what Kubernetes replaces in it stands for itself. */
  private static Script one(List<String> words) {
    List<Word> quoted = new ArrayList<>();
    for (int i = 0; i < words.size(); i++) {
      Piece reference = Piece.Parameter.of(String.valueOf(i));
      quoted.add(
          KubernetesText.arriving(words.get(i))
              .map(Word::quoted)
              .orElse(new Word(List.of(new Piece.DoubleQuoted(List.of(reference))))));
    }
    return new Script(
        List.of(Statement.of(new SimpleCommand(new Line(1), List.of(), quoted, List.of()))));
  }

  private static Invocation started(
      List<String> wrapper, List<String> rest, ShellProgram shell, ScriptFiles files) {
    int at = shell.words();
    ShellMode mode = new ShellMode(shell.dialect(), false, false, false);
    while (at < rest.size() && rest.get(at).matches("[-+].+") && !mode.reads()) {
      mode = mode.with(rest.get(at), at + 1 < rest.size() ? rest.get(at + 1) : "");
      at += rest.get(at).matches("-[a-z]*o") ? 2 : 1;
    }
    if (at >= rest.size()) {
      throw new LeftException("the shell reads its commands from its input", 1);
    }
    if (mode.reads()) {
      String text =
          KubernetesText.arriving(rest.get(at))
              .orElseThrow(() -> new LeftException("the script holds a $(NAME) of Kubernetes", 1));
      return new Invocation(
          wrapper, rest.subList(0, at), mode, rest.subList(at + 1, rest.size()), read(text, mode));
    }
    String text =
        files
            .text(rest.get(at))
            .orElseThrow(() -> new LeftException("what it runs is in a file that is not known", 1));
    List<String> words = new ArrayList<>(rest.subList(0, at));
    words.add("-c");
    return new Invocation(
        wrapper, words, mode, rest.subList(at, rest.size()), readFile(text, mode));
  }

  /** A script that is run by its own first line. */
  private static Invocation mounted(List<String> wrapper, List<String> rest, String text) {
    int end = text.indexOf('\n');
    String first = end < 0 ? text : text.substring(0, end);
    if (!first.startsWith("#!")) {
      throw new LeftException("the script does not say which shell runs it", 1);
    }
    List<String> words = List.of(first.substring(2).trim().split("[ \t]+"));
    ShellProgram shell =
        ShellProgram.of(words)
            .orElseThrow(
                () ->
                    new LeftException(
                        "it is no shell script but runs in " + shown(words.get(0)), 1));
    ShellMode mode = new ShellMode(shell.dialect(), false, false, false);
    for (String option : words.subList(shell.words(), words.size())) {
      mode = mode.with(option, "");
    }
    if (mode.reads() || words.size() > 2) { // the kernel takes what follows as one word
      throw new LeftException("its first line has options that are not known", 1);
    }
    List<String> argv = new ArrayList<>(words);
    argv.add("-c");
    return new Invocation(wrapper, argv, mode, rest, readFile(text, mode));
  }

  /** A file that stands in the command itself from now on, where it has no name. */
  private static Script readFile(String text, ShellMode mode) {
    Script script = read(text, mode);
    if (Uses.of(script).names().contains("BASH_SOURCE")) {
      throw new LeftException("the script asks for the name of its file", 1);
    }
    return script;
  }

  private static Script read(String text, ShellMode mode) {
    Reading reading = Reading.of(text, mode.dialect());
    if (reading instanceof Reading.Understood understood) {
      return understood.script();
    }
    Reading.NotUnderstood broken = (Reading.NotUnderstood) reading;
    throw new LeftException("the script is not understood: " + broken.reason(), broken.line());
  }

  /** What runs {@code script} the same way, with the same parameters where it looks at them. */
  List<String> running(String text, boolean withParameters) {
    List<String> words = new ArrayList<>(shell);
    words.add(KubernetesText.written(text));
    if (withParameters) {
      words.addAll(parameters);
    }
    return words;
  }

  private static String shown(String word) {
    return LeftException.shown(word);
  }

  Dialect dialect() {
    return mode.dialect();
  }
}
