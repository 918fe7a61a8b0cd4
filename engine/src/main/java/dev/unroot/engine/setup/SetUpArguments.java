package dev.unroot.engine.setup;

import dev.unroot.engine.shell.Piece;
import dev.unroot.engine.shell.Word;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;

/** The words of a set-up command: which files it touches and what that may need. */
final class SetUpArguments {
  /** Options whose value is the next word. */
  private static final Map<String, List<String>> VALUED =
      Map.ofEntries(
          Map.entry("mkdir", List.of("-m")),
          Map.entry("mkfifo", List.of("-m")),
          Map.entry("install", List.of("-m", "-o", "-g", "-S", "-t")),
          Map.entry("cp", List.of("-S", "-t")),
          Map.entry("mv", List.of("-S", "-t")),
          Map.entry("ln", List.of("-S", "-t")),
          Map.entry("touch", List.of("-d", "-r", "-t")),
          Map.entry("truncate", List.of("-s", "-r")),
          Map.entry("setfacl", List.of("-m", "-x", "-M", "-X")),
          Map.entry("sed", List.of("-e", "-f")),
          Map.entry("rsync", List.of("-e")),
          Map.entry("tar", List.of("-C", "-f")));

  private final String program;
  private final Variables variables;
  private final Optional<String> folder;
  private final List<String> options = new ArrayList<>();
  private final List<Word> operands = new ArrayList<>();
  private final List<String> paths = new ArrayList<>();
  private boolean known = true;
  private Optional<Word> target = Optional.empty();

  /**
   * The arguments {@code words} of {@code program}.
   *
   * @param folder where relative paths begin; empty for the container's own working directory,
   *     absent where it is not known
   */
  SetUpArguments(String program, List<Word> words, Variables variables, Optional<String> folder) {
    this.program = program;
    this.variables = variables;
    this.folder = folder;
    sort(words);
  }

  private void sort(List<Word> words) {
    List<String> valued = VALUED.getOrDefault(program, List.of());
    boolean ended = false;
    for (int i = 0; i < words.size(); i++) {
      String text = words.get(i).literal().orElse("");
      if (ended || !text.startsWith("-") || text.equals("-")) {
        operands.add(words.get(i));
      } else if (text.equals("--")) {
        ended = true;
      } else {
        options.add(text);
        if (valued.contains(text) && i + 1 < words.size()) {
          i++;
          if (text.equals("-t") && !program.equals("touch") || text.equals("-C")) {
            target = Optional.of(words.get(i));
          }
        }
      }
    }
  }

  SetUpCommand command(Programs.Known meaning, int line) {
    touched().forEach(this::touch);
    return new SetUpCommand(
        meaning.kind(), program, paths, known, capabilities(meaning), meaning.effect(), line);
  }

  private List<Word> touched() {
    switch (program) {
      case "chown", "chgrp", "chmod" -> {
        boolean reference = options.stream().anyMatch(o -> o.startsWith("--reference"));
        return from(reference ? 0 : 1);
      }
      case "cp", "install", "ln" -> {
        if (target.isPresent()) {
          return List.of(target.get());
        }
        return program.equals("install") && has('d') ? operands : last();
      }
      case "mv" -> {
        List<Word> all = new ArrayList<>(operands);
        target.ifPresent(all::add);
        return all;
      }
      case "rsync", "setcap" -> {
        return last();
      }
      case "mknod" -> {
        return operands.subList(0, Math.min(1, operands.size()));
      }
      case "sed" -> {
        return from(has('e') || has('f') ? 0 : 1);
      }
      case "tar", "unzip" -> {
        known = target.isPresent();
        return target.map(List::of).orElse(List.of());
      }
      case "mkdir", "mkfifo", "touch", "truncate", "tee", "rm", "rmdir", "unlink", "setfacl" -> {
        return operands;
      }
      default -> {
        return List.of(); // touches no files
      }
    }
  }

