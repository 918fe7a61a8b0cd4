package dev.unroot.engine.proposal;

import dev.unroot.engine.evidence.Failure;
import dev.unroot.engine.setup.SetUpKind;
import dev.unroot.engine.workload.Container;
import dev.unroot.engine.workload.PodTemplate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

/**
 * Moves what a hook prepares after the start into an init container, where the user of its
 * container could not do it: a hook runs as that user, and its container would have to stay root.
 *
 * <p>Only where a trial shows that nothing is missed, and where the hook does not look for anything
 * that the running program may have brought first.
 */
final class MoveHook implements Remedy {
  /** What may depend on how far the program has come. */
  private static final Pattern LOOKS =
      Pattern.compile(
          "(.*[\\s;&|!({`/])?(if|case|test|\\[|\\[\\[|while|until|sleep|wait|read|awk|cat|find|grep"
              + "|head|ls|sed|stat|tail|xargs)\\s.*"
              + "|.*[*?].*",
          Pattern.DOTALL);

  private static final Pattern PATH = Pattern.compile("(?<![-./\\w])/[-./\\w]+");

  @Override
  public String plan() {
    return "move what a hook prepares into an init container";
  }

  @Override
  public List<Change> changes(Subject subject) {
    if (!subject.isRestrictedLinux() || !subject.knowledge().experimental()) {
      return List.of();
    }
    List<Change> changes = new ArrayList<>();
    PodTemplate at = subject.template();
    for (Container original : subject.original().containers()) {
      Optional<InitSetUp> hook =
          InitSetUp.ofHook(
                  subject.original(), original, subject.held(original), subject.knowledge())
              .filter(setUp -> mayBeMoved(subject, original, setUp));
      if (hook.isPresent()) {
        for (Change change : moved(subject, at, original, hook.get())) {
          changes.add(change);
          at = change.applyTo(at);
        }
      }
    }
    return changes;
  }

  private static boolean mayBeMoved(Subject subject, Container original, InitSetUp hook) {
    return !subject.need(original).isReal()
        && subject.split(original).isEmpty()
        && hook.ofPod()
        && !hook.work().isStartedAnew()
        && !LOOKS.matcher(String.join(" ", command(original))).matches()
        && !readsVolumes(subject, original, hook)
        && !SplitDoubts.isNameTaken(subject.original(), original)
        && !LeaveOutSetUp.leavesHookOut(subject, original)
        && subject.knowledge().failures().stream()
            .anyMatch(f -> isOfHook(subject, original, hook, f));
  }

  /** Whether it copies what it names on a volume and does not make itself. */
  private static boolean readsVolumes(Subject subject, Container original, InitSetUp hook) {
    List<String> mounted = SetUpSplit.written(subject.original(), original);
    return hook.work().commands().stream().anyMatch(c -> c.kind() == SetUpKind.COPY)
        && PATH.matcher(String.join(" ", command(original)))
            .results()
            .map(MatchResult::group)
            .filter(path -> SetUpSplit.isWithin(path, mounted))
            .anyMatch(path -> hook.work().paths().noneMatch(path::equals));
  }

  /** Whether {@code failure} may be the hook's: its container ends where it fails. */
  private static boolean isOfHook(
      Subject subject, Container original, InitSetUp hook, Failure failure) {
    if (!failure.container().equals(original.name())
        || ShareVolumes.mends(subject, original, failure)) {
      return false;
    } else if (failure instanceof Failure.PathNotWritable refused) {
      return touches(hook, refused.path());
    } else if (failure instanceof Failure.OperationNotPermitted operation) {
      return operation.path().filter(path -> !touches(hook, path)).isEmpty();
    }
    return failure instanceof Failure.Unexplained || failure instanceof Failure.EmptyVolume;
  }

  private static boolean touches(InitSetUp hook, String path) {
    return hook.work()
        .paths()
        .anyMatch(
            own -> WritableDirectory.isWithin(path, own) || WritableDirectory.isWithin(own, path));
  }

  private static List<String> command(Container container) {
    return container
        .fields()
        .object("lifecycle")
        .object("postStart")
        .object("exec")
        .texts("command");
  }

  private static List<Change> moved(
      Subject subject, PodTemplate at, Container original, InitSetUp hook) {
    Container now = SplitSetUp.now(at, original);
    Map<String, Object> container =
        SplitSetUp.container(
            now,
            SplitSetUp.name(original),
            command(original),
            SplitSetUp.asBefore(
                subject, at, original, now, hook.capabilities(subject.held(original))));
    return List.of(
        Change.removing(
            at,
            original.path().field("lifecycle").field("postStart"),
            "what it prepares is there before the start",
            Source.COMMAND,
            Confidence.MEDIUM),
        SplitSetUp.change(
            at,
            container,
            "runs "
                + hook.words()
                + ", for which "
                + original.name()
                + " had a postStart hook that its user could not run",
            original));
  }
}
