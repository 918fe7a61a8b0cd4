package dev.unroot.operator.compact;

import static org.assertj.core.api.Assertions.assertThat;

import dev.unroot.api.v1alpha1.Mode;
import dev.unroot.api.v1alpha1.WorkloadMigration;
import dev.unroot.operator.Samples;
import io.fabric8.kubernetes.api.model.ManagedFieldsEntryBuilder;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class PackedStoreTest {
  private final List<String> told = new ArrayList<>();
  private final PackedStore<WorkloadMigration> store =
      new PackedStore<>(
          WorkloadMigration.class,
          WorkloadMigration::new,
          Samples.SERIALIZATION,
          new PackedStore.Observer<>() {
            @Override
            public void stored(WorkloadMigration item) {
              told.add("stored " + item.getMetadata().getName());
            }

            @Override
            public void removed(String namespace, String name, String uid) {
              told.add("removed " + namespace + "/" + name + " " + uid);
            }
          });

  private final WorkloadMigration web = Samples.migration(Samples.web(), Mode.Propose);
  private final String key = store.getKey(web);

  @Test
  void whatIsPutIsReadBackButForItsManagedFields() {
    web.getMetadata()
        .setManagedFields(List.of(new ManagedFieldsEntryBuilder().withManager("m").build()));

    store.put(key, web);

    WorkloadMigration read = store.get(key);
    assertThat(read.getSpec()).isEqualTo(web.getSpec());
    assertThat(read.getMetadata().getUid()).isEqualTo(web.getMetadata().getUid());
    assertThat(read.getMetadata().getManagedFields()).isEmpty();
  }

  @Test
  void whoeverAsksGetsAnObjectOfTheirOwn() {
    store.put(key, web);
    store.get(key).getMetadata().setName("spoilt");

    assertThat(store.get(key).getMetadata().getName()).isEqualTo(web.getMetadata().getName());
  }

  @Test
  void ofWhatIsReplacedOrRemovedTheInformerIsToldWhoItWas() {
    assertThat(store.put(key, web)).isNull();
    WorkloadMigration before = store.put(key, web);
    assertThat(before.getMetadata().getGeneration()).isEqualTo(1L);
    assertThat(before.getMetadata().getUid()).isEqualTo(web.getMetadata().getUid());
    assertThat(store.remove(key).getMetadata().getName()).isEqualTo(web.getMetadata().getName());
    assertThat(store.remove(key)).isNull();

    assertThat(store.size()).isZero();
    assertThat(told)
        .containsExactly(
            "stored " + web.getMetadata().getName(),
            "stored " + web.getMetadata().getName(),
            "removed shop/" + web.getMetadata().getName() + " " + web.getMetadata().getUid());
  }
}
