package dev.unroot.operator.compact;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.ObjectMeta;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Who an object is, and in which version. */
record Identity(
    String namespace,
    String name,
    String uid,
    @Nullable String resourceVersion,
    @Nullable Long generation) {

  static Identity of(HasMetadata object) {
    ObjectMeta metadata = object.getMetadata();
    return new Identity(
        metadata.getNamespace(),
        metadata.getName(),
        metadata.getUid(),
        metadata.getResourceVersion(),
        metadata.getGeneration());
  }

  /** An object that says no more than this. */
  <T extends HasMetadata> T object(Supplier<T> empty) {
    T object = empty.get();
    object.setMetadata(
        new ObjectMetaBuilder()
            .withNamespace(namespace)
            .withName(name)
            .withUid(uid)
            .withResourceVersion(resourceVersion)
            .withGeneration(generation)
            .build());
    return object;
  }
}
