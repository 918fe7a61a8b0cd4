package dev.unroot.engine.search;

import dev.unroot.engine.evidence.Failure;
import dev.unroot.engine.evidence.Knowledge;
import dev.unroot.engine.proposal.Proposal;
import dev.unroot.engine.proposal.Target;
import dev.unroot.engine.workload.PodTemplate;
import java.util.List;
import java.util.Optional;

/**
 * Looks for the strongest candidate that works: down from the strongest until one works, and from
 * there up again by what may be taken away besides.
 *
 * <p>It never changes: what becomes of a candidate leads to another search, and the same outcomes
 * always to the same one. No candidate comes twice, and it always ends.
 */
public final class CandidateSearch {
  private sealed interface State {
    /**
     * Nothing works yet, or what works complains.
     *
     * @param good what works and is to be had without the complaint
     */
    record Descending(Descent descent, Optional<Descent> good) implements State {}

    /** Something works. */
    record Ascending(Refinement refinement) implements State {}

    /** Nothing worked, and nothing is left to try. */
    record Exhausted(Descent last) implements State {}
  }

  private final State state;

  private CandidateSearch(State state) {
    this.state = state;
  }

  /** Begins with the strongest candidate for {@code template}, by what is known before a trial. */
  public static CandidateSearch begin(PodTemplate template, Target target, Knowledge knowledge) {
    return new CandidateSearch(
        new State.Descending(Descent.begin(template, target, knowledge), Optional.empty()));
  }

  /** What is to be tried; nothing once the search is over. */
  public Optional<Proposal> candidate() {
    if (state instanceof State.Descending descending) {
      return Optional.of(descending.descent().candidate());
    }
    return state instanceof State.Ascending ascending
        ? ascending.refinement().candidate()
        : Optional.empty();
  }

  /** The strongest candidate that worked so far. */
  public Optional<Proposal> proved() {
    return state instanceof State.Ascending ascending
        ? Optional.of(ascending.refinement().proved())
        : good().map(Descent::candidate);
  }

  private Optional<Descent> good() {
    return state instanceof State.Descending descending ? descending.good() : Optional.empty();
  }

  /**
   * What is known by now: that which leads to what was proved; where nothing was, that which leads
   * to the last candidate.
   */
  public Knowledge knowledge() {
    if (state instanceof State.Ascending ascending) {
      return ascending.refinement().knowledge();
    }
    return state instanceof State.Descending descending
        ? descending.good().orElse(descending.descent()).knowledge()
        : ((State.Exhausted) state).last().knowledge();
  }

  /** Whether its first candidate may be tried, and would prove anything. */
  public boolean isWorthTrying() {
    return state instanceof State.Descending descending && descending.descent().isWorthTrying();
  }

  /**
   * The search after its candidate worked; without one it stays as it is.
   *
   * @see #candidate()
   */
  public CandidateSearch afterSuccess() {
    if (state instanceof State.Descending descending) {
      return new CandidateSearch(new State.Ascending(descending.descent().afterSuccess()));
    }
    return state instanceof State.Ascending ascending
        ? new CandidateSearch(new State.Ascending(ascending.refinement().afterSuccess()))
        : this;
  }

  /**
   * The search after its candidate failed; without one it stays as it is.
   *
   * @param failures why, as far as anything tells; of a container without a name where the whole
   *     pod failed
   */
  public CandidateSearch afterFailure(List<Failure> failures) {
    if (state instanceof State.Descending descending) {
      Descent tried = descending.descent();
      if (descending.good().isPresent()) {
        Refinement settled = descending.good().get().with(tried).afterSuccess();
        return new CandidateSearch(new State.Ascending(settled));
      }
      return new CandidateSearch(
          tried
              .afterFailure(failures)
              .<State>map(next -> new State.Descending(next, Optional.empty()))
              .orElseGet(() -> new State.Exhausted(tried)));
    }
    return state instanceof State.Ascending ascending
        ? new CandidateSearch(new State.Ascending(ascending.refinement().afterFailure(failures)))
        : this;
  }

  /**
   * The search after its candidate worked, but complained of what the workload as it is does not
   * complain of: repaired where a repair is known, and good as it is otherwise.
   */
  public CandidateSearch afterComplaint(List<Failure> complaints) {
    if (state instanceof State.Descending descending) {
      Optional<Descent> repaired = descending.descent().repaired(complaints);
      if (repaired.isPresent()) {
        return new CandidateSearch(
            new State.Descending(repaired.get(), Optional.of(descending.descent())));
      }
    }
    return afterSuccess();
  }
}
