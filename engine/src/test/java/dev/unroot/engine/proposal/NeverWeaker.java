package dev.unroot.engine.proposal;

import static org.assertj.core.api.Assertions.assertThat;

import dev.unroot.engine.document.FieldPath;
import dev.unroot.engine.evidence.Knowledge;
import dev.unroot.engine.privilege.Confinement;
import dev.unroot.engine.privilege.EffectivePrivileges;
import dev.unroot.engine.privilege.HostAccess;
import dev.unroot.engine.privilege.Profile;
import dev.unroot.engine.workload.Container;
import dev.unroot.engine.workload.ContainerRole;
import dev.unroot.engine.workload.PodTemplate;
import java.util.List;
import java.util.stream.Collectors;

/** The first rule: a proposal never holds what the workload did not hold before. */
final class NeverWeaker {
  private NeverWeaker() {}

  static void check(PodTemplate before, PodTemplate after, Knowledge knowledge) {
    // An init container may go: what it did before the others started holds nothing then. So may,
    // in a trial, what only changes owners beside the others, but never the last of these.
    boolean trial = knowledge.experimental();
    List<Container> old =
        before.containers().stream()
            .filter(
                c ->
                    isOf(after, c)
                        || c.role() != ContainerRole.INIT
                            && !(trial && InitSetUp.isSidecar(before, c, knowledge)))
            .collect(Collectors.toList());
    List<Container> now =
        after.containers().stream().filter(c -> isOf(before, c)).collect(Collectors.toList());
    assertThat(now).hasSameSizeAs(old);
    assertThat(now).anyMatch(c -> c.role() == ContainerRole.REGULAR);
    assertThat(fields(before)).containsAll(fields(after));
    after.containers().stream()
        .filter(container -> !isOf(before, container))
        .forEach(added -> checkAdded(before, after, added, knowledge));
    for (int i = 0; i < old.size(); i++) {
      EffectivePrivileges had = EffectivePrivileges.of(before, old.get(i), knowledge);
      EffectivePrivileges has = EffectivePrivileges.of(after, now.get(i), knowledge);
      assertThat(had.capabilities()).containsAll(has.capabilities());
      assertThat(has.privileged() && !had.privileged()).as("becomes privileged").isFalse();
      assertThat(has.user().isRoot() && !had.user().isRoot()).as("becomes root").isFalse();
      checkConfinement(had.confinement(), has.confinement());
    }
  }

  private static boolean isOf(PodTemplate before, Container container) {
    return before.containers().stream().anyMatch(old -> old.path().equals(container.path()));
  }

  /**
   * What is added runs an image that was there, is confined, and is either as the restricted level
   * asks or an init container with less than a container of that image had, and nothing else to
   * reach than that had.
   */
  private static void checkAdded(
      PodTemplate before, PodTemplate after, Container added, Knowledge knowledge) {
    assertThat(before.containers()).extracting(Container::image).contains(added.image());
    EffectivePrivileges has = EffectivePrivileges.of(after, added, knowledge);
    assertThat(has.privileged()).isFalse();
    assertThat(has.confinement().mayEscalate()).isFalse();
    if (!has.user().isKnownUnprivileged()) {
      assertThat(added.role()).isEqualTo(ContainerRole.INIT);
      assertThat(before.containers())
          .anySatisfy(
              old -> {
                EffectivePrivileges had = EffectivePrivileges.of(before, old, knowledge);
                assertThat(old.image()).isEqualTo(added.image());
                assertThat(had.user().isKnownUnprivileged()).isFalse();
                assertThat(had.capabilities()).containsAll(has.capabilities());
                checkConfinement(had.confinement(), has.confinement());
                Container now =
                    after.containers().stream()
                        .filter(container -> container.path().equals(old.path()))
                        .findFirst()
                        .orElseThrow();
                assertThat(volumes(now)).containsAll(volumes(added));
              });
    } else {
      assertThat(has.capabilities()).isEmpty();
    }
  }

  private static List<String> volumes(Container container) {
    return container.fields().objects("volumeMounts", "mountPath").stream()
        .flatMap(mount -> mount.text("name").stream())
        .toList();
  }

  private static void checkConfinement(Confinement had, Confinement has) {
    assertThat(has.mayEscalate() && !had.mayEscalate()).as("may escalate anew").isFalse();
    assertThat(has.unmaskedProc() && !had.unmaskedProc()).as("unmasks /proc anew").isFalse();
    assertThat(had.readOnlyRootFileSystem() && !has.readOnlyRootFileSystem())
        .as("writes its root file system anew")
        .isFalse();
    assertThat(strength(has.seccomp())).isGreaterThanOrEqualTo(strength(had.seccomp()));
    assertThat(strength(has.appArmor())).isGreaterThanOrEqualTo(strength(had.appArmor()));
  }

  /** A profile of the node's own cannot be compared with the runtime's: it has to stay. */
  private static int strength(Profile profile) {
    return switch (profile.kind()) {
      case UNCONFINED -> 0;
      case UNSET -> 1;
      case RUNTIME_DEFAULT -> 2;
      case LOCALHOST -> 3;
    };
  }

  private static List<FieldPath> fields(PodTemplate template) {
    return HostAccess.of(template).stream().map(HostAccess::field).toList();
  }
}
