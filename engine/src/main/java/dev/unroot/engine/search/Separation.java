package dev.unroot.engine.search;

import dev.unroot.engine.evidence.Failure;
import dev.unroot.engine.evidence.Knowledge;
import java.util.List;
import java.util.Optional;

/** Gives a pod that works without it a user namespace of its own. */
record Separation() implements Step {
  @Override
  public Optional<Knowledge> trying(Knowledge best) {
    return Optional.of(best.withHardened(best.hardened().withUserNamespace(true)));
  }

  @Override
  public Step afterSuccess() {
    return new Done();
  }

  @Override
  public Step afterFailure(List<Failure> failures) {
    return new Done();
  }

  @Override
  public Step afterRepetition(List<Failure> failures) {
    return new Done();
  }
}
