package dev.unroot.operator.migration;

import dev.unroot.engine.patch.Fingerprint;
import dev.unroot.engine.workload.WorkloadKind;

/**
 * Names a WorkloadMigration by its workload alone, so that the API server itself settles two plans
 * that claim one workload.
 */
public final class MigrationName {
  private static final int MAXIMUM_LENGTH = 63;
  private static final int HASH_LENGTH = 5;

  private MigrationName() {}

  /** Such as {@code deployment-web-3f2a1}; at most 63 characters. */
  public static String of(WorkloadKind kind, String name) {
    String hash = Fingerprint.of(kind + "/" + name).substring(0, HASH_LENGTH);
    String readable = (kind + "-" + name).replace('.', '-');
    int room = MAXIMUM_LENGTH - HASH_LENGTH - 1;
    return (readable.length() > room ? readable.substring(0, room) : readable) + "-" + hash;
  }
}
