package dev.unroot.operator.register;

import static org.assertj.core.api.Assertions.assertThat;

import dev.unroot.api.v1alpha1.Mode;
import dev.unroot.api.v1alpha1.WorkloadMigration;
import dev.unroot.operator.Samples;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class MigrationRegisterTest {
  private final MigrationRegister register = new MigrationRegister();
  private final List<String> told = new ArrayList<>();

  @Test
  void whatIsStoredIsFoundAndTold() {
    register.onChange(migration -> told.add(migration.resourceVersion()));

    register.stored(version("1", Mode.Propose));

    assertThat(found().spec().stage()).isEqualTo(Mode.Propose);
    assertThat(register.migrations("shop")).hasSize(1);
    assertThat(told).containsExactly("1");
  }

  @Test
  void anEventThatComesAfterTheAnswerToALaterWriteIsNoNews() {
    register.written(version("10", Mode.Trial));
    register.onChange(migration -> told.add(migration.resourceVersion()));

    register.stored(version("9", Mode.Propose));
    register.stored(version("10", Mode.Trial));

    assertThat(found().spec().stage()).isEqualTo(Mode.Trial);
    assertThat(told).isEmpty();
  }

  @Test
  void aMigrationThatWasMadeAgainIsAnotherOne() {
    register.stored(version("10", Mode.Trial));
    WorkloadMigration again = version("3", Mode.Propose);
    again.getMetadata().setUid("another");

    register.stored(again);
    register.removed("shop", again.getMetadata().getName(), "0a1b2c3d-web");

    assertThat(found().uid()).isEqualTo("another");
  }

  @Test
  void whatIsDeletedIsGoneAndTold() {
    register.stored(version("1", Mode.Trial));
    register.onChange(migration -> told.add(migration.name()));

    register.deleted(found());

    assertThat(register.migrations("shop")).isEmpty();
    assertThat(told).hasSize(1);
  }

  @Test
  void thoseThatHaveTheirTurnAndNoVerdictAreTrying() {
    register.stored(version("1", Mode.Trial));

    assertThat(register.tried()).containsExactly(found());
  }

  private RegisteredMigration found() {
    return register.find("shop", "deployment-web-752b7").orElseThrow();
  }

  private static WorkloadMigration version(String version, Mode stage) {
    WorkloadMigration migration = Samples.migration(Samples.web(), stage);
    migration.getMetadata().setResourceVersion(version);
    return migration;
  }
}
