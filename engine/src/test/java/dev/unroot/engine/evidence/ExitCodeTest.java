package dev.unroot.engine.evidence;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ExitCodeTest {
  @ParameterizedTest
  @CsvSource({
    "73, a file could not be made",
    "77, permission was denied",
    "126, a command could not be executed",
    "127, a command or a library was not found",
    "137, it was killed (SIGKILL)",
    "139, a segmentation fault (SIGSEGV)",
    "159, a system call that its seccomp profile does not allow (SIGSYS)",
    "243, permission was denied"
  })
  void conventionsSayWhatACodeMeans(int code, String meaning) {
    assertThat(ExitCode.meaning(code)).hasValue(meaning);
  }

  @ParameterizedTest
  @ValueSource(ints = {-1, 0, 1, 2, 9, 31, 128, 255, Integer.MAX_VALUE, Integer.MIN_VALUE})
  void othersMeanNothing(int code) {
    assertThat(ExitCode.meaning(code)).isEmpty();
  }
}
