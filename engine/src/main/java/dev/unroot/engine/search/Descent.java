package dev.unroot.engine.search;

import dev.unroot.engine.evidence.Concession;
import dev.unroot.engine.evidence.Failure;
import dev.unroot.engine.evidence.Knowledge;
import dev.unroot.engine.evidence.Observation;
import dev.unroot.engine.privilege.Capability;
import dev.unroot.engine.privilege.EffectivePrivileges;
import dev.unroot.engine.privilege.HostAccess;
import dev.unroot.engine.privilege.PodPrivileges;
import dev.unroot.engine.proposal.Hardening;
import dev.unroot.engine.proposal.Proposal;
import dev.unroot.engine.proposal.Proposer;
import dev.unroot.engine.proposal.Target;
import dev.unroot.engine.reason.RootProgram;
import dev.unroot.engine.workload.Container;
import dev.unroot.engine.workload.PodTemplate;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * Goes down from the strongest candidate. What one failed on is repaired first; where nothing is
 * left to repair, the containers that failed concede: they stay the user that they are, first with
 * the capabilities that they were seen to miss, then with those that runtimes grant; in a user
 * namespace of the pod's own where there is one, and in the end without.
 */
final class Descent {
  private final PodTemplate template;
  private final Target target;
  private final Knowledge knowledge;
  private final Proposal candidate;
  private final Set<PodTemplate> tried;

  private Descent(
      PodTemplate template,
      Target target,
      Knowledge knowledge,
      Proposal candidate,
      Set<PodTemplate> tried) {
    this.template = template;
    this.target = target;
    this.knowledge = knowledge;
    this.candidate = candidate;
    this.tried = tried;
  }

  /** Begins with the strongest candidate for {@code template}, by what is known before a trial. */
  static Descent begin(PodTemplate template, Target target, Knowledge knowledge) {
    Knowledge trying = knowledge.forTrial();
    return new Descent(
        template,
        target,
        trying,
        Proposer.propose(template, target, trying),
        Set.of(template)); // as it is, it proves nothing
  }

  /** What is to be tried. */
  Proposal candidate() {
    return candidate;
  }

  /** What is known by now. */
  Knowledge knowledge() {
    return knowledge;
  }

  /**
   * Whether there is anything to try, and it may be: a candidate that changes nothing is none, and
   * one that could change its node is never started.
   */
  boolean isWorthTrying() {
    PodTemplate after = candidate.after();
    return !tried.contains(after)
        && HostAccess.of(after).stream().allMatch(way -> way.kind() == HostAccess.Kind.PATH)
        && PodPrivileges.of(after, knowledge).containers().stream()
            .allMatch(held -> Capability.ofKernel(held.capabilities()).isEmpty());
  }

  /**
   * The search after the candidate failed; nothing where there is nothing left to try.
   *
   * @param failures why, as far as anything tells; of a container without a name where the whole
   *     pod failed
   */
  Optional<Descent> afterFailure(List<Failure> failures) {
    Optional<Descent> repaired = repaired(failures);
    if (repaired.isPresent()) {
      return repaired;
    }
    Set<PodTemplate> known = withCandidate();
    Knowledge learned = learn(failures);
    Set<String> failed = failures.stream().map(Failure::container).collect(Collectors.toSet());
    Set<String> names =
        template.containers().stream().map(Container::name).collect(Collectors.toSet());
    boolean anyOne = !names.containsAll(failed); // the whole pod, or what a remedy put into it
    boolean conceded = true;
    while (conceded) {
      conceded = false;
      for (Container container : template.containers()) {
        boolean suspect = anyOne || failed.contains(container.name());
        Optional<Concession> more = suspect ? further(learned, container) : Optional.empty();
        if (more.isPresent()) {
          learned = separated(learned).withConcession(more.get());
          conceded = true;
        }
      }
      Optional<Descent> weaker = next(learned, known);
      if (weaker.isPresent()) {
        return weaker;
      }
    }
    return next(learned.withHardened(learned.hardened().withUserNamespace(false)), known);
  }

