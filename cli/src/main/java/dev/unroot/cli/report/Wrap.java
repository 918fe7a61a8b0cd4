package dev.unroot.cli.report;

import dev.unroot.engine.document.PrintableText;
import java.util.ArrayList;
import java.util.List;

/** Breaks text into lines. */
final class Wrap {
  private Wrap() {}

  /**
   * The lines of {@code text}, none longer than {@code width}: broken at spaces, and inside a word
   * only where it is longer than a line. Leading spaces indent every line.
   */
  static List<String> lines(String text, int width) {
    List<String> lines = new ArrayList<>();
    for (String paragraph : text.split("\n", -1)) {
      String shown = PrintableText.line(paragraph);
      if (shown.length() <= width && !shown.startsWith(" ")) {
        lines.add(shown);
        continue;
      }
      String bare = shown.stripLeading();
      String indent = " ".repeat(Math.min(shown.length() - bare.length(), width / 2));
      List<String> unindented = new ArrayList<>();
      paragraph(bare, width - indent.length(), unindented);
      unindented.forEach(line -> lines.add(indent + line));
    }
    return lines;
  }

  private static void paragraph(String text, int width, List<String> lines) {
    StringBuilder line = new StringBuilder();
    for (String word : text.split(" ", -1)) {
      if (!line.isEmpty() && line.length() + 1 + word.length() > width) {
        lines.add(line.toString());
        line.setLength(0);
      }
      if (!line.isEmpty()) {
        line.append(' ');
      }
      line.append(word);
      while (line.length() > width) {
        int at = breakAt(line, width);
        lines.add(line.substring(0, at));
        line.delete(0, at);
      }
    }
    lines.add(line.toString());
  }

  /** After the last separator that fits, where there is one in the second half of the line. */
  private static int breakAt(CharSequence line, int width) {
    for (int at = width; at > width / 2; at--) {
      if ("/.-_=:]".indexOf(line.charAt(at - 1)) >= 0) {
        return at;
      }
    }
    return width;
  }
}
