package dev.unroot.engine.image;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ImageReferenceTest {
  @ParameterizedTest
  @CsvSource({
    "nginx, docker.io/library/nginx",
    "nginx:1.29@sha256:00, docker.io/library/nginx",
    "team/app, docker.io/team/app",
    "docker.io/nginx, docker.io/library/nginx",
    "index.docker.io/library/nginx:1, docker.io/library/nginx",
    "registry.example.com:5000/app:1, registry.example.com:5000/app",
    "Registry.Example.com:443/app, registry.example.com/app",
    "localhost/app, localhost/app",
    "Intranet/app, intranet/app",
    "mirror.gcr.io/library/nginx, mirror.gcr.io/library/nginx",
    "public.ecr.aws/docker/library/nginx, public.ecr.aws/docker/library/nginx",
  })
  void aRepositoryHasOneFullForm(String written, String full) {
    assertThat(ImageReference.parse(written).fullRepository()).isEqualTo(full);
  }
}
