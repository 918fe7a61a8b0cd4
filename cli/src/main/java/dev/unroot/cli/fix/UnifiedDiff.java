package dev.unroot.cli.fix;

import com.github.difflib.DiffUtils;
import com.github.difflib.UnifiedDiffUtils;
import java.util.ArrayList;
import java.util.List;

/** The difference of two texts as {@code git apply} and {@code patch -p1} take it. */
public final class UnifiedDiff {
  private static final int CONTEXT = 3;
  private static final String NO_LINE_END = "\n\\ No newline at end of file";

  private UnifiedDiff() {}

  /** The lines of the difference, none where there is none. */
  public static List<String> of(String file, String before, String after) {
    List<String> old = lines(before);
    String name = file.startsWith("/") ? file : "/" + file;
    return UnifiedDiffUtils.generateUnifiedDiff(
        "a" + name, "b" + name, old, DiffUtils.diff(old, lines(after)), CONTEXT);
  }

  /** Of a last line without an end, that has to be said. */
  private static List<String> lines(String text) {
    List<String> lines = new ArrayList<>(List.of(text.split("\n", -1)));
    int last = lines.size() - 1;
    if (lines.get(last).isEmpty()) {
      lines.remove(last);
    } else {
      lines.set(last, lines.get(last) + NO_LINE_END);
    }
    return lines;
  }
}
