package dev.unroot.operator;

import static org.assertj.core.api.Assertions.assertThat;

import dev.unroot.engine.image.ImageFacts;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ImageFactsFilesTest {
  @TempDir private Path folder;

  @Test
  void withoutAFileTheBuiltInFactsAreKnown() {
    ImageFactsFiles.Read read = ImageFactsFiles.read("");

    assertThat(read.problems()).isEmpty();
    assertThat(read.facts()).isSameAs(ImageFacts.builtIn());
  }

  @Test
  void aFileComesBeforeTheBuiltInFacts() throws IOException {
    write("facts.yaml", "image: nginx\nserviceUser: 4242\nsource: tried\n");

    ImageFactsFiles.Read read = ImageFactsFiles.read(folder.resolve("facts.yaml").toString());

    assertThat(read.problems()).isEmpty();
    assertThat(read.facts().of("nginx:1.27").orElseThrow().serviceUser()).contains(4242L);
    assertThat(read.facts().of("redis:7").orElseThrow().serviceUser()).contains(999L);
  }

  @Test
  void aMountedConfigMapIsReadOnce() throws IOException {
    Path version = Files.createDirectory(folder.resolve("..2026_03_01"));
    Files.writeString(
        version.resolve("image-facts.yaml"), "image: nginx\nserviceUser: 7\nsource: tried\n");
    Files.createSymbolicLink(folder.resolve("..data"), version.getFileName());
    Files.createSymbolicLink(
        folder.resolve("image-facts.yaml"), Path.of("..data", "image-facts.yaml"));

    ImageFactsFiles.Read read = ImageFactsFiles.read(folder.toString());

    assertThat(read.problems()).isEmpty();
    assertThat(read.facts().facts()).hasSize(ImageFacts.builtIn().facts().size() + 1);
    assertThat(read.facts().of("nginx").orElseThrow().serviceUser()).contains(7L);
  }

  @Test
  void whereTheOptionalConfigMapIsNotThereTheFolderIsEmpty() {
    ImageFactsFiles.Read read = ImageFactsFiles.read(folder.toString());

    assertThat(read.problems()).isEmpty();
    assertThat(read.facts()).isSameAs(ImageFacts.builtIn());
  }

  @Test
  void ofAFolderTheLastFileByNameComesFirst() throws IOException {
    write("10-ours.yaml", "image: nginx\nserviceUser: 10\nsource: tried\n");
    write("20-team.yaml", "image: nginx\nserviceUser: 20\nsource: tried\n");

    assertThat(ImageFactsFiles.read(folder.toString()).facts().of("nginx").orElseThrow())
        .satisfies(fact -> assertThat(fact.serviceUser()).contains(20L));
  }

  @Test
  void everyMistakeOfEveryFileIsNamedWithItsLine() throws IOException {
    write("a.yaml", "image: nginx\n---\nsource: tried\n");
    write("b.yaml", "image: x\nsource: tried\nserviceUser: 0\n");
    write("c.yaml", "image: x\nsource: \"tr\\u0007ied\"\n\u001b[31m: 1\n");

    assertThat(ImageFactsFiles.read(folder.toString()).problems())
        .satisfiesExactly(
            p -> assertThat(p).startsWith(folder + "/a.yaml:1: source: is missing"),
            p -> assertThat(p).startsWith(folder + "/a.yaml:3: image: is missing"),
            p ->
                assertThat(p)
                    .isEqualTo(
                        folder
                            + "/b.yaml:3: serviceUser: must be a whole number from 1 to 2147483647,"
                            + " not 0"),
            p -> assertThat(p).startsWith(folder + "/c.yaml:").doesNotContain("\u001b"));
  }

  @Test
  void whatIsNotThereIsAMistake() {
    Path missing = folder.resolve("missing");

    assertThat(ImageFactsFiles.read(missing.toString()).problems())
        .containsExactly(missing + ": cannot be read: no such file or folder");
    assertThat(ImageFactsFiles.read("a\0b").problems()).hasSize(1);
  }

  private void write(String name, String content) throws IOException {
    Files.writeString(folder.resolve(name), content);
  }
}
