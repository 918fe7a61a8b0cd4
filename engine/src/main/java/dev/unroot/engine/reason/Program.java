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
  private static final int MAXIMUM_DEPTH = 3; // of shells that start shells
  private static final Set<String> SHELLS = Set.of("sh", "bash", "ash", "dash", "zsh");

  /** Programs that do nothing but start the one that their arguments name. */
  private static final Set<String> WRAPPERS =
      Set.of(
          "busybox",
          "catatonit",
          "docker-entrypoint.sh",
          "dumb-init",
          "entrypoint.sh",
          "env",
          "ionice",
          "nice",
          "nohup",
          "stdbuf",
          "sudo",
          "time",
          "timeout",
          "tini",
          "xargs");

  /** Words before a command that are none themselves. */
  private static final Set<String> INTRODUCTIONS =
      Set.of("exec", "command", "if", "then", "else", "elif", "while", "until", "do", "!", "{");

  /** Copies the words, so that a program never changes. */
  Program {
    arguments = List.copyOf(arguments);
  }

  /** The programs that {@code command} and {@code args} of {@code container} run, in order. */
  static List<Program> of(Container container) {
    List<String> words = new ArrayList<>(container.fields().texts("command"));
    boolean entrypoint = words.isEmpty();
    words.addAll(container.fields().texts("args"));
    List<Program> programs = new ArrayList<>();
    if (!entrypoint || script(words) >= 0) { // other arguments are those of the entrypoint
      add(words, 0, programs);
    }
    return programs;
  }

  /** The programs that {@code words} run, in order. */
  static List<Program> of(List<String> words) {
    List<Program> programs = new ArrayList<>();
    add(words, 0, programs);
    return programs;
  }

  /** The programs that a shell script of this {@code text} runs, in order. */
  static List<Program> ofScript(String text) {
    List<Program> programs = new ArrayList<>();
    ShellWords.commands(shortened(text)).forEach(inner -> add(inner, 1, programs));
    return programs;
  }

  private static void add(List<String> words, int depth, List<Program> programs) {
    List<String> command = unwrapped(words);
    int script = script(command);
    if (script >= 0 && depth < MAXIMUM_DEPTH) {
      ShellWords.commands(shortened(command.get(script)))
          .forEach(inner -> add(inner, depth + 1, programs));
    } else if (!command.isEmpty()) {
      programs.add(new Program(fileName(command.get(0)), command.subList(1, command.size())));
      int executed = command.indexOf("-exec") + 1; // find ... -exec PROGRAM
      if (executed > 0 && depth < MAXIMUM_DEPTH) {
        add(command.subList(executed, command.size()), depth + 1, programs);
      }
    }
  }

  private static String shortened(String script) {
    return script.length() > MAXIMUM_SCRIPT ? script.substring(0, MAXIMUM_SCRIPT) : script;
  }

  /** Without keywords, variables and the programs that do nothing but start another. */
  private static List<String> unwrapped(List<String> words) {
    int at = 0;
    boolean wrapped = false;
    while (at < words.size()) {
      String word = words.get(at);
      if (WRAPPERS.contains(fileName(word))) {
        wrapped = true;
      } else if (!INTRODUCTIONS.contains(word)
          && !word.matches("[A-Za-z_]\\w*=.*")
          && !(wrapped && (word.startsWith("-") || word.matches("[0-9.]+[smhd]?")))) {
        break;
      }
      at++;
    }
    return words.subList(at, words.size());
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

  private static String fileName(String path) {
    return path.substring(path.lastIndexOf('/') + 1);
  }
}
