package dev.unroot.engine.setup;

import dev.unroot.engine.setup.Meaning.Role;
import dev.unroot.engine.setup.MeaningReader.Scope;
import dev.unroot.engine.shell.Command;
import dev.unroot.engine.shell.Pipeline;
import dev.unroot.engine.shell.Reading;
import dev.unroot.engine.shell.Script;
import dev.unroot.engine.shell.SimpleCommand;
import dev.unroot.engine.shell.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Finds where set-up ends and the program begins. */
final class Splitter {
  private static final int MAXIMUM_COMMANDS = 1_000;

  private final Invocation invocation;
  private final Script script;
  private final MeaningReader reader = new MeaningReader();
  private final List<Element> elements = new ArrayList<>();

  private Splitter(Invocation invocation) {
    this.invocation = invocation;
    this.script = RootGuard.taken(invocation.script(), invocation);
    for (int i = 0; i < invocation.parameters().size(); i++) {
      String name = String.valueOf(i);
      KubernetesText.arriving(invocation.parameters().get(i))
          .ifPresent(value -> reader.variables().know(name, List.of(value)));
    }
  }

  static SetUpReading split(Invocation invocation) {
    return UpkeepReader.of(invocation.script()).orElseGet(() -> new Splitter(invocation).split());
  }

  private SetUpReading split() {
    if (Uses.count(invocation.script()) > MAXIMUM_COMMANDS) {
      throw new LeftException("it has more commands than are taken apart", 1);
    }
    read();
    int end = end();
    List<SetUpCommand> commands = new ArrayList<>();
    elements.forEach(element -> commands.addAll(element.meaning().commands()));
    if (commands.isEmpty()) {
      return steppingDown();
    }
    refuseStrangers(end);
    if (end == elements.size()) {
      return new SetUpReading.SetUpOnly(commands);
    }
    refuseConditions(end);
    refuseRemovals(commands);
    Halves halves = new Halves(elements, end, reader.functions(), invocation);
    MainProgram program = new MainReader(invocation, reader.variables()).of(halves.program());
    return new SetUpReading.Split(Optional.of(setUp(halves, commands)), program);
  }

  private void read() {
    int number = 0;
    for (Statement statement : script.statements()) {
      int index = 0;
      for (Pipeline pipeline : statement.pipelines()) {
        Scope scope = index == 0 ? Scope.CERTAIN : Scope.TOP;
        boolean background = statement.background();
        Meaning meaning = reader.of(pipeline, background ? Scope.APART : scope);
        if (background) {
          meaning = meaning.and(Meaning.program("a command in the background", line(pipeline)));
        }
        elements.add(new Element(statement, number, index, pipeline, meaning));
        index++;
      }
      number++;
    }
  }

  static int line(Pipeline pipeline) {
    return pipeline.commands().get(0).line().number();
  }

  /** The element with which the program begins. */
  private int end() {
    int last = -1;
    for (int i = 0; i < elements.size(); i++) {
      Role role = elements.get(i).meaning().role();
      if (role == Role.MIXED) {
        Meaning mixed = elements.get(i).meaning();
        String reason =
            StepDownReader.PROGRAMS.contains(mixed.program())
                ? " is run under a condition that cannot be decided, or with set-up after it"
                : " runs together with set-up, and what it does is not known";
        throw new LeftException(mixed.program() + reason, mixed.line());
      }
      if (role == Role.SET_UP) {
        last = i;
      }
    }
    int end = last + 1;
    while (end < elements.size()
        && elements.get(end).meaning().role() == Role.HARMLESS
        && elements.get(end).meaning().computed().isEmpty()) {
      end++;
    }
    boolean onlyState =
        elements.subList(end, elements.size()).stream()
            .allMatch(e -> e.meaning().role() == Role.STATE);
    return last >= 0 && onlyState ? elements.size() : end;
  }

