package dev.unroot.engine.proposal;

import static org.assertj.core.api.Assertions.assertThat;

import dev.unroot.engine.evidence.Failure;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A volume hides what the image holds at its place: where that may be needed, it is copied. */
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
    assertThat(cover(path, false)).contains(new WritableDirectory(directory, false));
  }

  @ParameterizedTest
  @CsvSource({
    "/var/lib/nginx/body, /var/lib/nginx",
    "/var/lib/web, /var/lib/web",
    "/run/web, /run",
    "/app/logs, /app/logs",
    "/srv/web/cache, /srv/web/cache"
  })
  void aDirectoryThatWasToBeMadeNeedsItsParentOrItself(String path, String directory) {
    assertThat(cover(path, true)).contains(new WritableDirectory(directory, false));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/etc/web.conf",
        "/usr/lib/x",
        "/usr/bin/x",
        "/root/x",
        "/x",
        "/",
        "/var/x",
        "/var/lib/x",
        "/home/x",
        "/opt/x",
        "/usr/local/x",
        "/var/lib/web/../../../etc/x",
        "/run/.."
      })
  void whatTheSystemNeedsIsNeverCovered(String path) {
    assertThat(cover(path, false)).isEmpty();
    assertThat(cover(path, true))
        .satisfies(made -> made.ifPresent(own -> assertThat(own.path()).isEqualTo(path)));
  }

  @ParameterizedTest
  @CsvSource({
    "/app/log/x, /app/log",
    "/home/u/x, /home/u",
    "/opt/web/state/x, /opt/web/state",
    "/runner/x, /runner",
    "/tmpfiles/x, /tmpfiles",
    "/usr/local/web/x, /usr/local/web"
  })
  void whatAnApplicationMayHoldIsCopied(String path, String directory) {
    assertThat(cover(path, false)).contains(new WritableDirectory(directory, true));
  }

  @Test
  void varRunIsRun() {
    assertThat(WritableDirectory.isWithin("/var/run/web", "/run")).isTrue();
    assertThat(WritableDirectory.isWithin("/run/web", "/var/run/")).isTrue();
    assertThat(WritableDirectory.isWithin("/runner", "/run")).isFalse();
  }

  private static Optional<WritableDirectory> cover(String path, boolean makesDirectory) {
    return WritableDirectory.of(new Failure.PathNotWritable("web", path, makesDirectory, ""));
  }
}
