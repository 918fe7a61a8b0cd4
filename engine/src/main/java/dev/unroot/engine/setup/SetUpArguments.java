package dev.unroot.engine.setup;

import dev.unroot.engine.shell.Piece;
import dev.unroot.engine.shell.Word;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
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

  private static final String PLAIN_RSYNC =
      "--(archive|recursive|verbose|quiet|links|perms|times|group|owner|update|ignore-existing"
          + "|delete|(exclude|include|chown|chmod)=.*|no-.*)";

  private final String program;
  private final Variables variables;
  private final Optional<String> folder;
  private final List<String> options = new ArrayList<>();
  private final List<Word> operands = new ArrayList<>();
  private final List<String> paths = new ArrayList<>();
  private boolean known = true;
  private boolean patterns;
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
    boolean ended = false;
    for (int i = 0; i < words.size(); i++) {
      String text = words.get(i).literal().orElse("");
      if (ended || !text.startsWith("-") || text.equals("-") || isMode(text)) {
        operands.add(words.get(i));
      } else if (text.equals("--")) {
        ended = true;
      } else if (text.startsWith("--")) {
        options.add(text);
        known = known && !isElsewhere(text);
      } else if (sortLetters(text) && i + 1 < words.size()) {
        i++;
        if (isTarget(text.charAt(text.length() - 1))) {
          target = Optional.of(words.get(i));
        }
      }
    }
  }

  /**
   * Short options, perhaps several in one word, of which the last may have a value.
   *
   * @return whether that value is the next word
   */
  private boolean sortLetters(String text) {
    List<String> valued = VALUED.getOrDefault(program, List.of());
    for (int i = 1; i < text.length(); i++) {
      char letter = text.charAt(i);
      boolean last = i == text.length() - 1;
      if (valued.contains("-" + letter)) {
        options.add(text.substring(0, i + 1));
        known = known && (last || !isTarget(letter));
        return last;
      } else if (program.equals("sed") && letter == 'i') {
        options.add(text.substring(0, i + 1)); // what follows is how copies are named
        return false;
      }
    }
    options.add(text);
    return false;
  }

  /** Whether the option {@code letter} tells where files go. */
  private boolean isTarget(char letter) {
    return letter == 'C' && program.equals("tar")
        || letter == 't' && Set.of("cp", "install", "ln", "mv").contains(program);
  }

  /** A mode that takes away, which looks like an option: {@code chmod -x}. */
  private boolean isMode(String text) {
    return program.equals("chmod") && text.matches("-[rwxXstugo].*");
  }

  /** Whether a long option has files in it that are not followed, or changes what the words are. */
  private boolean isElsewhere(String option) {
    return switch (program) {
      case "cp", "install", "ln", "mv" -> option.startsWith("--t");
      case "sed" -> option.startsWith("--e") || option.startsWith("--f");
      case "rsync" -> !option.matches(PLAIN_RSYNC);
      default -> false;
    };
  }

  SetUpCommand command(Programs.Known meaning, int line) {
    touched().forEach(this::touch);
    SetUpCommand command =
        new SetUpCommand(
            meaning.kind(),
            program,
            paths,
            known,
            capabilities(meaning),
            meaning.effect(),
            false,
            line,
            owner());
    return isOfDirectories() ? command.recursively() : command;
  }

  /** The user that files are given to. */
  private Optional<String> owner() {
    boolean reference = options.stream().anyMatch(o -> o.startsWith("--reference"));
    return !program.equals("chown") || reference || operands.isEmpty()
        ? Optional.empty()
        : variables
            .values(operands.get(0))
            .filter(values -> values.size() == 1)
            .map(values -> values.get(0).split("[:.]", 2)[0]);
  }

  private boolean isOfDirectories() {
    return switch (program) {
      case "chown", "chgrp", "chmod" -> isRecursive();
      case "cp", "install", "mv", "tar", "unzip" -> target.isPresent();
      case "mkdir" -> patterns; // it makes what they stand for, not the folder that they are in
      default -> false;
    };
  }

  private boolean isRecursive() {
    return has('R') || options.contains("--recursive");
  }

  private List<Word> touched() {
    switch (program) {
      case "chown", "chgrp", "chmod" -> {
        boolean reference = options.stream().anyMatch(o -> o.startsWith("--reference"));
        known = known && !has('L'); // links may lead anywhere
        return from(reference ? 0 : 1);
      }
      case "cp", "install", "ln" -> {
        if (target.isPresent()) {
          return List.of(target.get());
        }
        if (program.equals("install") && has('d')) {
          return operands;
        }
        known = known && operands.size() > 1; // a link to one file is made where the shell is
        return last();
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
        known = known && target.isPresent() && isExtracted();
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

  private boolean isExtracted() {
    return has('x') || !operands.isEmpty() && operands.get(0).literal().orElse("").matches("x\\w*");
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
    patterns = patterns || variables.values(word).isEmpty();
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
    switch (program) {
      case "chown", "chgrp" -> {
        if (isRecursive()) {
          needed.add("DAC_OVERRIDE"); // folders that their owners have closed
        }
      }
      case "chmod" -> {
        if (isRecursive()) {
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
        needed.add("FOWNER"); // it gives the file away first, and sets its mode then
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
