package dev.unroot.operator.ceiling;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CeilingsFileTest {
  @TempDir private Path folder;

  @Test
  void anEmptyFolderHoldsNoCeilings() {
    assertThat(read(folder)).isEqualTo(new CeilingsReading.Absent(folder.toString()));
  }

  @Test
  void aFolderHoldsOneFile() throws IOException {
    Files.writeString(folder.resolve("a.yaml"), "{}");
    assertThat(read(folder)).isEqualTo(new CeilingsReading.Found(Ceilings.none()));

    Files.writeString(folder.resolve("b.yaml"), "{}");
    assertThat(read(folder))
        .extracting(Object::toString)
        .asString()
        .contains(folder + ": holds 2 files, a.yaml and b.yaml among them: ceilings are one file");
  }

  @Test
  void whatIsNotThereIsAMistake() {
    assertThat(read(folder.resolve("missing")))
        .extracting(Object::toString)
        .asString()
        .contains("/missing: cannot be read: no such file or folder");
    assertThat(new CeilingsFile("a\0b").read()).isInstanceOf(CeilingsReading.Broken.class);
  }

  @Test
  void aMistakeIsToldWithTheNameOfTheFileAndTheLine() throws IOException {
    Files.writeString(folder.resolve("ceilings.yaml"), "\nstop: 1\n");

    assertThat(((CeilingsReading.Broken) read(folder)).problems())
        .containsExactly(folder + "/ceilings.yaml:2: stop: must be true or false, not 1");
  }

  private static CeilingsReading read(Path path) {
    return new CeilingsFile(path.toString()).read();
  }
}
