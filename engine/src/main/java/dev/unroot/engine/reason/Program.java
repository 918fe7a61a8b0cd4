package dev.unroot.engine.reason;

import dev.unroot.engine.workload.Container;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * One program that a container's command runs.
 *
 * <p>Read from the words alone: good enough as evidence for a person or a trial, never a basis for
 * rewriting a command.
 *
 * @param name its file name without folders
 * @param arguments the words after it
 */
record Program(String name, List<String> arguments) {
  private static final int MAXIMUM_SCRIPT = 65_536;
  private static final Set<String> SHELLS = Set.of("sh", "bash", "ash", "dash", "zsh", "busybox");

  /** Words before a command that are none themselves. */
  private static final Set<String> INTRODUCTIONS =
      Set.of(
          "exec", "sudo", "nohup", "time", "command", "if", "then", "else", "elif", "while",
          "until", "do", "!", "{");

  /** Copies the words, so that a program never changes. */
  Program {
    arguments = List.copyOf(arguments);
  }

  /** The programs that {@code command} and {@code args} of {@code container} run, in order. */
  static List<Program> of(Container container) {
    List<String> words = new ArrayList<>(container.fields().texts("command"));
    words.addAll(container.fields().texts("args"));
    List<Program> programs = new ArrayList<>();
    int script = script(words);
    if (script < 0) {
      add(words, programs);
    } else {
      ShellWords.commands(shortened(words.get(script))).forEach(command -> add(command, programs));
    }
    return programs;
  }

  private static String shortened(String script) {
    return script.length() > MAXIMUM_SCRIPT ? script.substring(0, MAXIMUM_SCRIPT) : script;
  }

  /** Where the script of {@code sh -c SCRIPT} stands; below 0 where there is none. */
  private static int script(List<String> words) {
    if (words.isEmpty() || !SHELLS.contains(fileName(words.get(0)))) {
      return -1;
    }
    for (int i = 1; i < words.size() - 1; i++) {
      if (words.get(i).matches("-[a-z]*c[a-z]*")) {
        return i + 1;
      }
    }
    return -1;
  }

  private static void add(List<String> words, List<Program> programs) {
    int at = 0;
    while (at < words.size()
        && (INTRODUCTIONS.contains(words.get(at)) || words.get(at).matches("[A-Za-z_]\\w*=.*"))) {
      at++;
    }
    if (at < words.size()) {
      programs.add(new Program(fileName(words.get(at)), words.subList(at + 1, words.size())));
    }
  }

  private static String fileName(String path) {
    return path.substring(path.lastIndexOf('/') + 1);
  }
}
