package dev.unroot.engine.search;

import dev.unroot.engine.evidence.Concession;
import dev.unroot.engine.evidence.Failure;
import dev.unroot.engine.evidence.Knowledge;
import dev.unroot.engine.privilege.EffectivePrivileges;
import dev.unroot.engine.proposal.Hardening;
import dev.unroot.engine.proposal.Proposal;
import dev.unroot.engine.proposal.Proposer;
import dev.unroot.engine.proposal.Target;
import dev.unroot.engine.workload.Container;
import dev.unroot.engine.workload.PodTemplate;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * Goes on from a candidate that works: takes away what may be taken away besides, one step after
 * the other. What fails is given up, and what worked before still counts.
 *
 * @param knowledge what leads to the best candidate
 * @param proved the best candidate that worked
 * @param steps what is left to try, the first of them under way
 * @param candidate what is tried next; nothing once all steps are done
 * @param trying what leads to the candidate
 * @param tried every template that was tried
 */
record Refinement(
    PodTemplate template,
    Target target,
    Knowledge knowledge,
    Proposal proved,
    List<Step> steps,
    Optional<Proposal> candidate,
    Knowledge trying,
    Set<PodTemplate> tried) {

  /** Begins from a candidate that works. */
  static Refinement begin(
      PodTemplate template,
      Target target,
      Knowledge knowledge,
      Proposal proved,
      Set<PodTemplate> tried) {
    Set<PodTemplate> known = new HashSet<>(tried);
    known.add(proved.after());
    List<Step> steps = steps(template, target, knowledge);
    return resting(template, target, knowledge, proved, steps, known).next(List.of());
  }

  private static Refinement resting(
      PodTemplate template,
      Target target,
      Knowledge knowledge,
      Proposal proved,
      List<Step> steps,
      Set<PodTemplate> tried) {
    return new Refinement(
        template,
        target,
        knowledge,
        proved,
        List.copyOf(steps),
        Optional.empty(),
        knowledge,
        Set.copyOf(tried));
  }

  private static List<Step> steps(PodTemplate template, Target target, Knowledge knowledge) {
    List<Step> steps = new ArrayList<>();
    List<String> sealable = new ArrayList<>();
    for (Container container : template.containers()) {
      EffectivePrivileges held = EffectivePrivileges.of(template, container, knowledge);
      Optional<Concession> conceded = knowledge.concession(container.name());
      if (conceded.isPresent()) {
        Set<String> kept = new TreeSet<>(conceded.get().capabilities());
        if (kept.containsAll(MissedCapabilities.GRANTED)) {
          kept.retainAll(held.capabilities());
          steps.add(Halving.of(container.name(), kept));
        }
      } else if (!held.confinement().readOnlyRootFileSystem()) {
        sealable.add(container.name());
      }
    }
    if (target.userNamespace() == Hardening.WANTED
        && !knowledge.hardened().userNamespace()
        && Namespaces.mayBeHad(template, knowledge)) {
      steps.add(new Separation());
    }
    if (target.readOnlyRootFilesystem() != Hardening.REFUSED) {
      boolean wanted = target.readOnlyRootFilesystem() == Hardening.WANTED;
      steps.add(new Sealing(sealable, List.of(), wanted ? Sealing.REPAIRS : 0));
    }
    return steps;
  }

  /** After the candidate worked. */
  Refinement afterSuccess() {
    return candidate
        .map(
            better ->
                resting(
                        template,
                        target,
                        trying,
                        better,
                        withFirst(steps.get(0).afterSuccess()),
                        withTried(better.after()))
                    .next(List.of()))
        .orElse(this);
  }

  /** After the candidate failed. */
  Refinement afterFailure(List<Failure> failures) {
    return candidate
        .map(
            worse ->
                resting(
                        template,
                        target,
                        knowledge,
                        proved,
                        withFirst(steps.get(0).afterFailure(failures)),
                        withTried(worse.after()))
                    .next(failures))
        .orElse(this);
  }

  private List<Step> withFirst(Step step) {
    List<Step> all = new ArrayList<>(steps);
    all.set(0, step);
    return all;
  }

  private Set<PodTemplate> withTried(PodTemplate more) {
    Set<PodTemplate> all = new HashSet<>(tried);
    all.add(more);
    return all;
  }

  /** Goes on to the next candidate that was not tried yet. */
  private Refinement next(List<Failure> failures) {
    List<Step> left = new ArrayList<>(steps);
    while (!left.isEmpty()) {
      Optional<Knowledge> further = left.get(0).trying(knowledge);
      if (further.isEmpty()) {
        left.remove(0);
        continue;
      }
      Proposal proposal = Proposer.propose(template, target, further.get());
      if (!tried.contains(proposal.after())) {
        return new Refinement(
            template,
            target,
            knowledge,
            proved,
            List.copyOf(left),
            Optional.of(proposal),
            further.get(),
            tried);
      }
      left.set(
          0,
          proposal.after().equals(proved.after())
              ? left.get(0).afterSuccess() // it takes nothing away that is there
              : left.get(0).afterRepetition(failures));
    }
    return resting(template, target, knowledge, proved, left, tried);
  }
}
