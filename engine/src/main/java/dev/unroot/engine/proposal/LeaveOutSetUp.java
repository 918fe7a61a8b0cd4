package dev.unroot.engine.proposal;

import dev.unroot.engine.workload.Container;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Leaves out init containers that only change owners and modes, where a trial is to show whether
 * the workload does without; of one that makes directories, too, that is left, as the user that
 * uses them. So it is with hooks that run after the start, and with containers that do it beside
 * the others. One whose settings of the kernel the pod declares goes, too.
 */
final class LeaveOutSetUp implements Remedy {
  @Override
  public String plan() {
    return "leave out set-up that the workload does without";
  }

  @Override
  public List<Change> changes(Subject subject) {
    if (!subject.isRestrictedLinux()) {
      return List.of();
    }
    List<Change> changes = new ArrayList<>();
    for (Container original : subject.original().containers()) {
      if (!subject.sysctls(original).isEmpty()) {
        changes.add(removal(subject, original, "the pod declares what it sets"));
      }
      Optional<InitSetUp> setUp = subject.leftOut(original);
      if (setUp.isPresent()) {
        String why = "whoever makes files owns them: " + setUp.get().words() + " may not be needed";
        List<String> made = setUp.get().made();
        if (made.isEmpty()) {
          changes.add(removal(subject, original, why));
        } else {
          changes.add(
              Change.of(
                  subject.template(),
                  original.path().field("command"),
                  SplitSetUp.makeAll(made),
                  why,
                  Source.COMMAND,
                  Confidence.MEDIUM));
          if (original.fields().has("args")) {
            changes.add(
                Change.removing(
                    subject.template(),
                    original.path().field("args"),
                    "is part of the command now",
                    Source.COMMAND,
                    Confidence.HIGH));
          }
        }
      }
    }
    for (Container original : subject.original().containers()) {
      if (leavesHookOut(subject, original)) {
        changes.add(
            Change.removing(
                subject.original(),
                original.path().field("lifecycle").field("postStart"),
                "whoever makes files owns them: the hook may not be needed",
                Source.COMMAND,
                Confidence.MEDIUM));
      }
    }
    // What is removed comes last: no other change is to find its list in another order.
    changes.sort((one, other) -> Boolean.compare(isOfContainer(one), isOfContainer(other)));
    return changes;
  }

  /** Whether the hook of {@code container} only changes owners, and is tried without. */
  static boolean leavesHookOut(Subject subject, Container container) {
    return !subject.need(container).isReal()
        && InitSetUp.ofHook(
                subject.original(), container, subject.held(container), subject.knowledge())
            .filter(hook -> hook.made().isEmpty())
            .filter(hook -> hook.mayBeLeftOut(container, subject.knowledge()))
            .isPresent();
  }

  private static Change removal(Subject subject, Container container, String why) {
    return Change.removing(
        subject.original(), container.path(), why, Source.COMMAND, Confidence.MEDIUM);
  }

  private static boolean isOfContainer(Change change) {
    return change.after().isEmpty() && change.path().toString().endsWith("]");
  }
}
