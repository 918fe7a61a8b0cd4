package dev.unroot.engine.document;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class DocumentReaderTest {
  private static final Duration SOON = Duration.ofSeconds(20);

  @Test
  void everyDocumentOfATextIsRead() {
    List<Document> documents = DocumentReader.read("a: 1\n---\nb: 2\n...\nc: 3\n");

    assertThat(documents)
        .extracting(DocumentReaderTest::root)
        .containsExactly(Map.of("a", 1L), Map.of("b", 2L), Map.of("c", 3L));
    assertThat(documents).extracting(Document::line).containsExactly(1, 3, 5);
  }

  @Test
  void aBrokenDocumentDoesNotHideTheOthers() {
    List<Document> documents = DocumentReader.read("a: 1\n---\nb: 1\nc: [\n---\nd: 1\n");

    assertThat(documents).hasSize(3);
    assertThat(documents.get(1))
        .isEqualTo(
            new Document.Broken(
                4, "is not YAML: expected the node content, but found '<stream end>'"));
    assertThat(root(documents.get(2))).isEqualTo(Map.of("d", 1L));
  }

  @Test
  void emptyDocumentsAndCommentsAreLeftOut() {
    assertThat(DocumentReader.read("")).isEmpty();
    assertThat(DocumentReader.read("# only this\n---\n---\n  # and that\n~\n")).isEmpty();
  }

  @Test
  void adirectiveBeforeTheDocumentIsNoDocument() {
    assertThat(DocumentReader.read("%YAML 1.1\n---\na: 1\n")).hasSize(1);
  }

  @Test
  void linesThatEndAsOnWindowsCountOnce() {
    List<Document> documents = DocumentReader.read("a: 1\r\n---\r\nb:\r\n  c: x\r\n");

    assertThat(root(documents.get(1))).isEqualTo(Map.of("b", Map.of("c", "x")));
    assertThat(line(documents.get(1), FieldPath.of("b.c"))).isEqualTo(4);
  }

  @Test
  void aByteOrderMarkIsPassedOver() {
    assertThat(root(DocumentReader.read("\uFEFFa: 1\n").get(0))).isEqualTo(Map.of("a", 1L));
  }

  @Test
  void jsonMayBeIndentedWithTabs() {
    Document document = DocumentReader.read("{\n\t\"a\": [\n\t\t\"x y\"\n\t]\n}\n").get(0);

    assertThat(root(document)).isEqualTo(Map.of("a", List.of("x y")));
    assertThat(line(document, FieldPath.of("a"))).isEqualTo(2);
  }

  @Test
  void yamlIndentedWithTabsIsRefusedWithItsLine() {
    assertThat(DocumentReader.read("a:\n\tb: 1\n").get(0))
        .isInstanceOfSatisfying(
            Document.Broken.class, broken -> assertThat(broken.line()).isEqualTo(2));
  }

  @Test
  void whatIsNoObjectIsRefused() {
    assertThat(DocumentReader.read("- a\n- b\n").get(0))
        .isEqualTo(new Document.Broken(1, "must be a Kubernetes object (key: value)"));
    assertThat(DocumentReader.read("just a text\n").get(0)).isInstanceOf(Document.Broken.class);
  }

  @Test
  void aKeyThatStandsTwiceIsRefusedWithItsLine() {
    assertThat(DocumentReader.read("a: 1\nb: 2\na: 3\n").get(0))
        .isEqualTo(new Document.Broken(3, "has the key a twice"));
  }

  @Test
  void aKeyThatIsNoTextIsRefused() {
    assertThat(DocumentReader.read("image: {{ .Values.image }}\n").get(0))
        .isEqualTo(new Document.Broken(1, "has a key that is not a text"));
  }

  @Test
  void mergeKeysBringTheFieldsOfTheAliasAndOwnFieldsWin() {
    Document document =
        DocumentReader.read("base: &base {a: 1, b: 2, c: 3}\nuse:\n  <<: *base\n  b: 20\n  c: ~\n")
            .get(0);

    assertThat(root(document).get("use")).isEqualTo(Map.of("a", 1L, "b", 20L));
  }

  @Test
  void ofSeveralMergedObjectsTheFirstWins() {
    Document document =
        DocumentReader.read("x: &x {a: 1}\ny: &y {a: 2, b: 2}\nuse: {<<: [*x, *y]}\n").get(0);

    assertThat(root(document).get("use")).isEqualTo(Map.of("a", 1L, "b", 2L));
  }

  @Test
  void anAliasBombStaysSmall() {
    StringBuilder bomb = new StringBuilder("a0: &a0 [x, x, x, x, x, x, x, x, x]\n");
    for (int i = 1; i < 60; i++) {
      bomb.append("a").append(i).append(": &a").append(i).append(" [");
      bomb.append(("*a" + (i - 1) + ", ").repeat(9)).append("]\n");
    }

    Document document =
        assertTimeoutPreemptively(SOON, () -> DocumentReader.read(bomb.toString()).get(0));

    assertThat(document).isInstanceOf(Document.Parsed.class);
  }

  @Test
  void aMergeBombIsRefused() {
    StringBuilder bomb = new StringBuilder("base: &base {");
    for (int i = 0; i < 2_000; i++) {
      bomb.append("k").append(i).append(": 1, ");
    }
    bomb.append("}\n");
    for (int i = 0; i < 2_000; i++) {
      bomb.append("x").append(i).append(": {<<: *base}\n");
    }

    Document document =
        assertTimeoutPreemptively(SOON, () -> DocumentReader.read(bomb.toString()).get(0));

    assertThat(document)
        .isInstanceOfSatisfying(
            Document.Broken.class, b -> assertThat(b.what()).contains("merges more than"));
  }

  @Test
  void anAliasOfItselfIsRefused() {
    assertThat(DocumentReader.read("a: &a [*a]\n").get(0)).isInstanceOf(Document.Broken.class);
  }

  @Test
  void anAliasOfNothingIsRefusedWithItsLine() {
    assertThat(DocumentReader.read("a: 1\nb: *missing\n").get(0))
        .isEqualTo(new Document.Broken(2, "is not YAML: found undefined alias missing"));
  }

  @Test
  void anAliasNamesTheLastOfSeveralAnchors() {
    Document document = DocumentReader.read("a: &x {y: &x 1}\nb: *x\nc: &x 2\nd: *x\n").get(0);

    assertThat(root(document)).containsEntry("b", 1L).containsEntry("d", 2L);
  }

  @Test
  void aKeyMayHaveAnAnchorAndBeAnAlias() {
    Document document = DocumentReader.read("&k key: 1\nx: {*k : 2}\ny: *k\n").get(0);

    assertThat(root(document)).isEqualTo(Map.of("key", 1L, "x", Map.of("key", 2L), "y", "key"));
  }

  @Test
  void nestingByAliasesIsBounded() {
    StringBuilder deep = new StringBuilder("a0: &a0 [x]\n");
    for (int i = 1; i < 150; i++) {
      deep.append("a")
          .append(i)
          .append(": &a")
          .append(i)
          .append(" [*a")
          .append(i - 1)
          .append("]\n");
    }

    assertThat(DocumentReader.read(deep.toString()).get(0))
        .isEqualTo(new Document.Broken(100, "is nested deeper than 100 levels"));
  }

  @Test
  void tooManyAliasesAreRefused() {
    String many = "a: &a [x]\nb: [" + "*a, ".repeat(10_001) + "]\n";

    assertThat(DocumentReader.read(many).get(0))
        .isEqualTo(new Document.Broken(2, "holds more than 10000 aliases"));
  }

  @Test
  void aTextThatIsNoYamlIsToldBeforeWhatElseIsWrongWithIt() {
    assertThat(DocumentReader.read("a: 1\na: 2\nb: ]\n").get(0))
        .isInstanceOfSatisfying(
            Document.Broken.class, b -> assertThat(b.what()).startsWith("is not YAML: "));
  }

  @Test
  void aSecondDocumentBehindAnEndWithACommentIsRefused() {
    assertThat(DocumentReader.read("a: 1\n... # end\nb: 2\n").get(0))
        .isInstanceOfSatisfying(
            Document.Broken.class, broken -> assertThat(broken.line()).isEqualTo(3));
  }

  @Test
  void fieldsStayInTheOrderOfTheDocument() {
    String names = "zyxwvutsrqponmlkjihgfedcba";
    for (int fields : List.of(3, 8, 9, 26)) {
      StringBuilder text = new StringBuilder();
      names.substring(0, fields).chars().forEach(n -> text.append((char) n).append("x: 1\n"));

      assertThat(String.join("", root(DocumentReader.read(text.toString()).get(0)).keySet()))
          .isEqualTo(names.substring(0, fields).replaceAll(".", "$0x"));
    }
  }

  @Test
  void deepNestingIsRefused() {
    String deep = "a: " + "[".repeat(200) + "]".repeat(200) + "\n";

    assertThat(DocumentReader.read(deep).get(0))
        .isEqualTo(new Document.Broken(1, "is nested deeper than 100 levels"));
  }

  @Test
  void veryDeepNestingIsRefused() {
    String deep = "a: " + "[".repeat(100_000);

    Document document = assertTimeoutPreemptively(SOON, () -> DocumentReader.read(deep).get(0));

    assertThat(document).isInstanceOf(Document.Broken.class);
  }

  @Test
  void aHugeLineIsReadSoon() {
    String huge = "a: " + "x".repeat(8 << 20);

    Document document = assertTimeoutPreemptively(SOON, () -> DocumentReader.read(huge).get(0));

    assertThat(document).isInstanceOf(Document.Parsed.class);
  }

  @Test
  void controlCharactersAreRefused() {
    assertThat(DocumentReader.read("a: \u0001\n").get(0)).isInstanceOf(Document.Broken.class);
  }

  @Test
  void aFieldIsFoundByTheMergeKeyOfItsElement() {
    Document document =
        DocumentReader.read("list:\n- name: one\n  x: 1\n- name: two\n  x:\n    y: 2\n").get(0);
    FieldPath two = FieldPath.of("list").element("name", "two");

    assertThat(line(document, two.field("x").field("y"))).isEqualTo(6);
    assertThat(line(document, two.field("missing"))).isEqualTo(4);
  }

  @Test
  void aFieldIsFoundByThePositionOfItsElement() {
    Document document = DocumentReader.read("items:\n- a\n- ~\n- b\n").get(0);

    assertThat(line(document, FieldPath.of("items").position(1))).isEqualTo(4);
  }

  private static Map<String, Object> root(Document document) {
    return ((Document.Parsed) document).root();
  }

  private static int line(Document document, FieldPath path) {
    return ((Document.Parsed) document).lineOf(path);
  }
}
