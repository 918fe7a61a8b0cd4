package dev.unroot.engine.setup;

import dev.unroot.engine.shell.Piece;
import dev.unroot.engine.shell.SimpleCommand;
import dev.unroot.engine.shell.Word;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;

/** What a program does, by its name and arguments. */
final class ProgramReader {
  private static final Set<String> OF_LIMITS = Set.of("ulimit", "prlimit");
  private static final Set<String> CHANGING_NETWORK =
      Set.of("add", "del", "delete", "set", "replace", "change", "flush", "append");

  /** What {@code sed} itself writes to a file that its script names, or runs. */
  private static final Pattern WRITING =
      Pattern.compile(
          "[^A-Za-z][0-9gpiImM]*[wW][ \\t]+/|^[wW] */|^s([/|#,@]).*\\1.*\\1[0-9gpiImM]*e\\w*$");

  private static final String SECONDS = "[0-9]{1,2}";

  private final Variables variables;

  ProgramReader(Variables variables) {
    this.variables = variables;
  }

  /** What {@code words} do, the first of which is the program {@code name}. */
  Meaning of(String name, SimpleCommand command, List<Word> words, Optional<String> folder) {
    int line = command.line().number();
    refuse(name, line);
    List<Word> rest = words.subList(1, words.size());
    if (isHarmless(name, rest)) {
      return Meaning.HARMLESS;
    }
    return switch (name) {
      case "find" -> find(command, rest, folder);
      case "xargs" -> xargs(command, rest);
      case "sysctl" -> sysctl(rest, line);
      case "sed" -> {
        if (rest.stream().anyMatch(word -> WRITING.matcher(word.literal().orElse("")).find())) {
          yield Meaning.program(name, line);
        }
        SetUpArguments arguments = new SetUpArguments(name, rest, variables, folder);
        yield arguments.edits() ? known(name, arguments, line) : Meaning.HARMLESS;
      }
      case "ip" ->
          rest.stream().anyMatch(w -> CHANGING_NETWORK.contains(w.literal().orElse("add")))
              ? known(name, new SetUpArguments(name, rest, variables, folder), line)
              : Meaning.HARMLESS;
      default ->
          Programs.setUp(name).isPresent()
              ? known(name, new SetUpArguments(name, rest, variables, folder), line)
              : Meaning.program(name, line);
    };
  }

  private static void refuse(String name, int line) {
    if (Programs.INSTALLERS.contains(name)) {
      throw new LeftException(
          name + " installs into the image's own files: that belongs into the image", line);
    } else if (Programs.ACCOUNTS.contains(name)) {
      throw new LeftException(
          name + " changes the image's own accounts: that belongs into the image", line);
    } else if (name.equals("mount") || name.equals("umount")) {
      throw new LeftException("what is mounted is seen by this container alone", line);
    } else if (OF_LIMITS.contains(name)) {
      throw new LeftException("limits hold for the process that sets them and its children", line);
    } else if (name.equals("trap")) {
      throw new LeftException("a trap belongs to the shell that runs the program", line);
    }
  }

  private static boolean isHarmless(String name, List<Word> rest) {
    String first = rest.isEmpty() ? "" : rest.get(0).literal().orElse("?");
    return switch (name) {
      case "printf" -> !first.equals("-v");
      case "hostname" -> rest.isEmpty() || first.matches("-[fsid]");
      case "date" -> rest.isEmpty() || first.startsWith("+") || first.equals("-u");
      case "command" -> first.equals("-v") || first.equals("-V");
      case "sleep" -> rest.size() == 1 && first.matches(SECONDS);
      case "sort" -> rest.stream().allMatch(w -> w.literal().orElse("-o").matches("-[nru]+"));
      case "tail" -> first.matches("-n|-[0-9]+|-n[0-9]+");
      case "exit" -> rest.size() == 1 && first.matches("[1-9][0-9]{0,2}");
      case "break", "continue" -> true;
      default -> Programs.HARMLESS.contains(name);
    };
  }

  private static Meaning known(String name, SetUpArguments arguments, int line) {
    return Meaning.setUp(arguments.command(Programs.setUp(name).orElseThrow(), line));
  }

