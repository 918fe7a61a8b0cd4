package dev.unroot.engine.proposal;

import dev.unroot.engine.document.FieldPath;
import java.util.List;

/**
 * Gives the pod a user namespace of its own, where a trial is to show or has shown that this works:
 * root in it is nobody on the node. It cannot be had together with a namespace of the node.
 */
final class SeparateUsers implements Remedy {
  @Override
  public String plan() {
    return "give the pod a user namespace of its own";
  }

  @Override
  public List<Change> changes(Subject subject) {
    if (!subject.isRestrictedLinux()
        || !subject.knowledge().hardened().userNamespace()
        || !subject.template().mayHaveOwnUserNamespace()) {
      return List.of();
    }
    return List.of(
        Change.of(
            subject.template(),
            FieldPath.of("spec.hostUsers"),
            false,
            "its root is nobody on the node",
            Source.TRIAL,
            Confidence.HIGH));
  }
}
