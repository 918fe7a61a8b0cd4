package dev.unroot.engine.setup;

import dev.unroot.engine.Golden;
import dev.unroot.engine.document.Fields;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** Commands as charts and images have them: what is taken apart, and why the others are not. */
class SetUpGoldenTest {
  @TestFactory
  Stream<DynamicTest> theSplitIsTheExpectedOne() {
    return Golden.cases("setup", SetUpGoldenTest::tell);
  }

  private static Map<String, Object> tell(Fields input) {
    SetUpReading reading =
        SetUpReading.of(input.texts("command"), input.texts("args"), path -> input.text("script"));
    Map<String, Object> shown = new LinkedHashMap<>();
    if (reading instanceof SetUpReading.Left left) {
      shown.put("left", left.reason());
      shown.put("line", left.line());
    } else if (reading instanceof SetUpReading.SetUpOnly only) {
      shown.put("only", commands(only.commands()));
    } else if (reading instanceof SetUpReading.Upkeep upkeep) {
      shown.put("again", commands(upkeep.commands()));
    } else if (reading instanceof SetUpReading.Split split) {
      split.setUp().ifPresent(setUp -> shown.put("setUp", setUp(setUp)));
      shown.put("program", program(split.program()));
    }
    return shown;
  }

  private static Map<String, Object> setUp(SetUp setUp) {
    Map<String, Object> shown = new LinkedHashMap<>();
    shown.put("command", setUp.command());
    setUp.keepingOwners().ifPresent(command -> shown.put("keepingOwners", command));
    shown.put("does", commands(setUp.commands()));
    return shown;
  }

  private static List<String> commands(List<SetUpCommand> commands) {
    return commands.stream()
        .map(
            c ->
                "%d: %s (%s) of %s%s%s, %s: %s"
                    .formatted(
                        c.line(),
                        c.program(),
                        c.kind(),
                        c.paths(),
                        c.pathsAreKnown() ? "" : " and more",
                        c.value().map(value -> " = " + value).orElse(""),
                        c.effect(),
                        c.capabilities()))
        .toList();
  }

  private static Map<String, Object> program(MainProgram program) {
    Map<String, Object> shown = new LinkedHashMap<>();
    shown.put("command", program.command());
    program
        .stepDown()
        .ifPresent(
            whom -> {
              shown.put("by", whom.by());
              shown.put("user", whom.user());
              whom.group().ifPresent(group -> shown.put("group", group));
            });
    if (program.repeated() > 0) {
      shown.put("repeated", program.repeated());
    }
    return shown;
  }
}
