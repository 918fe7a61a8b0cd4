package dev.unroot.operator.inventory;

import dev.unroot.engine.workload.WorkloadKind;
import java.util.Comparator;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Names what is listed: a workload of one of the eight kinds, or the controller of a kind that
 * unroot does not know, under which its pods are listed.
 */
public record WorkloadId(String apiVersion, String kind, String namespace, String name)
    implements Comparable<WorkloadId> {
  private static final Comparator<WorkloadId> ORDER =
      Comparator.comparing(WorkloadId::namespace)
          .thenComparing(WorkloadId::kind)
          .thenComparing(WorkloadId::name)
          .thenComparing(WorkloadId::group);

  /** Names a workload of a known kind. */
  public static WorkloadId of(WorkloadKind kind, String namespace, String name) {
    return new WorkloadId(kind.apiVersion(), kind.kind(), namespace, name);
  }

  /** The kind, where it is one of the eight. */
  public Optional<WorkloadKind> knownKind() {
    return WorkloadKind.of(apiVersion, kind);
  }

  /** The API group; empty for the core group. */
  public String group() {
    int slash = apiVersion.indexOf('/');
    return slash < 0 ? "" : apiVersion.substring(0, slash);
  }

  /** The same workload may be named in several versions of its API. */
  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof WorkloadId id && compareTo(id) == 0;
  }

  @Override
  public int hashCode() {
    return Objects.hash(group(), kind, namespace, name);
  }

  @Override
  public int compareTo(WorkloadId other) {
    return ORDER.compare(this, other);
  }

  /** As people type it: {@code deployment/web}. */
  @Override
  public String toString() {
    return kind.toLowerCase(Locale.ROOT) + "/" + name;
  }
}
