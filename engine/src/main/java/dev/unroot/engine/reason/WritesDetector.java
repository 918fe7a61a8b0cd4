package dev.unroot.engine.reason;

import dev.unroot.engine.evidence.Failure;
import java.util.List;
import java.util.stream.Stream;

/** It writes to directories of its root file system that belong to root. */
final class WritesDetector implements Detector {
  @Override
  public Stream<RootReason> find(Suspect suspect) {
    List<String> refused =
        suspect
            .knowledge()
            .failures(suspect.container().name(), Failure.PathNotWritable.class)
            .map(Failure.PathNotWritable::path)
            .distinct()
            .toList();
    if (!refused.isEmpty()) {
      return Stream.of(
          suspect.reason(
              Rule.REFUSED_WRITE, "writes to " + String.join(", ", refused), Suspect.TRIAL));
    }
    return suspect.fact().filter(known -> !known.writableDirectories().isEmpty()).stream()
        .map(
            known ->
                suspect.reason(
                    Rule.KNOWN_WRITES,
                    "writes to " + String.join(", ", known.writableDirectories()),
                    known.source()));
  }
}
