package dev.unroot.engine.evidence;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import java.time.Duration;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Lines as servers really print them. */
class FailureReaderTest {
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          nginx: [alert] could not open error log file: open() "/var/log/nginx/error.log" failed (13: Permission denied)|/var/log/nginx/error.log
          2026/01/02 10:20:30 [emerg] 1#1: open() "/run/nginx.pid" failed (13: Permission denied)|/run/nginx.pid
          PermissionError: [Errno 13] Permission denied: '/data/cache.db'|/data/cache.db
          Error: EACCES: permission denied, open '/app/state.json'|/app/state.json
          (13)Permission denied: AH00091: httpd: could not open error log file /usr/local/apache2/logs/error_log.|/usr/local/apache2/logs/error_log
          /docker-entrypoint.sh: line 5: /etc/web/web.conf: Permission denied|/etc/web/web.conf
          sh: 1: cannot create /var/spool/x: Permission denied|/var/spool/x
          /data/x: Permission denied|/data/x
          touch: cannot touch '/var/lib/web/.lock': Permission denied|/var/lib/web/.lock
          open /var/lib/grafana/grafana.db: read-only file system|/var/lib/grafana/grafana.db
          java.nio.file.AccessDeniedException: /opt/app/logs/app.log|/opt/app/logs/app.log
          """)
  void aFileThatCouldNotBeWrittenIsNamed(String line, String path) {
    assertThat(only(line))
        .isInstanceOfSatisfying(
            Failure.PathNotWritable.class,
            failure -> {
              assertThat(failure.path()).isEqualTo(path);
              assertThat(failure.makesDirectory()).isFalse();
            });
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          2026/01/02 10:20:30 [emerg] 1#1: mkdir() "/var/lib/nginx/body" failed (13: Permission denied)|/var/lib/nginx/body
          mkdir: cannot create directory '/x/y': Permission denied|/x/y
          mkdir: can't create directory '/x/y': Permission denied|/x/y
          Error: EACCES: permission denied, mkdir '/app/logs'|/app/logs
          """)
  void aDirectoryThatCouldNotBeMadeIsNamed(String line, String path) {
    assertThat(only(line))
        .isInstanceOfSatisfying(
            Failure.PathNotWritable.class,
            failure -> {
              assertThat(failure.path()).isEqualTo(path);
              assertThat(failure.makesDirectory()).isTrue();
            });
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          2026/01/02 10:20:30 [emerg] 1#1: bind() to 0.0.0.0:80 failed (13: Permission denied)|80
          nginx: [emerg] bind() to [::]:443 failed (13: Permission denied)|443
          2026/01/02 10:20:30 listen tcp :80: bind: permission denied|80
          listen tcp 10.0.0.7:443: bind: permission denied|443
          listen udp [2001:db8::2]:53: bind: permission denied|53
          Error: listen EACCES: permission denied 0.0.0.0:80|80
          Error: listen EACCES: permission denied :::80|80
          (13)Permission denied: AH00072: make_sock: could not bind to address [::]:80|80
          (13)Permission denied: AH00072: make_sock: could not bind to address 0.0.0.0:80|80
          PermissionError: [Errno 13] error while attempting to bind on address ('0.0.0.0', 80): permission denied|80
          [ALERT] (1) : Starting frontend http: cannot bind socket (Permission denied) for [0.0.0.0:80]|80
          error: Bind to port 22 on 0.0.0.0 failed: Permission denied.|22
          Permission denied - bind(2) for "0.0.0.0" port 80 (Errno::EACCES)|80
          Could not create server TCP listening socket *:80: bind: Permission denied|80
          """)
  void aPortThatCouldNotBeBoundIsNamed(String line, int port) {
    assertThat(only(line))
        .isInstanceOfSatisfying(
            Failure.PortNotPermitted.class, failure -> assertThat(failure.port()).isEqualTo(port));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          chown: changing ownership of '/var/lib/web': Operation not permitted|chown
          nginx: [emerg] chown("/var/cache/nginx/client_temp", 101) failed (1: Operation not permitted)|chown
          2026/01/02 10:20:30 [emerg] 7#7: setgid(101) failed (1: Operation not permitted)|setgid
          chmod: /data: Operation not permitted|chmod
          error: failed switching to "redis": operation not permitted|setuid
          setpriv: setgroups failed: Operation not permitted|setpriv
          """)
  void aPrivilegedOperationIsNamed(String line, String operation) {
    assertThat(only(line))
        .isInstanceOfSatisfying(
            Failure.OperationNotPermitted.class,
            failure -> assertThat(failure.operation()).isEqualTo(operation));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "This script must be run as root",
        "ERROR: you must be root to run this",
        "ntpd: need to be root",
        "fatal: requires root privileges"
      })
  void aProgramThatInsistsOnRootIsRecognised(String line) {
    assertThat(only(line)).isInstanceOf(Failure.RequiresRoot.class);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "exec /usr/bin/caddy: operation not permitted",
        "runc create failed: unable to start container process: exec: \"/coredns\": operation not permitted"
      })
  void aProgramThatCannotBeExecutedIsRecognised(String line) {
    assertThat(only(line)).isInstanceOf(Failure.ExecNotPermitted.class);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "ready to accept connections",
        "",
        "permission denied",
        "GET /etc/passwd 200",
        "login failed for user root"
      })
  void anythingElseIsNoFailure(String line) {
    assertThat(FailureReader.read("web", line)).isEmpty();
  }

  @Test
  void theSameFailureIsToldOnce() {
    String line = "open /run/x: permission denied\n";

    assertThat(FailureReader.read("web", line.repeat(10))).hasSize(1);
  }

  @Test
  void whatIsKeptIsBounded() {
    String many =
        IntStream.range(0, 10_000)
            .mapToObj(i -> "open /run/x" + i + ": permission denied")
            .collect(Collectors.joining("\n"));

    assertThat(FailureReader.read("web", many)).hasSize(FailureReader.MAXIMUM_FAILURES);
  }

  @Test
  void hostileLinesAreReadSoon() {
    List<String> hostile =
        List.of(
            "permission denied " + "/a".repeat(2_000_000),
            "exec ".repeat(1_000_000),
            "bind permission denied " + ":1".repeat(2_000_000),
            "must be ".repeat(1_000_000),
            "\u0130".repeat(2_000_000) + " bind :80 permission denied");

    assertTimeoutPreemptively(
        Duration.ofSeconds(20), () -> hostile.forEach(line -> FailureReader.read("web", line)));
  }

  @Test
  void aLineIsShownShortenedAndWithoutControlCharacters() {
    String line = "open /run/x: permission denied \u001b[31m" + "y".repeat(400);

    assertThat(only(line).line()).hasSizeLessThan(210).doesNotContain("\u001b");
  }

  private static Failure only(String line) {
    List<Failure> failures = FailureReader.read("web", line);
    assertThat(failures).as(line).hasSize(1);
    return failures.get(0);
  }

  @Test
  void whatLooksLikeASecretIsNotKept() {
    assertThat(
            FailureReader.unexplained("web", "connect postgres://app:S3cr3tPassw0rd@db/x failed")
                .line())
        .doesNotContain("S3cr3tPassw0rd")
        .contains("postgres://app:***@db/x failed");
    assertThat(FailureReader.unexplained("web", "api_key=abcdef123 token: 'xyz' refused").line())
        .doesNotContain("abcdef123")
        .doesNotContain("xyz")
        .endsWith("refused");
  }

  @Test
  void theEndOfALongLogCounts() {
    String log =
        "INFO ready\n".repeat(5000) + "open() \"/run/a.pid\" failed (13: Permission denied)\n";
    assertThat(FailureReader.read("web", log)).hasSize(1);
  }

  @Test
  void whatIsSaidRightAfterALineThatNeverEndedCounts() {
    String said = "mkdir: can't create directory '/var/lib/late': Permission denied";

    assertThat(FailureReader.read("web", "x".repeat(100_000) + said + "\n"))
        .singleElement()
        .satisfies(
            failure -> {
              assertThat(failure).isInstanceOf(Failure.PathNotWritable.class);
              assertThat(failure.line()).endsWith(said);
            });
    assertThat(FailureReader.read("web", said + "x".repeat(100_000))).hasSize(1);
  }

  @Test
  void theEndOfALongLineIsNotCutInTheMiddleOfASecret() {
    String line =
        "x".repeat(1000) + " password=" + "s3cr3t".repeat(20) + " refused: /data ".repeat(8);

    assertThat(FailureReader.read("web", line + "Permission denied\n"))
        .singleElement()
        .satisfies(failure -> assertThat(failure.line()).doesNotContain("s3cr3t"));
  }
}
