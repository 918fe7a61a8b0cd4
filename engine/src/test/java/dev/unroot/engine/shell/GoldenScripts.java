package dev.unroot.engine.shell;

import dev.unroot.engine.Golden;
import dev.unroot.engine.document.Fields;
import java.util.ArrayList;
import java.util.List;

/** The scripts within a golden case: its mounted script, and words that are more than one. */
final class GoldenScripts {
  private GoldenScripts() {}

  static List<String> of(String input) {
    Fields fields = Golden.read(input);
    List<String> scripts = new ArrayList<>();
    fields.text("script").ifPresent(scripts::add);
    for (String field : List.of("command", "args")) {
      fields.texts(field).stream().filter(text -> text.contains(" ")).forEach(scripts::add);
    }
    return scripts;
  }
}
