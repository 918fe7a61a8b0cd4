package dev.unroot.engine.search;

import dev.unroot.engine.evidence.Concession;
import dev.unroot.engine.evidence.Failure;
import dev.unroot.engine.evidence.Knowledge;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * Finds the fewest capabilities that a root container works with, where no evidence told: some are
 * taken away at once, fewer after each failure. What a failure names is kept for good.
 *
 * @param needed what it does not work without
 * @param open of what that is not known, the least likely first
 * @param size how many of the open ones are taken away next; 0 where none is left
 */
record Halving(String container, List<String> needed, List<String> open, int size) implements Step {
  /** What servers need least, first; what is not named comes before. */
  private static final List<String> LIKELIHOOD =
      List.of(
          "MKNOD",
          "SETFCAP",
          "SETPCAP",
          "AUDIT_WRITE",
          "FSETID",
          "SYS_CHROOT",
          "NET_BIND_SERVICE",
          "KILL",
          "FOWNER",
          "CHOWN",
          "DAC_OVERRIDE",
          "SETGID",
          "SETUID");

  /** Begins with all of {@code capabilities} open. */
  static Halving of(String container, Set<String> capabilities) {
    List<String> open = new ArrayList<>(new TreeSet<>(capabilities));
    open.sort(Comparator.comparingInt(LIKELIHOOD::indexOf));
    return new Halving(container, List.of(), List.copyOf(open), half(open.size()));
  }

  private static int half(int of) {
    return (of + 1) / 2;
  }

  @Override
  public Optional<Knowledge> trying(Knowledge best) {
    return size == 0
        ? Optional.empty()
        : best.concession(container)
            .map(
                concession -> {
                  List<String> kept = new ArrayList<>(needed);
                  kept.addAll(open.subList(size, open.size()));
                  return best.withConcession(new Concession(container, kept, concession.why()));
                });
  }

  @Override
  public Step afterSuccess() {
    List<String> rest = open.subList(size, open.size());
    return new Halving(container, needed, List.copyOf(rest), half(rest.size()));
  }

  @Override
  public Step afterFailure(List<Failure> failures) {
    List<String> missed = new ArrayList<>();
    failures.forEach(failure -> missed.addAll(MissedCapabilities.ofRoot(failure)));
    missed.retainAll(open.subList(0, size));
    return missed.isEmpty() ? afterRepetition(failures) : keeping(missed);
  }

  @Override
  public Step afterRepetition(List<Failure> failures) {
    return size == 1 ? keeping(open.subList(0, 1)) : new Halving(container, needed, open, size / 2);
  }

  private Halving keeping(List<String> missed) {
    Set<String> kept = new TreeSet<>(needed);
    kept.addAll(missed);
    List<String> rest = open.stream().filter(capability -> !kept.contains(capability)).toList();
    return new Halving(container, List.copyOf(kept), rest, half(rest.size()));
  }
}
