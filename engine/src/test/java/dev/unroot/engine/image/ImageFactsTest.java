package dev.unroot.engine.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ImageFactsTest {
  @Test
  void everyBuiltInFactHasASource() {
    assertThat(ImageFacts.builtIn().facts())
        .hasSizeGreaterThan(30)
        .allSatisfy(fact -> assertThat(fact.source()).startsWith("github.com/"));
  }

  @Test
  void everyWritableDirectoryIsAnAbsolutePath() {
    assertThat(ImageFacts.builtIn().facts())
        .flatExtracting(ImageFact::writableDirectories)
        .allSatisfy(directory -> assertThat(directory).matches("(/[a-z0-9.]+)+"));
  }

  @Test
  void noServiceRunsAsRoot() {
    assertThat(ImageFacts.builtIn().facts())
        .allSatisfy(fact -> assertThat(fact.serviceUser().orElse(1L)).isPositive());
  }

  @Test
  void theMostSpecificFactWins() {
    assertThat(ImageFacts.builtIn().of("postgres:17-alpine").orElseThrow().serviceUser())
        .contains(70L);
    assertThat(ImageFacts.builtIn().of("postgres:17").orElseThrow().serviceUser()).contains(999L);
  }

  @ParameterizedTest
  @CsvSource({
    "nginx, nginx",
    "registry.example:5000/library/nginx:1.27, nginx",
    "docker.io/nginx@sha256:0123, nginx",
    "nginxinc/nginx-unprivileged:1, nginx-unprivileged"
  })
  void anImageIsKnownBehindAnyRegistry(String image, String fact) {
    assertThat(ImageFacts.builtIn().of(image).orElseThrow().image()).isEqualTo(fact);
  }

  @ParameterizedTest
  @CsvSource({"mynginx", "nginx/thing", "''", ":", "@", "registry.example:5000/web"})
  void anotherImageIsNotKnown(String image) {
    assertThat(ImageFacts.builtIn().of(image)).isEmpty();
  }

  @Test
  void aFactWithoutSourceIsRefused() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> ImageFacts.read("image: x\n"))
        .withMessage("a fact names no source");
  }

  @Test
  void aBrokenFactIsRefusedWithItsLine() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> ImageFacts.read("image: [\n"))
        .withMessageStartingWith("line 1: ");
  }
}
