package dev.unroot.engine.proposal;

import dev.unroot.engine.evidence.Knowledge;
import dev.unroot.engine.setup.StepDown;
import dev.unroot.engine.workload.Container;
import java.util.Locale;

/** Whether the number of the user that a command becomes is known, where it gives only a name. */
final class SteppedTo {
  private SteppedTo() {}

  /** Whether {@code choice} is {@code user}, whom {@code container} becomes. */
  static boolean isKnown(
      StepDown user, UserChoice choice, Container container, Knowledge knowledge) {
    boolean groupIsNamed = user.group().isPresent() && user.gid().isEmpty();
    return switch (choice.source()) {
      case CONFIGURED, TRIAL -> false;
      case COMMAND -> !groupIsNamed; // whose number the command does not tell
      case KNOWN_IMAGE, IMAGE_USER, IMAGE_NAMED_USER -> isOfImage(user, choice, container);
      case IMAGE_FILES ->
          knowledge
              .observation(container.name())
              .filter(
                  seen ->
                      seen.imageUsers().stream()
                          .anyMatch(
                              own -> own.uid() == choice.uid() && own.name().equals(user.user())))
              .isPresent();
      default -> true;
    };
  }

  /** An image has many users; the one that is documented is called as the image is. */
  private static boolean isOfImage(StepDown user, UserChoice choice, Container container) {
    String image = container.image().toLowerCase(Locale.ROOT).replaceAll("(@|:[^:/]*$).*", "");
    String name = image.substring(image.lastIndexOf('/') + 1);
    String by = user.user().toLowerCase(Locale.ROOT);
    return user.uid().stream().anyMatch(uid -> uid == choice.uid())
        || user.uid().isEmpty() && (name.contains(by) || by.contains(name));
  }
}
