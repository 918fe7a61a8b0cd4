package dev.unroot.operator.register;

import dev.unroot.engine.patch.Fingerprint;
import dev.unroot.operator.inventory.WorkloadId;
import java.util.Locale;

/**
 * Names a WorkloadMigration by its workload alone, so that the API server itself settles two plans
 * that claim one workload.
 */
public final class MigrationName {
  private static final int MAXIMUM_LENGTH = 63;
  private static final int SHORT_HASH = 5;

  /** Where the readable part does not tell workloads apart, the hash has to do it alone. */
  private static final int LONG_HASH = 12;

  private MigrationName() {}

  /** Such as {@code deployment-web-3f2a1}; at most 63 characters. */
  public static String of(WorkloadId id) {
    String readable = (id.kind().toLowerCase(Locale.ROOT) + "-" + id.name()).replace('.', '-');
    boolean fits = readable.length() <= MAXIMUM_LENGTH - SHORT_HASH - 1;
    boolean known = id.knownKind().isPresent();
    int digits = fits && known ? SHORT_HASH : LONG_HASH;
    int room = MAXIMUM_LENGTH - digits - 1;
    String shown = readable.length() > room ? readable.substring(0, room) : readable;
    return shown + "-" + Fingerprint.of(hashed(id, known)).substring(0, digits);
  }

  /** Kinds that unroot does not know may have the same name in several API groups. */
  private static String hashed(WorkloadId id, boolean known) {
    return known ? id.toString() : id.group() + "/" + id;
  }
}
