package dev.unroot.engine.setup;

import dev.unroot.engine.setup.Meaning.Role;
import dev.unroot.engine.shell.FunctionDefinition;
import dev.unroot.engine.shell.Script;
import dev.unroot.engine.shell.SimpleCommand;
import dev.unroot.engine.shell.Statement;
import dev.unroot.engine.shell.Statement.Connective;
import dev.unroot.engine.shell.TreeVisit;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/** A script taken apart: the set-up, and the program with what it needs of the shell's state. */
final class Halves {
  private final List<Element> setUp;
  private final List<Element> rest;
  private final Map<String, FunctionDefinition> functions;
  private final Invocation invocation;

  Halves(
      List<Element> elements,
      int end,
      Map<String, FunctionDefinition> functions,
      Invocation invocation) {
    this.setUp = elements.subList(0, end);
    this.rest = elements.subList(end, elements.size());
    this.functions = functions;
    this.invocation = invocation;
  }

  /**
   * The program.
   *
   * @param repeated what of the set-up runs again where the program is started by a shell
   * @param script what runs
   */
  record Program(List<Repeated> repeated, Script script) {
    Program {
      repeated = List.copyOf(repeated);
    }
  }

  /**
   * A statement of the set-up, or its beginning.
   *
   * @param needed whether the program could tell that it did not run
   * @param isOfProgram whether it stood in the program's own statement
   */
  record Repeated(Statement statement, boolean needed, boolean isOfProgram) {}

  Script setUp() {
    return script(setUp);
  }

  /** The statements of {@code elements}, which may begin or end within one. */
  private static Script script(List<Element> elements) {
    List<Statement> statements = new ArrayList<>();
    int at = 0;
    while (at < elements.size()) {
      Element first = elements.get(at);
      List<Statement.Link> links = new ArrayList<>();
      int next = at + 1;
      while (next < elements.size() && elements.get(next).number() == first.number()) {
        links.add(
            new Statement.Link(elements.get(next).connective(), elements.get(next).pipeline()));
        next++;
      }
      statements.add(new Statement(first.pipeline(), links, first.statement().background()));
      at = next;
    }
    return new Script(statements);
  }

  private boolean isChained() {
    return !setUp.isEmpty()
        && !rest.isEmpty()
        && setUp.get(setUp.size() - 1).number() == rest.get(0).number();
  }

  /**
   * The same without the commands of the set-up that only change owners. Nothing where there is
   * none, where one cannot be left out without something else to run, or where nothing is left.
   */
  Optional<Halves> withoutOwners() {
    List<Element> kept = new ArrayList<>();
    for (Element element : setUp) {
      if (isOfOwners(element)) {
        boolean certain =
            element.statement().links().stream().allMatch(l -> l.connective() == Connective.AND);
        if (!certain || Splitter.simple(element.pipeline()).isEmpty()) {
          return Optional.empty();
        }
      } else {
        kept.add(element);
      }
    }
    boolean keepsOwners =
        kept.stream()
            .flatMap(element -> element.meaning().commands().stream())
            .noneMatch(command -> command.kind() == SetUpKind.OWNER);
    boolean works = kept.stream().anyMatch(element -> element.meaning().role() == Role.SET_UP);
    if (!keepsOwners || !works || kept.size() == setUp.size()) {
      return Optional.empty();
    }
    List<Element> all = new ArrayList<>(kept);
    all.addAll(rest);
    return Optional.of(new Halves(all, kept.size(), functions, invocation));
  }

  private static boolean isOfOwners(Element element) {
    List<SetUpCommand> commands = element.meaning().commands();
    return !commands.isEmpty()
        && commands.stream().allMatch(command -> command.kind() == SetUpKind.OWNER);
  }

  /** Whether the program runs even where the last statement of the set-up failed. */
  boolean goesOnAfterFailure() {
    if (isChained()) {
      return false;
    }
    Element last = setUp.get(setUp.size() - 1);
    boolean ends = last.index() == 0 && Splitter.simple(last.pipeline()).isPresent();
    return !(ends && stopsOnFailure());
  }

  private boolean stopsOnFailure() {
    return invocation.mode().stopsOnFailure()
        || setUp.stream()
            .filter(e -> e.meaning().role() == Role.STATE && e.index() == 0)
            .flatMap(e -> Splitter.simple(e.pipeline()).stream())
            .filter(c -> !c.words().isEmpty() && c.words().get(0).isPlain("set"))
            .anyMatch(
                c ->
                    c.words().stream()
                        .map(w -> w.literal().orElse(""))
                        .anyMatch(t -> t.matches("-[a-z]*e[a-z]*|errexit")));
  }

