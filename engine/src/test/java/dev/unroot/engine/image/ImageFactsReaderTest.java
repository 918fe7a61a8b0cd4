package dev.unroot.engine.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import dev.unroot.engine.document.FileMistake;
import dev.unroot.engine.document.FileMistakes;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ImageFactsReaderTest {
  private static final Path GOLDEN = Path.of("src/test/resources/image-facts");

  @Test
  void everyFieldIsRead() {
    String yaml =
        """
        image: registry.example/team/app
        aliases: [team/app]
        onlyExact: true
        tagStartsWith: ["2"]
        tagContains: slim
        user: app
        serviceUser: 1001
        serviceGroup: 0
        ports: [80, "443", 53/udp]
        writableDirectories: [/run/app]
        dataDirectories: [/var/lib/app]
        contentDirectories: [/etc/app]
        stepsDown: true
        stepDownCapabilities: [SETGID, SETUID]
        environment: {SKIP_SETUP: "true"}
        fileCapabilities: true
        unprivilegedVariant:
          image: registry.example/team/app-rootless
          ports: {80: 8080}
          changes: it keeps its pid file in /tmp
          source: its handbook
        source: tried
        """;

    assertThat(facts(yaml))
        .containsExactly(
            new ImageFact(
                new ImageScope(
                    List.of("registry.example/team/app", "team/app"),
                    List.of("2"),
                    "slim",
                    "",
                    true),
                new ImageUsers(
                    Optional.of("app"),
                    Optional.of(1001L),
                    Optional.of(0L),
                    true,
                    List.of("SETGID", "SETUID")),
                List.of(
                    new ImagePort(80, ImagePort.Protocol.TCP),
                    new ImagePort(443, ImagePort.Protocol.TCP),
                    new ImagePort(53, ImagePort.Protocol.UDP)),
                new ImageDirectories(
                    List.of("/run/app"), List.of("/var/lib/app"), List.of("/etc/app")),
                Map.of("SKIP_SETUP", "true"),
                true,
                Optional.of(
                    new UnprivilegedVariant(
                        "registry.example/team/app-rootless",
                        "",
                        Map.of(80L, 8080L),
                        "it keeps its pid file in /tmp",
                        "its handbook")),
                "tried"));
  }

  @ParameterizedTest
  @CsvSource({
    "user: root, 0, true, ''",
    "user: 0, 0, true, ''",
    "user: 101, 101, true, 101",
    "'user: \"101\"', 101, true, 101",
    "user: app, , true, app",
    "serviceUser: 5, , false, ''"
  })
  void theUserIsANumberANameRootOrUnknown(String line, Long starts, boolean known, String user) {
    ImageFact fact = facts("image: x\nsource: tried\n" + line + "\n").get(0);

    assertThat(fact.startsAs()).isEqualTo(Optional.ofNullable(starts));
    assertThat(fact.isUserKnown()).isEqualTo(known);
    assertThat(fact.user()).isEqualTo(user);
  }

  @Test
  void aFileWithoutFactsSaysNothing() {
    assertThat(facts("")).isEmpty();
    assertThat(facts("# nothing yet\n---\n")).isEmpty();
  }

  @Test
  void everyMistakeIsReportedAtOnceWithItsLineAndRemedy() throws IOException {
    String shown = lines(ImageFactsReader.read(Files.readString(GOLDEN.resolve("mistakes.yaml"))));

    Path expected = GOLDEN.resolve("mistakes.txt");
    if ("write".equals(System.getProperty("unroot.golden"))) {
      Files.writeString(expected, shown);
    }
    assertThat(shown).isEqualTo(Files.readString(expected));
  }

  @Test
  void oneMistakeIsEnoughForTheFileNotToBeUsed() {
    assertThat(ImageFactsReader.read("image: x\nsource: tried\n---\nimage: z\n"))
        .isEqualTo(
            new ImageFactsReading.Mistakes(
                List.of(
                    new FileMistake(4, "source: is missing; say where this was read or tried"))));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "image: nginx\nsource: a\n---\nimage: docker.io/library/nginx\nsource: b\n",
        "image: nginx\nsource: a\n---\nimage: b\naliases: [nginx]\nsource: b\n",
        "image: a\ntagStartsWith: [\"1\", \"2\"]\nsource: a\n---\nimage: a\ntagStartsWith: [\"2\", \"1\"]\nsource: b\n"
      })
  void twoFactsForTheSameImageTagAndDigestAreAMistake(String yaml) {
    assertThat(lines(ImageFactsReader.read(yaml)))
        .contains(": image: the fact at line 1 is for the same image, tag and digest; remove one");
  }

  @Test
  void oneImageMayHaveFactsForSeveralTags() {
    assertThat(
            facts(
                """
                image: a
                source: x
                ---
                image: a
                tagContains: alpine
                source: x
                ---
                image: a
                tagStartsWith: [alpine]
                source: x
                """))
        .hasSize(3);
  }

  @Test
  void aFileIsBounded() {
    byte[] large = "#".repeat(ImageFactsReader.MAXIMUM_BYTES + 1).getBytes(StandardCharsets.UTF_8);
    StringBuilder many = new StringBuilder();
    for (int i = 0; i <= ImageFactsReader.MOST_FACTS; i++) {
      many.append("image: a").append(i).append("\nsource: x\n---\n");
    }

    assertThat(lines(ImageFactsReader.read(large))).startsWith("0: is larger than 1 MiB");
    assertThat(lines(ImageFactsReader.read(many.toString())))
        .isEqualTo("6001: is one more than the 2,000 facts that a file may hold: split the file\n");
  }

  @Test
  void whatIsNoTextIsRefused() {
    assertThat(lines(ImageFactsReader.read(new byte[] {'a', (byte) 0xff})))
        .isEqualTo("0: is not a text in UTF-8\n");
    assertThat(lines(ImageFactsReader.read(new byte[] {'a', 0})))
        .isEqualTo("0: is not a text: it holds bytes of value 0\n");
  }

  @Test
  void thousandsOfMistakesAreCutShort() {
    StringBuilder wrong = new StringBuilder("image: a\nsource: b\n");
    for (int i = 0; i < 30_000; i++) {
      wrong.append("x").append(i).append(": 1\n");
    }

    ImageFactsReading reading =
        assertTimeoutPreemptively(
            Duration.ofSeconds(10), () -> ImageFactsReader.read(wrong.toString()));

    assertThat(lines(reading).lines())
        .hasSize(FileMistakes.MOST + 1)
        .last()
        .isEqualTo("0: has more mistakes than these 100");
  }

  @Test
  void hostileTextsAreReadSoonAndShownShort() {
    String bomb =
        "image: a\nsource: b\nx: &a [a]\ny: &b [*a,*a,*a,*a,*a,*a,*a,*a]\nports: ["
            + "*b,".repeat(9_000)
            + "*b]\n? "
            + "k".repeat(500_000)
            + "\n: 1\nimage2: "
            + "a-".repeat(200_000)
            + "\ndigest: "
            + "0".repeat(100_000)
            + "\n";

    String shown =
        lines(assertTimeoutPreemptively(Duration.ofSeconds(10), () -> ImageFactsReader.read(bomb)));

    assertThat(shown).contains("ports: must have at most 64 elements").hasSizeLessThan(4_000);
  }

  private static List<ImageFact> facts(String yaml) {
    ImageFactsReading reading = ImageFactsReader.read(yaml);
    assertThat(reading).isInstanceOf(ImageFactsReading.Facts.class);
    return ((ImageFactsReading.Facts) reading).facts();
  }

  private static String lines(ImageFactsReading reading) {
    assertThat(reading).isInstanceOf(ImageFactsReading.Mistakes.class);
    return ((ImageFactsReading.Mistakes) reading)
        .mistakes().stream()
            .map(mistake -> mistake.line() + ": " + mistake.what() + "\n")
            .collect(Collectors.joining());
  }
}
