package dev.unroot.engine.proposal;

import dev.unroot.engine.document.FieldPath;
import dev.unroot.engine.workload.PodTemplate;
import java.util.Optional;

/**
 * One field that a proposal sets or removes.
 *
 * @param path the field, counted from the pod template
 * @param before what stands there now
 * @param after what is to stand there; nothing where the field is removed
 * @param why the reason, for the workload's owner
 */
public record Change(
    FieldPath path,
    Optional<Object> before,
    Optional<Object> after,
    String why,
    Source source,
    Confidence confidence) {

  /** Sets {@code path} of {@code template}; what stands there now is read from it. */
  public static Change of(
      PodTemplate template,
      FieldPath path,
      Object after,
      String why,
      Source source,
      Confidence confidence) {
    return new Change(
        path, path.get(template.object()), Optional.of(after), why, source, confidence);
  }

  /** Removes {@code path} from {@code template}. */
  public static Change removing(
      PodTemplate template, FieldPath path, String why, Source source, Confidence confidence) {
    return new Change(path, path.get(template.object()), Optional.empty(), why, source, confidence);
  }

  /** Whether it would leave everything as it is. */
  public boolean isVoid() {
    return before.equals(after);
  }

  /** {@code template} with the change. */
  public PodTemplate applyTo(PodTemplate template) {
    return after.map(value -> template.with(path, value)).orElseGet(() -> template.without(path));
  }
}
