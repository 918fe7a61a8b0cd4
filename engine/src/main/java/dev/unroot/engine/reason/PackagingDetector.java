package dev.unroot.engine.reason;

import dev.unroot.engine.privilege.EffectiveUser;
import java.util.stream.Stream;

/** It is root, and nothing but its image or its spec says so. Asked last. */
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
    boolean seenAsRoot = suspect.observation().filter(seen -> seen.uids().contains(0L)).isPresent();
    return seenAsRoot
        ? Stream.of(suspect.reason(Rule.NO_USER, "nothing else asks for root", Suspect.OBSERVED))
        : Stream.empty();
  }
}
