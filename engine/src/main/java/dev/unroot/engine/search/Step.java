package dev.unroot.engine.search;

import dev.unroot.engine.evidence.Failure;
import dev.unroot.engine.evidence.Knowledge;
import java.util.List;
import java.util.Optional;

/** One thing that may be taken away from a candidate that works. */
interface Step {
  /** What leads to the next candidate, from what leads to the best one; nothing: it is over. */
  Optional<Knowledge> trying(Knowledge best);

  /** After its candidate worked, and became the best. */
  Step afterSuccess();

  /** After its candidate failed. */
  Step afterFailure(List<Failure> failures);

  /** After it came to a candidate that was tried before and did not work. */
  Step afterRepetition(List<Failure> failures);

  /** A step that is over. */
  record Done() implements Step {
    @Override
    public Optional<Knowledge> trying(Knowledge best) {
      return Optional.empty();
    }

    @Override
    public Step afterSuccess() {
      return this;
    }

    @Override
    public Step afterFailure(List<Failure> failures) {
      return this;
    }

    @Override
    public Step afterRepetition(List<Failure> failures) {
      return this;
    }
  }
}
