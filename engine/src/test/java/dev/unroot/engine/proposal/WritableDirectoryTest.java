package dev.unroot.engine.proposal;

import static org.assertj.core.api.Assertions.assertThat;

import dev.unroot.engine.evidence.Failure;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A volume hides what the image holds at its place: only directories of state are covered. */
class WritableDirectoryTest {
  @ParameterizedTest
  @CsvSource({
    "/run/nginx.pid, /run",
    "/var/run/web/web.pid, /var/run/web",
    "/var/log/nginx/error.log, /var/log/nginx",
    "/var/log/web.log, /var/log",
    "/tmp/x, /tmp",
    "/var/lib/web/state.db, /var/lib/web",
    "/var/cache/web/a/b, /var/cache/web/a"
  })
  void aFileNeedsItsDirectory(String path, String directory) {
    assertThat(cover(path, false)).contains(directory);
  }

  @ParameterizedTest
  @CsvSource({
    "/var/lib/nginx/body, /var/lib/nginx",
    "/var/lib/web, /var/lib/web",
    "/run/web, /run"
  })
  void aDirectoryThatWasToBeMadeNeedsItsParentOrItself(String path, String directory) {
    assertThat(cover(path, true)).contains(directory);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/etc/web.conf",
        "/usr/lib/x",
        "/app/log/x",
        "/x",
        "/",
        "/var/x",
        "/var/lib/x",
        "/home/u/x",
        "/var/lib/web/../../../etc/x",
        "/run/..",
        "/runner/x",
        "/tmpfiles/x"
      })
  void whereContentMayBeIsNeverCovered(String path) {
    assertThat(cover(path, false)).isEmpty();
  }

  @Test
  void varRunIsRun() {
    assertThat(WritableDirectory.isWithin("/var/run/web", "/run")).isTrue();
    assertThat(WritableDirectory.isWithin("/run/web", "/var/run/")).isTrue();
    assertThat(WritableDirectory.isWithin("/runner", "/run")).isFalse();
  }

  private static Optional<String> cover(String path, boolean makesDirectory) {
    return WritableDirectory.of(new Failure.PathNotWritable("web", path, makesDirectory, ""));
  }
}