  /**
   * The search after what the candidate failed on is repaired; nothing where no repair is known.
   */
  Optional<Descent> repaired(List<Failure> failures) {
    return next(learn(failures), withCandidate());
  }

  /** This search, after {@code other} was tried, too. */
  Descent with(Descent other) {
    Set<PodTemplate> known = new HashSet<>(tried);
    known.add(other.candidate.after());
    return new Descent(template, target, knowledge, candidate, known);
  }

  private Set<PodTemplate> withCandidate() {
    Set<PodTemplate> known = new HashSet<>(tried);
    known.add(candidate.after());
    return known;
  }

  /** With a user namespace of its own from the first concession on, where that may be had. */
  private Knowledge separated(Knowledge learned) {
    return learned.concessions().isEmpty()
            && target.userNamespace() != Hardening.REFUSED
            && Namespaces.mayBeHad(template, learned)
        ? learned.withHardened(learned.hardened().withUserNamespace(true))
        : learned;
  }

  /** What may be taken away besides, now that the candidate works. */
  Refinement afterSuccess() {
    return Refinement.begin(template, target, knowledge, candidate, tried);
  }

  private Optional<Descent> next(Knowledge learned, Set<PodTemplate> known) {
    Proposal proposal = Proposer.propose(template, target, learned);
    return known.contains(proposal.after())
        ? Optional.empty()
        : Optional.of(new Descent(template, target, learned, proposal, known));
  }

  private Knowledge learn(List<Failure> failures) {
    Knowledge learned = knowledge;
    for (Failure failure : failures) {
      Optional<Concession> conceded = learned.concession(failure.container());
      learned =
          conceded.isPresent()
              ? learned.withConcession(widened(conceded.get(), failure))
              : learned.withFailures(List.of(failure));
    }
    if (!Namespaces.mayBeHad(template, learned)) {
      learned = learned.withHardened(learned.hardened().withUserNamespace(false));
    }
    return learned;
  }

  private static Concession widened(Concession conceded, Failure failure) {
    Set<String> capabilities = new TreeSet<>(conceded.capabilities());
    capabilities.addAll(MissedCapabilities.ofRoot(failure));
    return new Concession(conceded.container(), List.copyOf(capabilities), conceded.why());
  }

  /**
   * What {@code container} is to keep besides; nothing where it has all that can be given back
   * without making it as it was.
   */
  private Optional<Concession> further(Knowledge learned, Container container) {
    EffectivePrivileges held = EffectivePrivileges.of(template, container, knowledge);
    if (held.user().isKnownUnprivileged() && !held.privileged()) {
      return Optional.empty();
    }
    Optional<Concession> conceded = learned.concession(container.name());
    if (conceded.isEmpty()) {
      return Optional.of(first(learned, container));
    }
    Set<String> granted = new TreeSet<>(conceded.get().capabilities());
    boolean more = granted.addAll(MissedCapabilities.GRANTED);
    return more
        ? Optional.of(new Concession(container.name(), List.copyOf(granted), conceded.get().why()))
        : Optional.empty();
  }

  /** Whether root was seen to start processes of other users, which it has to end one day. */
  private static boolean actsForOthers(Observation seen) {
    return seen.uids().contains(0L) && seen.uids().size() > 1;
  }

  private Concession first(Knowledge learned, Container container) {
    List<Failure> own =
        learned.failures().stream()
            .filter(f -> f.container().equals(container.name()) || f.container().isEmpty())
            .toList();
    List<String> missed = new ArrayList<>();
    own.forEach(failure -> missed.addAll(MissedCapabilities.ofUnprivileged(failure)));
    RootProgram.of(template, container, learned.configMaps())
        .ifPresent(program -> missed.addAll(program.capabilities()));
    if (learned.observation(container.name()).filter(Descent::actsForOthers).isPresent()) {
      missed.addAll(MissedCapabilities.ACT_FOR_OTHERS);
    }
    List<String> why = new ArrayList<>();
    own.stream().map(Failure::describe).distinct().limit(3).forEach(why::add);
    return new Concession(
        container.name(), missed, "did not run as another user: " + String.join(", ", why));
  }
}
