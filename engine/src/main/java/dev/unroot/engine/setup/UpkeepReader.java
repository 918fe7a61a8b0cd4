package dev.unroot.engine.setup;

import dev.unroot.engine.setup.MeaningReader.Scope;
import dev.unroot.engine.shell.Compound;
import dev.unroot.engine.shell.CompoundCommand;
import dev.unroot.engine.shell.Pipeline;
import dev.unroot.engine.shell.Script;
import dev.unroot.engine.shell.SimpleCommand;
import dev.unroot.engine.shell.Statement;
import dev.unroot.engine.shell.Word;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Finds set-up that a script does again and again until somebody ends it, and nothing else. */
final class UpkeepReader {
  private static final Set<String> ENDING = Set.of("break", "exit", "return", "exec", "kill");
  private static final String TIME = "[0-9.]+[smhd]?|infinity";

  private final MeaningReader reader = new MeaningReader();
  private final List<SetUpCommand> commands = new ArrayList<>();

  private UpkeepReader() {}

  /** What {@code script} does so; nothing where it ends, or where it does more. */
  static Optional<SetUpReading> of(Script script) {
    return endless(script).flatMap(loop -> new UpkeepReader().read(script, loop));
  }

  /** The loop without an end that comes last. */
  private static Optional<Compound.Loop> endless(Script script) {
    if (script.isEmpty()) {
      return Optional.empty();
    }
    Statement last = script.statements().get(script.statements().size() - 1);
    Pipeline pipeline = last.pipelines().get(last.links().size());
    return !last.background()
            && pipeline.commands().size() == 1
            && pipeline.commands().get(0) instanceof CompoundCommand command
            && command.redirections().isEmpty()
            && command.compound() instanceof Compound.Loop loop
            && alone(loop.condition()).filter(c -> isConstant(c, loop.until())).isPresent()
            && Uses.of(loop.body()).everyWord().stream().noneMatch(ENDING::contains)
        ? Optional.of(loop)
        : Optional.empty();
  }

  private static Optional<SimpleCommand> alone(Script script) {
    return script.statements().size() == 1 && script.statements().get(0).links().isEmpty()
        ? Splitter.simple(script.statements().get(0).first())
        : Optional.empty();
  }

  private static boolean isConstant(SimpleCommand condition, boolean until) {
    return condition.words().size() == 1 && condition.redirections().isEmpty()
        ? (until ? List.of("false") : List.of("true", ":"))
            .contains(condition.words().get(0).literal().orElse(""))
        : !until && isPause(condition);
  }

  private Optional<SetUpReading> read(Script script, Compound.Loop loop) {
    for (Statement statement : script.statements()) {
      for (Pipeline pipeline : statement.pipelines()) {
        boolean repeated =
            pipeline.commands().get(0) instanceof CompoundCommand command
                && command.compound() == loop;
        boolean known =
            repeated
                ? loop.body().statements().stream().allMatch(s -> isSetUp(s, Scope.NESTED))
                : isSetUp(pipeline, statement.background(), Scope.TOP);
        if (!known) {
          return Optional.empty();
        }
      }
    }
    return commands.isEmpty()
        ? Optional.empty()
        : Optional.of(new SetUpReading.Upkeep(List.copyOf(commands)));
  }

  private boolean isSetUp(Statement statement, Scope scope) {
    return statement.pipelines().stream()
        .allMatch(pipeline -> isSetUp(pipeline, statement.background(), scope));
  }

  private boolean isSetUp(Pipeline pipeline, boolean background, Scope scope) {
    if (Splitter.simple(pipeline).filter(UpkeepReader::isPause).isPresent()) {
      return true;
    }
    Meaning meaning = reader.of(pipeline, scope);
    commands.addAll(meaning.commands());
    return !background
        && (meaning.role() == Meaning.Role.SET_UP
            || meaning.role() == Meaning.Role.STATE
            || meaning.role() == Meaning.Role.HARMLESS);
  }

  /** It only waits: for a time, for what it started, or for the signal that ends it. */
  private static boolean isPause(SimpleCommand command) {
    List<Word> words = command.words();
    if (words.isEmpty() || !command.assignments().isEmpty()) {
      return false;
    }
    String second = words.size() > 1 ? words.get(1).literal().orElse("?") : "";
    return switch (words.get(0).literal().orElse("")) {
      case "sleep" -> words.size() == 2 && second.matches(TIME);
      case "wait" -> command.redirections().isEmpty();
      case "trap" -> second.matches("(exit( 0)?;?)?");
      default -> false;
    };
  }
}
