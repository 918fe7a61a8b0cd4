package dev.unroot.cli.fix;

import com.github.difflib.UnifiedDiffUtils;
import com.github.difflib.patch.AbstractDelta;
import com.github.difflib.patch.ChangeDelta;
import com.github.difflib.patch.Chunk;
import com.github.difflib.patch.DeleteDelta;
import com.github.difflib.patch.InsertDelta;
import com.github.difflib.patch.Patch;
import dev.unroot.engine.rewrite.Edit;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * The difference that edits make, as {@code git apply} and {@code patch -p1} take it. The edits say
 * what changed: nothing has to be searched for, however large the file is.
 */
public final class UnifiedDiff {
  private static final int CONTEXT = 3;
  private static final String NO_LINE_END = "\n\\ No newline at end of file";

  private final String before;
  private final int[] starts;
  private final List<String> lines;
  private final Patch<String> patch = new Patch<>();
  private int shift;

  private UnifiedDiff(String before) {
    this.before = before;
    this.lines = lines(before, true);
    this.starts = new int[lines.size() + 1];
    int line = 0;
    for (int at = 0; at < before.length() && line < lines.size(); line++) {
      starts[line] = at;
      int end = before.indexOf('\n', at);
      at = end < 0 ? before.length() : end + 1;
    }
    starts[lines.size()] = before.length();
  }

  /**
   * The lines of the difference, none where there is none.
   *
   * @param edits of {@code before}, in the order of their places
   */
  public static List<String> of(String file, String before, List<Edit> edits) {
    UnifiedDiff diff = new UnifiedDiff(before);
    diff.addAll(edits);
    String name = file.startsWith("/") ? file : "/" + file;
    return UnifiedDiffUtils.generateUnifiedDiff(
        "a" + name, "b" + name, diff.lines, diff.patch, CONTEXT);
  }

  /** Edits that meet in one line are one change. */
  private void addAll(List<Edit> edits) {
    List<Edit> together = new ArrayList<>();
    for (Edit edit : edits) {
      if (!together.isEmpty() && line(edit.start()) > last(together)) {
        add(together);
        together = new ArrayList<>();
      }
      together.add(edit);
    }
    if (!together.isEmpty()) {
      add(together);
    }
  }

  /** With the line behind a line end that is taken out, which is joined to the one before. */
  private int last(List<Edit> edits) {
    return edits.stream().mapToInt(edit -> line(edit.end())).max().orElse(0);
  }

  private int line(int offset) {
    int found = Arrays.binarySearch(starts, 0, lines.size(), Math.min(offset, before.length() - 1));
    return found >= 0 ? found : -found - 2;
  }

  private void add(List<Edit> edits) {
    int first = line(edits.get(0).start());
    int end = last(edits) + 1;
    int from = starts[first];
    List<Edit> moved =
        edits.stream()
            .map(e -> new Edit(e.start() - from, e.end() - from, e.replacement()))
            .toList();
    String part = Edit.all(before.substring(from, starts[end]), moved);
    List<String> old = lines.subList(first, end);
    List<String> now = lines(part, end == lines.size());
    int same = 0;
    while (same < Math.min(old.size(), now.size()) && old.get(same).equals(now.get(same))) {
      same++;
    }
    int alike = 0;
    while (alike < Math.min(old.size(), now.size()) - same
        && old.get(old.size() - 1 - alike).equals(now.get(now.size() - 1 - alike))) {
      alike++;
    }
    add(
        first + same,
        List.copyOf(old.subList(same, old.size() - alike)),
        List.copyOf(now.subList(same, now.size() - alike)));
  }

  private void add(int line, List<String> old, List<String> now) {
    if (old.isEmpty() && now.isEmpty()) {
      return;
    }
    Chunk<String> source = new Chunk<>(line, old);
    Chunk<String> target = new Chunk<>(line + shift, now);
    AbstractDelta<String> delta =
        old.isEmpty()
            ? new InsertDelta<>(source, target)
            : now.isEmpty() ? new DeleteDelta<>(source, target) : new ChangeDelta<>(source, target);
    patch.addDelta(delta);
    shift += now.size() - old.size();
  }

  /** Of the last line of a file, it has to be said where it has no end. */
  private static List<String> lines(String text, boolean isEnd) {
    List<String> lines = new ArrayList<>(List.of(text.split("\n", -1)));
    int last = lines.size() - 1;
    if (lines.get(last).isEmpty()) {
      lines.remove(last);
    } else if (isEnd) {
      lines.set(last, lines.get(last) + NO_LINE_END);
    }
    return lines;
  }
}
