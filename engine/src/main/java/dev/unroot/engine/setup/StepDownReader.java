package dev.unroot.engine.setup;

import dev.unroot.engine.shell.Dialect;
import dev.unroot.engine.shell.Reading;
import dev.unroot.engine.shell.SimpleCommand;
import dev.unroot.engine.shell.Word;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Commands that become another user before they run a program, or as part of it. */
final class StepDownReader {
  /** Programs that run another one as another user. */
  static final Set<String> PROGRAMS =
      Set.of(
          "su",
          "su-exec",
          "gosu",
          "setpriv",
          "runuser",
          "chpst",
          "setuidgid",
          "s6-setuidgid",
          "sudo",
          "doas");

  /** Programs that only start another one and wait for it. */
  static final Set<String> WRAPPERS = Set.of("tini", "tini-static", "dumb-init", "catatonit");

  private final String program;
  private final List<Word> words;
  private final Variables variables;
  private final int line;
  private int at = 1;

  private StepDownReader(String program, List<Word> words, Variables variables, int line) {
    this.program = program;
    this.words = words;
    this.variables = variables;
    this.line = line;
  }

  /**
   * Whom it becomes, and what runs then.
   *
   * @param words the program without what changed the user
   */
  record Stepped(StepDown whom, List<Word> words) {
    Stepped {
      words = List.copyOf(words);
    }
  }

  /** How {@code words} step down; absent where they do not. */
  static Optional<Stepped> of(List<Word> words, Variables variables, int line) {
    String name = ShellProgram.fileName(words.get(0).literal().orElse(""));
    StepDownReader reader = new StepDownReader(name, words, variables, line);
    if (WRAPPERS.contains(name)) {
      return reader.wrapped();
    }
    Optional<Stepped> found =
        PROGRAMS.contains(name) ? Optional.of(reader.program()) : reader.server();
    if (found.filter(stepped -> stepped.whom().isRoot()).isPresent()) {
      throw new LeftException(name + " keeps it root", line);
    }
    return found;
  }

  private Optional<Stepped> wrapped() {
    while (at < words.size() && text(at).matches("-[gsv]")) {
      at++;
    }
    if (at < words.size() && text(at).equals("--")) {
      at++;
    }
    if (at >= words.size()
        || WRAPPERS.contains(ShellProgram.fileName(words.get(at).literal().orElse("")))) {
      return Optional.empty();
    }
    return of(words.subList(at, words.size()), variables, line)
        .map(
            inner -> {
              List<Word> all = new ArrayList<>(words.subList(0, at));
              all.addAll(inner.words());
              return new Stepped(inner.whom(), all);
            });
  }

  private Stepped program() {
    return switch (program) {
      case "gosu", "su-exec", "setuidgid", "s6-setuidgid" -> user(0);
      case "chpst" -> {
        if (!next().equals("-u")) {
          throw unknownOption();
        }
        yield user(0);
      }
      case "setpriv" -> setpriv();
      case "su", "runuser" -> su();
      default -> throw new LeftException(program + " changes the environment as well", line);
    };
  }

  /** {@code USER[:GROUP] PROGRAM ...}. */
  private Stepped user(int skipped) {
    at += skipped;
    String spec = next();
    int colon = spec.indexOf(':');
    String user = colon < 0 ? spec : spec.substring(0, colon);
    Optional<String> group = colon < 0 ? Optional.empty() : Optional.of(spec.substring(colon + 1));
    return stepped(user, group, words.subList(at, words.size()));
  }

  private Stepped setpriv() {
    String user = "";
    Optional<String> group = Optional.empty();
    while (at < words.size()) {
      String option = text(at);
      String value = option.substring(option.indexOf('=') + 1);
      if (option.matches("--(reuid|regid|ruid|euid|rgid|egid)(=.*)?")) {
        at++;
        String id = option.contains("=") ? value : next();
        if (option.startsWith("--reuid")) {
          user = id;
        } else if (option.startsWith("--regid")) {
          group = Optional.of(id);
        } else {
          throw unknownOption(); // real and effective ones that differ
        }
      } else if (option.matches(
          "--(clear-groups|init-groups|no-new-privs|inh-caps=-all|bounding-set=-all)")) {
        at++;
      } else if (option.equals("--")) {
        at++;
        break;
      } else if (option.startsWith("-") || option.isEmpty()) {
        throw unknownOption();
      } else {
        break;
      }
    }
    return stepped(user, group, words.subList(at, words.size()));
  }