  private List<Word> from(int first) {
    return operands.subList(Math.min(first, operands.size()), operands.size());
  }

  private List<Word> last() {
    return from(Math.max(0, operands.size() - 1));
  }

  private void touch(Word word) {
    Optional<List<String>> found = paths(word, variables, folder);
    found.ifPresent(paths::addAll);
    known = known && found.isPresent();
  }

  /** The paths that {@code word} may stand for, or the folder of a pattern. */
  static Optional<List<String>> paths(Word word, Variables variables, Optional<String> folder) {
    Optional<List<String>> values = variables.values(word).or(() -> folders(word, variables));
    if (values.isEmpty()) {
      return values;
    }
    List<String> paths = new ArrayList<>();
    for (String value : values.get()) {
      boolean relative = !value.startsWith("/");
      if (value.isEmpty() || relative && folder.isEmpty()) {
        return Optional.empty();
      }
      String base = folder.orElse("");
      paths.add(relative && !base.isEmpty() ? base + "/" + value : value);
    }
    return Optional.of(paths);
  }

  private static Optional<List<String>> folders(Word pattern, Variables variables) {
    List<Piece> before = new ArrayList<>();
    boolean found = false;
    for (Piece piece : pattern.pieces()) {
      if (found && !(piece instanceof Piece.Plain || piece instanceof Piece.Quoted)) {
        return Optional.empty(); // it may lead elsewhere
      } else if (!found && piece instanceof Piece.Plain plain) {
        int special = special(plain.text());
        found = special < plain.text().length();
        if (special > 0) {
          before.add(new Piece.Plain(plain.text().substring(0, special)));
        }
      } else if (!found) {
        before.add(piece);
      }
    }
    boolean leadsUp =
        pattern.pieces().stream()
            .anyMatch(p -> p instanceof Piece.Plain plain && plain.text().contains(".."));
    return found && !leadsUp
        ? variables
            .values(new Word(before))
            .filter(all -> all.stream().allMatch(text -> text.lastIndexOf('/') > 0))
            .map(all -> all.stream().map(t -> t.substring(0, t.lastIndexOf('/'))).toList())
        : Optional.empty();
  }

  private static int special(String text) {
    int at = 0;
    while (at < text.length() && "*?[{".indexOf(text.charAt(at)) < 0) {
      at++;
    }
    return at;
  }

  private SortedSet<String> capabilities(Programs.Known meaning) {
    SortedSet<String> needed = new TreeSet<>(meaning.capabilities());
    boolean recursive = has('R') || options.contains("--recursive");
    switch (program) {
      case "chown", "chgrp" -> {
        if (recursive) {
          needed.add("DAC_OVERRIDE"); // folders that their owners have closed
        }
      }
      case "chmod" -> {
        if (recursive) {
          needed.add("DAC_OVERRIDE");
        }
        String mode = operands.isEmpty() ? "" : operands.get(0).literal().orElse("s");
        if (mode.contains("s") || mode.matches("0?[2467][0-7]{3}")) {
          needed.add("FSETID");
        }
      }
      case "cp" -> {
        if (has('a') || has('p') || options.stream().anyMatch(o -> o.startsWith("--"))) {
          needed.add("CHOWN");
          needed.add("FOWNER");
        }
      }
      case "install" -> {
        if (has('o') || has('g') || options.stream().anyMatch(o -> o.startsWith("--"))) {
          needed.add("CHOWN");
        }
      }
      default -> {}
    }
    return needed;
  }

  /** Whether a short option is there, also together with others. */
  private boolean has(char letter) {
    return options.stream().anyMatch(o -> !o.startsWith("--") && o.indexOf(letter) > 0);
  }

  boolean edits() {
    return options.stream().anyMatch(o -> o.startsWith("--in-place")) || has('i');
  }

  List<Word> operands() {
    return operands;
  }

  List<String> options() {
    return options;
  }
}
