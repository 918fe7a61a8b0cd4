package dev.unroot.engine.evidence;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class EarlierOwnersTest {
  private static final VolumePlace DATA = new VolumePlace("data", "");
  private static final VolumePlace LOGS = new VolumePlace("logs", "app");
  private static final Map<String, VolumePlace> PLACES = Map.of("0", DATA, "1", LOGS);
  private static final String MESSAGE =
      """
      unroot owners 1
      root 0 0:0 2770
      root 1 5:6 700
         1523 files 0 0:0
            2 files 0 1000:1000
            1 files 1 5:6
      end
      """;

  @Test
  void rootsAndCountsAreRead() {
    assertThat(read(MESSAGE))
        .containsExactly(
            new EarlierOwners(
                new VolumeOwner(DATA, 0, 0, 02770),
                List.of(
                    new EarlierOwners.Files(0, 0, 1523), new EarlierOwners.Files(1000, 1000, 2)),
                true),
            new EarlierOwners(
                new VolumeOwner(LOGS, 5, 6, 0700),
                List.of(new EarlierOwners.Files(5, 6, 1)),
                true));
  }

  /** The kubelet cuts messages where a pod has many containers: 15 of 1523 would be a lie. */
  @Test
  void whatIsCutIsReadUpToTheLineBeforeAndSaysSo() {
    String cut = MESSAGE.substring(0, MESSAGE.indexOf("23 files"));

    assertThat(read(cut)).hasSize(2).allMatch(owners -> owners.files().isEmpty());
    assertThat(read(cut)).noneMatch(EarlierOwners::isWhole);
  }

  @ParameterizedTest
  @ValueSource(strings = {"100000 files 0 0:0", "60000 files 0 0:0\n40000 files 0 1:1"})
  void whatWasTooMuchToCountSaysSo(String files) {
    assertThat(read("unroot owners 1\nroot 0 0:0 755\n" + files + "\nend\n"))
        .singleElement()
        .satisfies(owners -> assertThat(owners.isWhole()).isFalse());
  }

  @Test
  void asManyOwnersAsAreToldMayNotBeAll() {
    String files =
        IntStream.range(0, EarlierOwners.MOST_OWNERS)
            .mapToObj(uid -> "1 files 0 " + uid + ":0\n")
            .collect(Collectors.joining());

    assertThat(read("unroot owners 1\nroot 0 0:0 755\n" + files + "end\n"))
        .singleElement()
        .satisfies(owners -> assertThat(owners.isWhole()).isFalse());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "end",
        "Segmentation fault",
        "unroot owners 2\nroot 0 0:0 755\nend",
        "unroot owners 1\nroot 2 0:0 755\nend",
        "unroot owners 1\nroot 0 0:0 855\nend",
        "unroot owners 1\nroot 0 0:0 755\nroot 0 1:1 755\nend",
        "unroot owners 1\nroot 0 4294967295:0 755\nend",
        "unroot owners 1\nroot 0 99999999999:0 755\nend",
        "unroot owners 1\nroot 0 -1:0 755\nend",
        "unroot owners 1\nroot 0 0:0 755 /secret/name\nend",
        "unroot owners 1\n1 files 0 0:0\nend",
        "unroot owners 1\nroot 0 0:0 755\n1 files 0 0:0\n2 files 0 0:0\nend",
        "unroot owners 1\nroot 0 0:0 755\n1000000 files 0 0:0\nend",
        "unroot owners 1\nend\nroot 0 0:0 755\nend"
      })
  void whatDoesNotFitAsAWholeTellsNothing(String message) {
    assertThat(read(message)).isEmpty();
  }

  @Test
  void moreThanATerminationMessageIsNotLookedAt() {
    assertThat(read(MESSAGE.replace("root 0", "root 0" + " ".repeat(5000)))).isEmpty();
    assertThat(read(MESSAGE + "end\n".repeat(1100))).isEmpty();
  }

  @Test
  void whateverTheImageWritesNothingIsThrownAndItIsBounded() {
    Random random = new Random(7);
    for (int i = 0; i < 20_000; i++) {
      StringBuilder message = new StringBuilder(MESSAGE);
      for (int change = random.nextInt(4); change >= 0; change--) {
        int at = random.nextInt(message.length());
        message.setCharAt(at, "0123456789 :\n\0root\u2028".charAt(random.nextInt(19)));
        message.setLength(message.length() - random.nextInt(3));
      }
      List<EarlierOwners> read = read(message.toString());
      assertThat(read).hasSizeLessThanOrEqualTo(PLACES.size());
      assertThat(read).allMatch(o -> o.files().size() <= EarlierOwners.MOST_OWNERS);
    }
  }

  private static List<EarlierOwners> read(String message) {
    return EarlierOwners.read(message, PLACES);
  }
}
