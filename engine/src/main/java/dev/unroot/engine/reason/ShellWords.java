package dev.unroot.engine.reason;

import java.util.ArrayList;
import java.util.List;

/** Splits a shell script into its commands and these into words, heeding quotes and comments. */
final class ShellWords {
  private static final String SEPARATORS = ";&|\n()";

  private final String script;
  private final List<List<String>> commands = new ArrayList<>();
  private List<String> command = new ArrayList<>();
  private final StringBuilder word = new StringBuilder();
  private boolean inWord;

  private ShellWords(String script) {
    this.script = script;
  }

  /** The commands of {@code script}, each as its words; variables stay as they are written. */
  static List<List<String>> commands(String script) {
    ShellWords words = new ShellWords(script);
    words.split();
    return words.commands;
  }

  private void split() {
    int at = 0;
    while (at < script.length()) {
      char c = script.charAt(at);
      if (c == '\\' && at + 1 < script.length()) {
        at = escaped(at);
      } else if (c == '\'' || c == '"') {
        at = quoted(at, c);
      } else if (c == '#' && !inWord) {
        int end = script.indexOf('\n', at);
        at = end < 0 ? script.length() : end;
      } else {
        plain(c);
        at++;
      }
    }
    endCommand();
  }

  private int escaped(int at) {
    char next = script.charAt(at + 1);
    if (next != '\n') {
      word.append(next);
      inWord = true;
    }
    return at + 2;
  }

  private int quoted(int at, char quote) {
    inWord = true;
    int end = at + 1;
    while (end < script.length() && script.charAt(end) != quote) {
      if (quote == '"' && script.charAt(end) == '\\' && end + 1 < script.length()) {
        end++;
      }
      word.append(script.charAt(end));
      end++;
    }
    return end + 1;
  }

  private void plain(char c) {
    if (SEPARATORS.indexOf(c) >= 0) {
      endCommand();
    } else if (Character.isWhitespace(c)) {
      endWord();
    } else {
      word.append(c);
      inWord = true;
    }
  }

  private void endWord() {
    if (inWord) {
      command.add(word.toString());
      word.setLength(0);
      inWord = false;
    }
  }

  private void endCommand() {
    endWord();
    if (!command.isEmpty()) {
      commands.add(command);
      command = new ArrayList<>();
    }
  }
}
