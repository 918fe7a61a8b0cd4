package dev.unroot.engine.proposal;

import static org.assertj.core.api.Assertions.assertThat;

import dev.unroot.engine.evidence.Knowledge;
import dev.unroot.engine.privilege.EffectivePrivileges;
import dev.unroot.engine.privilege.HostAccess;
import dev.unroot.engine.workload.Container;
import dev.unroot.engine.workload.PodTemplate;
import java.util.List;

/** The first rule: a proposal never holds what the workload did not hold before. */
final class NeverWeaker {
  private NeverWeaker() {}

  static void check(PodTemplate before, PodTemplate after, Knowledge knowledge) {
    List<Container> old = before.containers();
    List<Container> now = after.containers();
    assertThat(now).hasSameSizeAs(old);
    assertThat(HostAccess.of(before)).containsAll(HostAccess.of(after));
    for (int i = 0; i < old.size(); i++) {
      EffectivePrivileges had = EffectivePrivileges.of(before, old.get(i), knowledge.images());
      EffectivePrivileges has = EffectivePrivileges.of(after, now.get(i), knowledge.images());
      if (!had.capabilities().contains("ALL")) {
        assertThat(had.capabilities()).containsAll(has.capabilities());
      }
      assertThat(has.privileged() && !had.privileged()).as("becomes privileged").isFalse();
      assertThat(has.user().isRoot() && !had.user().isRoot()).as("becomes root").isFalse();
      boolean mayEscalate = mayEscalate(now.get(i)) && !mayEscalate(old.get(i));
      assertThat(mayEscalate).as("may escalate anew").isFalse();
    }
  }

  private static boolean mayEscalate(Container container) {
    return container.securityContext().flag("allowPrivilegeEscalation").orElse(true);
  }
}
