package dev.unroot.engine.reason;

import dev.unroot.engine.privilege.Capability;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;

/** It changes the kernel or its own limits, or holds what one needs for it. */
final class KernelDetector implements Detector {
  @Override
  public Stream<RootReason> find(Suspect suspect) {
    List<RootReason> reasons = new ArrayList<>();
    Set<String> held = suspect.held().capabilities();
    Set<String> kernel = Capability.ofKernel(held);
    Set<String> limits = new TreeSet<>(held);
    limits.retainAll(Capability.OF_LIMITS);
    if (suspect.held().privileged()) {
      reasons.add(suspect.reason(Rule.PRIVILEGED, "is privileged", Suspect.TEMPLATE));
    } else if (!kernel.isEmpty()) {
      reasons.add(
          suspect.reason(Rule.KERNEL_CAPABILITIES, adds(suspect, kernel), Suspect.TEMPLATE));
    } else if (!limits.isEmpty()) {
      reasons.add(suspect.reason(Rule.LIMIT_CAPABILITIES, adds(suspect, limits), Suspect.TEMPLATE));
    }
    if (!suspect.held().user().isKnownUnprivileged()) {
      suspect
          .runs(KernelProgram.names())
          .map(names -> suspect.reason(Rule.KERNEL_COMMAND, "runs " + names, Suspect.TEMPLATE))
          .ifPresent(reasons::add);
    }
    return reasons.stream();
  }

  private static String adds(Suspect suspect, Set<String> capabilities) {
    boolean isVoid = suspect.held().user().isKnownUnprivileged();
    return "adds "
        + Capability.describe(capabilities)
        + (isVoid ? ", void for its user unless the program's file carries it" : "");
  }
}
