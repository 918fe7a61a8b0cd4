package dev.unroot.operator.ceiling;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.unroot.api.v1alpha1.Mode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CeilingsWatchTest {
  @TempDir private Path folder;
  private final List<Ceilings> told = new ArrayList<>();
  private CeilingsWatch watch = CeilingsWatch.fixed(Ceilings.none());

  @AfterEach
  void close() {
    watch.close();
  }

  @Test
  void withoutAFileThereAreNoCeilings() {
    watch(folder);

    assertThat(watch.current()).isEqualTo(Ceilings.none());
  }

  @Test
  void aMountedConfigMapIsExchangedByALink() throws IOException {
    mount("v1", "maximumTrials: 1");
    watch(folder);
    assertThat(watch.current().maximumTrials()).isEqualTo(1);

    mount("v2", "maximumTrials: 2");
    lookTwice();

    assertThat(watch.current().maximumTrials()).isEqualTo(2);
    assertThat(told).containsExactly(watch.current());
  }

  @Test
  void listenersHearOfChangesOnly() throws IOException {
    mount("v1", "stop: false");
    watch(folder);

    mount("v2", "# nothing new\nstop: false");
    lookTwice();
    lookTwice();

    assertThat(told).isEmpty();
  }

  @Test
  void whatIsJustBeingWrittenDoesNotCount() throws IOException {
    Path file = Files.writeString(folder.resolve("ceilings.yaml"), "highestMode: Propose");
    watch(file);

    Files.writeString(file, "");
    watch.look();
    Files.writeString(file, "highestMode: Observe");
    lookTwice();

    assertThat(told).singleElement().satisfies(c -> assertThat(c.stop()).isEqualTo(new Stop.No()));
    assertThat(watch.current().highestMode()).isEqualTo(Mode.Observe);
  }

  @Test
  void aFileThatBreaksStopsTrialsAndKeepsItsCeilings() throws IOException {
    mount("v1", "highestMode: Trial\nnamespaces: {deny: [lab]}");
    watch(folder);

    mount("v2", "highestMode: Trail\nstop: 1");
    lookTwice();

    assertThat(watch.current().stop())
        .isEqualTo(
            new Stop.Unreadable(
                folder
                    + "/ceilings.yaml:1: highestMode: must be one of Observe, Propose, Trial, Apply, not"
                    + " \"Trail\" and 1 more"));
    assertThat(watch.current().allowance(Mode.Trial, "shop").stopped()).isTrue();
    assertThat(watch.current().allowance(Mode.Trial, "lab").mode()).isEmpty();

    mount("v3", "highestMode: Apply");
    lookTwice();

    assertThat(watch.current()).isEqualTo(Ceilings.none());
    assertThat(told).hasSize(2);
  }

  @Test
  void aFileThatVanishesStopsTrials() throws IOException {
    mount("v1", "maximumTrials: 3");
    watch(folder);

    Files.delete(folder.resolve("ceilings.yaml"));
    lookTwice();

    assertThat(watch.current().maximumTrials()).isEqualTo(3);
    assertThat(watch.current().stop())
        .isInstanceOfSatisfying(
            Stop.Unreadable.class,
            stop -> assertThat(stop.problem()).startsWith(folder + " is empty now: "));
  }

  @Test
  void aNamedFileThatVanishesStopsTrials() throws IOException {
    Path file = Files.writeString(folder.resolve("ceilings.yaml"), "{}");
    watch(file);

    Files.delete(file);
    lookTwice();

    assertThat(watch.current().stop())
        .isEqualTo(new Stop.Unreadable(file + ": cannot be read: no such file or folder"));
  }

  @Test
  void ceilingsThatAppearLaterHold() throws IOException {
    watch(folder);

    mount("v1", "stop: true");
    lookTwice();

    assertThat(watch.current().stop()).isEqualTo(new Stop.Asked());
  }

  @Test
  void whatBreaksBetweenTheCheckAndTheStartStopsTrials() throws IOException {
    mount("v1", "stop: maybe");
    watch(folder);

    assertThat(watch.current().stop()).isInstanceOf(Stop.Unreadable.class);
  }

  @Test
  void oneListenerThatFailsDoesNotKeepTheOthersFromHearing() throws IOException {
    watch = CeilingsWatch.unhurried(new CeilingsFile(folder.toString())::read);
    watch.listen(
        ceilings -> {
          throw new IllegalStateException("not now");
        });
    watch.listen(told::add);

    mount("v1", "stop: true");
    lookTwice();

    assertThat(told).hasSize(1);
  }

  @Test
  void itLooksByItselfUntilItIsClosed() throws IOException {
    watch = CeilingsWatch.start(new CeilingsFile(folder.toString())::read, Duration.ofMillis(20));

    mount("v1", "maximumTrials: 7");

    await()
        .pollInterval(Duration.ofMillis(5))
        .atMost(Duration.ofSeconds(10))
        .until(() -> watch.current().maximumTrials() == 7);
    watch.close();
    await()
        .pollInterval(Duration.ofMillis(5))
        .atMost(Duration.ofSeconds(10))
        .until(
            () ->
                Thread.getAllStackTraces().keySet().stream()
                    .noneMatch(thread -> thread.getName().equals("ceilings")));
  }

  private void watch(Path path) {
    watch = CeilingsWatch.unhurried(new CeilingsFile(path.toString())::read);
    watch.listen(told::add);
  }

  private void lookTwice() {
    watch.look();
    watch.look();
  }

  /** As the kubelet mounts a ConfigMap: a folder for each version, and a link that is renamed. */
  private void mount(String version, String content) throws IOException {
    Path versioned = Files.createDirectory(folder.resolve(".." + version));
    Files.writeString(versioned.resolve("ceilings.yaml"), content);
    Path link = Files.createSymbolicLink(folder.resolve("..data_tmp"), versioned.getFileName());
    Files.move(
        link,
        folder.resolve("..data"),
        StandardCopyOption.ATOMIC_MOVE,
        StandardCopyOption.REPLACE_EXISTING);
    Path visible = folder.resolve("ceilings.yaml");
    if (!Files.exists(visible)) {
      Files.createSymbolicLink(visible, Path.of("..data", "ceilings.yaml"));
    }
  }
}
