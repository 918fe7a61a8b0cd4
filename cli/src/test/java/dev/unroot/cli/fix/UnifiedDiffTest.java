package dev.unroot.cli.fix;

import static org.assertj.core.api.Assertions.assertThat;

import com.github.difflib.DiffUtils;
import com.github.difflib.UnifiedDiffUtils;
import com.github.difflib.patch.PatchFailedException;
import dev.unroot.engine.rewrite.Edit;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.RepetitionInfo;
import org.junit.jupiter.api.Test;

class UnifiedDiffTest {
  @Test
  void aLineIsAddedBehindAnother() {
    assertThat(UnifiedDiff.of("k8s/a b.yaml", "a\nb\nc\n", List.of(new Edit(3, 3, "\nx"))))
        .containsExactly(
            "--- a/k8s/a b.yaml", "+++ b/k8s/a b.yaml", "@@ -1,3 +1,4 @@", " a", " b", "+x", " c");
  }

  @Test
  void aLastLineWithoutAnEndIsSaid() {
    assertThat(UnifiedDiff.of("a", "a\nb", List.of(new Edit(3, 3, "\nx"))))
        .contains("-b\n\\ No newline at end of file", "+b", "+x\n\\ No newline at end of file");
  }

  @Test
  void nothingIsNoDifference() {
    assertThat(UnifiedDiff.of("a", "a\nb\n", List.of())).isEmpty();
  }

  @RepeatedTest(200)
  void whatItSaysMakesTheOneTextOfTheOther(RepetitionInfo run) throws PatchFailedException {
    Random random = new Random(run.getCurrentRepetition());
    String before = text(random, 40) + (random.nextBoolean() ? "\n" : "");
    List<Edit> edits = edits(random, before);
    List<String> lines = List.of(before.split("\n"));
    List<String> after = List.of(Edit.all(before, edits).split("\n"));

    List<String> said =
        UnifiedDiff.of("a", before, edits).stream()
            .map(line -> line.replace("\n\\ No newline at end of file", ""))
            .toList();

    List<String> made =
        said.isEmpty() ? lines : DiffUtils.patch(lines, UnifiedDiffUtils.parseUnifiedDiff(said));
    assertThat(made).isEqualTo(after);
  }

  /** Lines of which none is empty: trailing ones would be lost in a comparison by lines. */
  private static String text(Random random, int lines) {
    List<String> text = new ArrayList<>();
    for (int i = 0; i < lines; i++) {
      text.add("line " + random.nextInt(5));
    }
    return String.join("\n", text);
  }

  private static List<Edit> edits(Random random, String before) {
    List<Integer> places =
        random
            .ints(8, 0, before.stripTrailing().length())
            .boxed()
            .sorted(Comparator.naturalOrder())
            .toList();
    List<Edit> edits = new ArrayList<>();
    for (int i = 0; i + 1 < places.size(); i += 2) {
      int end = random.nextBoolean() ? places.get(i) : places.get(i + 1);
      edits.add(new Edit(places.get(i), end, random.nextBoolean() ? "x" : "x\ny " + i + "\nz"));
    }
    return edits;
  }
}