  /** Before the set-up ends, nothing else runs. */
  private void refuseStrangers(int end) {
    for (Element element : elements.subList(0, end)) {
      Meaning meaning = element.meaning();
      if (meaning.role() == Role.PROGRAM) {
        throw new LeftException(reason(meaning.program()), meaning.line());
      }
      boolean replaced =
          element.pipeline().commands().get(0) instanceof SimpleCommand simple
              && !simple.words().isEmpty()
              && simple.words().get(0).isPlain("exec");
      if (replaced && element != elements.get(elements.size() - 1)) {
        throw new LeftException("nothing runs after exec", line(element.pipeline()));
      }
    }
  }

  private static String reason(String program) {
    return switch (program) {
      case "exit", "return" -> "the script may end before its program begins";
      case "exec",
          "set",
          ".",
          "source",
          "eval",
          "shift",
          "read",
          "cd",
          "export",
          "alias",
          "shopt",
          "unset",
          "umask",
          "IFS" ->
          program + " changes the shell that runs the program";
      default -> program + " runs before the set-up has ended";
    };
  }

  /** What a container left behind is still there when it starts again, without its pod. */
  private static void refuseRemovals(List<SetUpCommand> commands) {
    for (SetUpCommand command : commands) {
      if (command.kind() == SetUpKind.REMOVE) {
        throw new LeftException(
            command.program()
                + " removes files at every start of the container, an init container at the first",
            command.line());
      }
    }
  }

  /** Where one statement holds set-up and program, the program runs only after success. */
  private void refuseConditions(int end) {
    Element first = elements.get(end);
    if (first.index() == 0) {
      return;
    }
    for (int i = end; i < elements.size(); i++) {
      Element element = elements.get(i);
      if (element.number() != first.number()) {
        throw new LeftException("more follows where the set-up fails", line(element.pipeline()));
      }
      if (element.connective() == Statement.Connective.OR) {
        throw new LeftException(
            "what runs depends on how the set-up ends", line(element.pipeline()));
      }
    }
  }

  private SetUp setUp(Halves halves, List<SetUpCommand> commands) {
    String whole = text(halves);
    return new SetUp(
        running(halves, whole),
        whole,
        commands,
        halves.withoutOwners().map(rest -> running(rest, text(rest))));
  }

  private List<String> running(Halves halves, String text) {
    return invocation.running(text, Uses.of(halves.setUp()).looksAtParameters());
  }

  private String text(Halves halves) {
    Script first = halves.setUp();
    String text = first.text();
    if (!(Reading.of(text, invocation.dialect()) instanceof Reading.Understood understood)
        || !understood.script().equals(first)) {
      throw new LeftException("the set-up cannot be written as a script of its own", 1);
    }
    return halves.goesOnAfterFailure() ? text + "exit 0\n" : text;
  }

  /** There is no set-up; there may be a change of user. */
  private SetUpReading steppingDown() {
    int options = 0;
    while (options < elements.size() && isOption(options)) {
      options++;
    }
    Halves halves = new Halves(elements, options, reader.functions(), invocation);
    MainProgram program = new MainReader(invocation, reader.variables()).of(halves.program());
    if (program.stepDown().isEmpty()) {
      throw new LeftException("there is no set-up in it that is known", 1);
    }
    return new SetUpReading.Split(Optional.empty(), program);
  }

  /** Whether the element there only tells the shell how to behave. */
  private boolean isOption(int index) {
    Element element = elements.get(index);
    return element.meaning().role() == Role.STATE
        && element.statement().links().isEmpty()
        && simple(element.pipeline())
            .filter(c -> !c.words().isEmpty() && c.words().get(0).isPlain("set"))
            .isPresent();
  }

  /** The only command of {@code pipeline}, where it is a simple one. */
  static Optional<SimpleCommand> simple(Pipeline pipeline) {
    if (pipeline.negated() || pipeline.commands().size() != 1) {
      return Optional.empty();
    }
    Command command = pipeline.commands().get(0);
    return command instanceof SimpleCommand simple ? Optional.of(simple) : Optional.empty();
  }
}
