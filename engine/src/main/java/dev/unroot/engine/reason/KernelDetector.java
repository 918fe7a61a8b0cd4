package dev.unroot.engine.reason;

import dev.unroot.engine.privilege.Capability;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** It changes the kernel, or holds what one needs for it. */
final class KernelDetector implements Detector {
  @Override
  public Stream<RootReason> find(Suspect suspect) {
    List<RootReason> reasons = new ArrayList<>();
    String beyond = Capability.describeBeyondDefault(suspect.held().capabilities());
    if (suspect.held().privileged()) {
      reasons.add(suspect.reason(Rule.PRIVILEGED, "is privileged", Suspect.TEMPLATE));
    } else if (!beyond.isEmpty()) {
      reasons.add(suspect.reason(Rule.ADDED_CAPABILITIES, "adds " + beyond, Suspect.TEMPLATE));
    }
    if (!suspect.held().user().isKnownUnprivileged()) {
      suspect
          .runs(KernelProgram.names())
          .map(names -> suspect.reason(Rule.KERNEL_COMMAND, "runs " + names, Suspect.TEMPLATE))
          .ifPresent(reasons::add);
    }
    return reasons.stream();
  }
}