  Program program() {
    Script program = script(rest);
    Uses uses = uses(program);
    refuseComputed(uses, program);
    List<Repeated> repeated = new ArrayList<>();
    int at = 0;
    while (at < setUp.size()) {
      int number = setUp.get(at).number();
      int next = at;
      while (next < setUp.size() && setUp.get(next).number() == number) {
        next++;
      }
      List<Element> statement = setUp.subList(at, next);
      if (statement.stream().anyMatch(e -> e.meaning().role() == Role.STATE)) {
        boolean chained = isChained() && number == rest.get(0).number();
        repeat(statement, chained, uses, repeated);
      }
      at = next;
    }
    return new Program(repeated, program);
  }

  private void repeat(
      List<Element> statement, boolean chained, Uses uses, List<Repeated> repeated) {
    boolean all = statement.stream().noneMatch(e -> e.meaning().role() == Role.SET_UP);
    boolean certain = statement.stream().allMatch(e -> e.connective() == Connective.AND);
    int last = 0;
    int firstSetUp = statement.size();
    for (int i = statement.size() - 1; i >= 0; i--) {
      if (statement.get(i).meaning().role() == Role.SET_UP) {
        firstSetUp = i;
      } else if (statement.get(i).meaning().role() == Role.STATE && last == 0) {
        last = i;
      }
    }
    List<Element> kept;
    if (chained) {
      if (!certain) {
        throw left(statement.get(0));
      }
      kept = statement.stream().filter(e -> e.meaning().role() == Role.STATE).toList();
    } else if (all) {
      kept = statement;
    } else if (certain && last < firstSetUp) {
      kept = statement.subList(0, last + 1);
    } else {
      throw left(statement.get(0));
    }
    boolean needed = kept.stream().anyMatch(e -> isNeeded(e, uses));
    script(reindexed(kept))
        .statements()
        .forEach(s -> repeated.add(new Repeated(s, needed, chained)));
  }

  /** Elements of one statement as the beginning of one. */
  private static List<Element> reindexed(List<Element> kept) {
    List<Element> elements = new ArrayList<>();
    List<Statement.Link> links = new ArrayList<>();
    for (Element element : kept.subList(1, kept.size())) {
      links.add(new Statement.Link(element.connective(), element.pipeline()));
    }
    Statement statement = new Statement(kept.get(0).pipeline(), links, false);
    int index = 0;
    for (Element element : kept) {
      elements.add(
          new Element(statement, element.number(), index++, element.pipeline(), element.meaning()));
    }
    return elements;
  }

  private static LeftException left(Element element) {
    return new LeftException(
        "the program needs what the shell sets only after part of the set-up",
        Splitter.line(element.pipeline()));
  }

  /** What the program refers to, also by the functions that it calls. */
  private Uses uses(Script program) {
    Uses uses = Uses.of(program);
    Set<String> seen = new TreeSet<>();
    boolean grown = true;
    while (grown) {
      grown = false;
      for (String name : List.copyOf(uses.commands())) {
        FunctionDefinition function = functions.get(name);
        if (function != null && seen.add(name)) {
          ((TreeVisit) uses).through(function);
          grown = true;
        }
      }
    }
    return uses;
  }

  private void refuseComputed(Uses uses, Script program) {
    Set<String> computed = new TreeSet<>();
    setUp.forEach(e -> computed.addAll(e.meaning().computed()));
    int line = program.isEmpty() ? 1 : Splitter.line(program.statements().get(0).first());
    for (String name : computed) {
      boolean mayBeSeen = !name.equals(name.toLowerCase(Locale.ROOT));
      if (uses.names().contains(name) || mayBeSeen || uses.looksAtAnything()) {
        throw new LeftException(
            "the program may look at " + LeftException.shown(name) + ", which the set-up computes",
            line);
      }
    }
    if (!setUp.isEmpty() && (uses.names().contains("?") || uses.names().contains("!"))) {
      throw new LeftException("the program looks at how the set-up ended", line);
    }
  }

  /** Whether the program could tell that {@code element} did not run. */
  private static boolean isNeeded(Element element, Uses uses) {
    if (element.meaning().role() != Role.STATE) {
      return false;
    }
    if (element.pipeline().commands().get(0) instanceof FunctionDefinition function) {
      return uses.commands().contains(function.name());
    }
    SimpleCommand command = Splitter.simple(element.pipeline()).orElseThrow();
    if (command.words().isEmpty()) {
      return command.assignments().stream()
          .anyMatch(
              a ->
                  uses.names().contains(a.name())
                      || uses.looksAtAnything()
                      || !a.name().equals(a.name().toLowerCase(Locale.ROOT)));
    }
    return !command.words().get(0).isPlain("set");
  }
}
