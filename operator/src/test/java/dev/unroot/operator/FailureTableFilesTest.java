package dev.unroot.operator;

import static org.assertj.core.api.Assertions.assertThat;

import dev.unroot.engine.evidence.Failure;
import dev.unroot.engine.evidence.FailureReader;
import dev.unroot.engine.evidence.FailureTable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FailureTableFilesTest {
  @TempDir private Path folder;

  @Test
  void withoutAFileTheBuiltInRowsAreAsked() {
    FailureTableFiles.Read read = FailureTableFiles.read("");

    assertThat(read.problems()).isEmpty();
    assertThat(read.table()).isSameAs(FailureTable.builtIn());
  }

  @Test
  void whereTheOptionalConfigMapIsNotThereTheFolderIsEmpty() {
    FailureTableFiles.Read read = FailureTableFiles.read(folder.toString());

    assertThat(read.problems()).isEmpty();
    assertThat(read.table()).isSameAs(FailureTable.builtIn());
  }

  @Test
  void ofAFolderTheLastFileByNameComesFirst() throws IOException {
    write("10-ours.yaml", "name: a\nsays: [cannot start]\nmeans: RequiresRoot\n");
    write("20-team.yaml", "name: a\nsays: [cannot start]\nmeans: UnknownUser\n");

    FailureTableFiles.Read read = FailureTableFiles.read(folder.toString());

    assertThat(read.problems()).isEmpty();
    assertThat(FailureReader.read("web", "cannot start", read.table()))
        .hasOnlyElementsOfType(Failure.UnknownUser.class)
        .hasSize(1);
  }

  @Test
  void everyMistakeOfEveryFileIsNamedWithItsLine() throws IOException {
    write("a.yaml", "name: a\nsays: [cannot start]\nmeans: PathNotWritable\n");
    write("b.yaml", "name: b\npattern: '(?=x)'\nmeans: RequireRoot\n");

    assertThat(FailureTableFiles.read(folder.toString()).problems())
        .containsExactly(
            folder
                + "/a.yaml:1: path: is missing, which PathNotWritable needs; put {path} into the"
                + " pattern, or name it here",
            folder
                + "/b.yaml:2: pattern: cannot be used: invalid or unsupported Perl syntax; write it"
                + " as RE2 has it, without lookaround and back references",
            folder + "/b.yaml:3: means: must be RequiresRoot");
  }

  private void write(String name, String content) throws IOException {
    Files.writeString(folder.resolve(name), content);
  }
}
