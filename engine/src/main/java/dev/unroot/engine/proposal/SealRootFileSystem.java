package dev.unroot.engine.proposal;

import dev.unroot.engine.workload.Container;
import java.util.ArrayList;
import java.util.List;

/**
 * Makes root file systems read-only, where a trial is to show or has shown that this works. The
 * directories for temporary files stay writable: what a program writes there, it may write rarely.
 */
final class SealRootFileSystem implements Remedy {
  /** Where any program may expect to write (Filesystem Hierarchy Standard 3.0, 3.18 and 5.15). */
  static final List<String> TEMPORARY = List.of("/tmp", "/var/tmp");

  @Override
  public String plan() {
    return "make root file systems read-only";
  }

  @Override
  public List<Change> changes(Subject subject) {
    if (!subject.isRestrictedLinux()) {
      return List.of();
    }
    List<Change> changes = new ArrayList<>();
    for (Container container : subject.template().containers()) {
      if (isSealed(subject, container)) {
        changes.add(
            Change.of(
                subject.template(),
                container.securityContext("readOnlyRootFilesystem"),
                true,
                "it works without writing there",
                Source.TRIAL,
                Confidence.HIGH));
      }
    }
    return changes;
  }

  /** Whether {@code container} is to have a read-only root file system that it has not now. */
  static boolean isSealed(Subject subject, Container container) {
    return subject.knowledge().hardened().readOnly().contains(container.name());
  }
}