  private Stepped su() {
    String user = "";
    Optional<String> group = Optional.empty();
    Optional<String> shell = Optional.empty();
    Optional<String> script = Optional.empty();
    boolean given = false; // runuser -u: what follows is the program itself
    while (at < words.size() && !(given && !text(at).startsWith("-"))) {
      String option = next();
      switch (option) {
        case "-c", "--command" -> script = Optional.of(next());
        case "-s", "--shell" -> shell = Optional.of(next());
        case "-g", "--group" -> group = Optional.of(next());
        case "-u", "--user" -> {
          if (!program.equals("runuser")) {
            throw unknownOption();
          }
          user = next();
          given = true;
        }
        case "--" -> {
          if (given) {
            return stepped(user, group, words.subList(at, words.size()));
          }
        }
        case "-m", "-p", "--preserve-environment" -> {}
        case "-", "-l", "--login" ->
            throw new LeftException("a login shell starts with an environment of its own", line);
        default -> {
          if (option.startsWith("-") || !user.isEmpty()) {
            throw unknownOption();
          }
          user = option;
        }
      }
    }
    if (given) {
      return stepped(user, group, words.subList(at, words.size()));
    }
    if (script.isEmpty()) {
      throw new LeftException(program + " starts a shell that waits for commands", line);
    }
    return stepped(user, group, started(script.get(), shell));
  }

  /** The program that {@code script} starts, or a shell for it. */
  private List<Word> started(String script, Optional<String> shell) {
    if (Reading.of(script, Dialect.POSIX) instanceof Reading.Understood understood
        && understood.script().statements().size() == 1
        && understood.script().statements().get(0).links().isEmpty()
        && !understood.script().statements().get(0).background()
        && !understood.script().statements().get(0).first().negated()
        && understood.script().statements().get(0).first().commands().size() == 1
        && understood.script().statements().get(0).first().commands().get(0)
            instanceof SimpleCommand simple
        && simple.assignments().isEmpty()
        && simple.redirections().isEmpty()
        && simple.words().stream().allMatch(word -> word.literal().isPresent())) {
      boolean replaces = simple.words().size() > 1 && simple.words().get(0).isPlain("exec");
      return simple.words().subList(replaces ? 1 : 0, simple.words().size());
    }
    String path =
        shell
            .filter(s -> ShellProgram.fileName(s).matches("sh|bash|dash|ash"))
            .orElseThrow(
                () -> new LeftException("which shell " + program + " starts is not known", line));
    return List.of(Word.quoted(path), Word.quoted("-c"), Word.quoted(script));
  }

  private Stepped stepped(String user, Optional<String> group, List<Word> program) {
    boolean named = user.matches("[A-Za-z0-9_][-.\\w]*");
    if (!named || group.filter(g -> !g.matches("[A-Za-z0-9_][-.\\w]*")).isPresent()) {
      throw new LeftException("the user that it becomes is not known", line);
    }
    if (program.isEmpty() || program.get(0).literal().orElse("").startsWith("-")) {
      throw unknownOption();
    }
    return new Stepped(new StepDown(this.program, user, group), program);
  }

  /** Servers with an option for their user, who keep it where they are that user already. */
  private Optional<Stepped> server() {
    List<String> texts = words.stream().map(w -> w.literal().orElse("")).toList();
    Optional<String> user =
        switch (program) {
          case "mysqld", "mariadbd" -> option(texts, "--user=", "-u");
          case "memcached" -> option(texts, "--user=", "-u");
          case "named" -> option(texts, "-u=", "-u");
          case "nginx" -> option(texts, "-g=", "-g").flatMap(StepDownReader::userOfNginx);
          default -> Optional.empty();
        };
    return user.filter(name -> name.matches("[A-Za-z0-9_][-.\\w]*"))
        .map(name -> new Stepped(new StepDown(program, name, Optional.empty()), words));
  }

  private static Optional<String> option(List<String> texts, String joined, String apart) {
    Optional<String> found = Optional.empty();
    for (int i = 1; i < texts.size(); i++) {
      if (texts.get(i).startsWith(joined)) {
        found = Optional.of(texts.get(i).substring(joined.length()));
      } else if (texts.get(i).equals(apart) && i + 1 < texts.size()) {
        found = Optional.of(texts.get(i + 1));
      }
    }
    return found;
  }

  private static Optional<String> userOfNginx(String directives) {
    for (String directive : directives.split(";")) {
      String[] parts = directive.trim().split("\\s+");
      if (parts.length >= 2 && parts[0].equals("user")) {
        return Optional.of(parts[1]);
      }
    }
    return Optional.empty();
  }

  private String text(int index) {
    return variables
        .values(words.get(index))
        .filter(values -> values.size() == 1)
        .map(values -> values.get(0))
        .orElse("");
  }

  private String next() {
    if (at >= words.size()) {
      throw unknownOption();
    }
    String text = text(at++);
    if (text.isEmpty()) {
      throw new LeftException("the user that it becomes is not known", line);
    }
    return text;
  }

  private LeftException unknownOption() {
    return new LeftException(program + " is used in a way that is not known", line);
  }
}
