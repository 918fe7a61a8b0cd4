package dev.unroot.engine.reason;

import dev.unroot.engine.privilege.EffectiveUser;
import java.util.stream.Stream;

/** It is root, and nothing but its spec, its image or its running pods say so. Asked last. */
final class PackagingDetector implements Detector {
  @Override
  public Stream<RootReason> find(Suspect suspect) {
    EffectiveUser user = suspect.held().user();
    if (user instanceof EffectiveUser.Specified specified && specified.uid() == 0) {
      return Stream.of(
          suspect.reason(
              Rule.ROOT_IN_SPEC, "nothing but its spec asks for root", Suspect.TEMPLATE));
    }
    if (user instanceof EffectiveUser.OfImage image && image.uid() == 0) {
      return Stream.of(suspect.reason(Rule.NO_USER, "its image has no USER", image.source()));
    }
    if (user instanceof EffectiveUser.Running running && running.uid() == 0) {
      return Stream.of(running(suspect));
    }
    boolean seenAsRoot = suspect.observation().filter(seen -> seen.uids().contains(0L)).isPresent();
    return seenAsRoot
        ? Stream.of(suspect.reason(Rule.NO_USER, "nothing else asks for root", Suspect.OBSERVED))
        : Stream.empty();
  }

  /** Where the image is known to start as root, that is why its pods run so. */
  private static RootReason running(Suspect suspect) {
    return suspect
        .fact()
        .filter(known -> known.startsAs().filter(uid -> uid == 0).isPresent())
        .map(known -> suspect.reason(Rule.NO_USER, "its image has no USER", known.source()))
        .orElseGet(
            () ->
                suspect.reason(Rule.NO_USER, "runs as UID 0 in its running pods", Suspect.RUNNING));
  }
}
