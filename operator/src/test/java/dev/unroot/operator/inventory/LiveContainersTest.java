package dev.unroot.operator.inventory;

import static org.assertj.core.api.Assertions.assertThat;

import dev.unroot.engine.evidence.StartedAs;
import dev.unroot.operator.Samples;
import dev.unroot.operator.inventory.PodContainer.UserAndGroup;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** The sample's one container is {@code server} of {@code example/server:1}. */
class LiveContainersTest {
  @Test
  void usersAndDigestsOfAllPodsArePutTogether() {
    assertThat(
            live(
                    container("server", "example/server:1", "sha256:b", 33, false),
                    container("server", "example/server:1", "sha256:a", 0, false))
                .list())
        .containsExactly(
            new LiveContainer(
                "server", List.of("0:0", "33:33"), List.of("sha256:a", "sha256:b"), false));
  }

  @Test
  void aContainerThatTheTemplateLacksWasInjected() {
    assertThat(live(container("istio-proxy", "istio/proxy:1", "", 1337, true)).list())
        .singleElement()
        .extracting(LiveContainer::injected)
        .isEqualTo(true);
  }

  @Test
  void thePodsOfTheTemplatesImageTellItsUser() {
    assertThat(live(container("server", "example/server:1", "", 33, false)).startedAs())
        .containsExactly(new StartedAs("server", 33, 33));
  }

  @Test
  void aPodOfAnotherImageTellsNothingOfTheTemplates() {
    assertThat(live(container("server", "example/server:0", "", 33, false)).startedAs()).isEmpty();
  }

  @Test
  void aUserThatThePodsSpecSetsTellsNothingOfTheImage() {
    assertThat(live(container("server", "example/server:1", "", 1000, true)).startedAs()).isEmpty();
  }

  @Test
  void aUserThatNoContainerCanHaveIsNoUser() {
    assertThat(live(container("server", "example/server:1", "", -1, false)).startedAs()).isEmpty();
  }

  private static LiveContainers live(PodContainer... containers) {
    return new LiveContainers(
        Samples.web().template(), Set.copyOf(List.of(containers).stream().map(List::of).toList()));
  }

  private static PodContainer container(
      String name, String image, String digest, long uid, boolean specified) {
    return new PodContainer(
        name, image, digest, Optional.of(new UserAndGroup(uid, uid)), specified);
  }
}