  private Meaning find(SimpleCommand command, List<Word> words, Optional<String> folder) {
    int line = command.line().number();
    int at = 0;
    while (at < words.size() && !words.get(at).literal().orElse("?").matches("[-(!].*")) {
      at++;
    }
    List<String> paths = new ArrayList<>();
    boolean known = at > 0;
    for (Word start : words.subList(0, at)) {
      Optional<List<String>> found = SetUpArguments.paths(start, variables, folder);
      found.ifPresent(paths::addAll);
      known = known && found.isPresent();
    }
    Meaning meaning = Meaning.HARMLESS;
    for (int i = at; i < words.size(); i++) {
      String word = words.get(i).literal().orElse("");
      if (word.equals("-delete")) {
        meaning = meaning.and(found("rm", Meaning.HARMLESS, paths, known, line));
      } else if (word.matches("-(exec|execdir)")) {
        int end = i + 1;
        while (end < words.size() && !words.get(end).literal().orElse("").matches("[;+]")) {
          end++;
        }
        meaning = meaning.and(executed(command, words.subList(i + 1, end), paths, known));
        i = end;
      } else if (word.matches("-(ok|okdir|fprint|fls).*")) {
        return Meaning.program("find", line);
      }
    }
    return meaning;
  }

  /** What {@code find} runs on each file. */
  private Meaning executed(
      SimpleCommand command, List<Word> words, List<String> paths, boolean known) {
    int line = command.line().number();
    if (words.isEmpty()) {
      return Meaning.program("find", line);
    }
    String name = ShellProgram.fileName(words.get(0).literal().orElse("?"));
    if (name.equals("find") || name.equals("xargs")) {
      return Meaning.program(name, line); // not followed any deeper
    }
    Meaning inner = of(name, command, words, Optional.of(""));
    return inner.role() == Meaning.Role.SET_UP ? found(name, inner, paths, known, line) : inner;
  }

  private static Meaning found(
      String name, Meaning inner, List<String> paths, boolean known, int line) {
    Optional<Programs.Known> program = Programs.setUp(name);
    boolean ofFiles = program.filter(p -> p.effect() == Effect.FILES).isPresent();
    if (!ofFiles) {
      return Meaning.program(name, line);
    }
    Set<String> needed = new TreeSet<>(program.get().capabilities());
    inner.commands().forEach(c -> needed.addAll(c.capabilities()));
    needed.add("DAC_OVERRIDE"); // folders that their owners have closed
    return Meaning.setUp(
        new SetUpCommand(
                program.get().kind(),
                name,
                paths,
                known && !program.get().kind().equals(SetUpKind.COPY),
                new TreeSet<>(needed),
                Effect.FILES,
                line)
            .recursively());
  }

  private Meaning xargs(SimpleCommand command, List<Word> words) {
    int at = 0;
    while (at < words.size() && words.get(at).literal().orElse("").startsWith("-")) {
      at += words.get(at).literal().orElse("").matches("-[nPILsd]") ? 2 : 1;
    }
    if (at >= words.size()) {
      return Meaning.program("xargs", command.line().number());
    }
    return executed(command, words.subList(at, words.size()), List.of(), false);
  }

  private Meaning sysctl(List<Word> words, int line) {
    Meaning meaning = Meaning.HARMLESS;
    for (Word word : words) {
      Optional<List<String>> values = variables.values(keyOf(word));
      if (values.isEmpty()) {
        throw new LeftException("which setting of the kernel it changes is not known", line);
      }
      for (String text : values.get()) {
        if (text.matches("-(p|-load|-system|-pattern).*")) {
          throw new LeftException("which settings of the kernel it changes is in a file", line);
        } else if (text.contains("=")) {
          String key = text.substring(0, text.indexOf('='));
          Optional<String> value =
              Optional.of(text.substring(text.indexOf('=') + 1)).filter(v -> !v.isEmpty());
          meaning = meaning.and(setting("sysctl", key, value, line));
        }
      }
    }
    return meaning;
  }

  /** The key of {@code key=value} where the value is not known. */
  private Word keyOf(Word word) {
    if (word.pieces().size() > 1
        && word.pieces().get(0) instanceof Piece.Plain plain
        && plain.text().contains("=")) {
      return Word.quoted(plain.text());
    }
    return word;
  }

  /** Changes the setting {@code key} of the kernel. */
  static Meaning setting(String program, String key, Optional<String> value, int line) {
    Effect effect = Kernel.effect(key);
    return Meaning.setUp(
        new SetUpCommand(
            SetUpKind.SYSCTL,
            program,
            List.of(key),
            true,
            new TreeSet<>(Set.of(Kernel.capability(key))),
            effect,
            false,
            line,
            value));
  }
}
