package dev.unroot.engine.proposal;

import dev.unroot.engine.document.FieldPath;
import dev.unroot.engine.workload.PodTemplate;
import java.util.Optional;

/**
 * One field that a proposal sets.
 *
 * @param path the field, counted from the pod template
 * @param before what stands there now
 * @param after what is to stand there
 * @param why the reason, for the workload's owner
 */
public record Change(
    FieldPath path,
    Optional<Object> before,
    Object after,
    String why,
    Source source,
    Confidence confidence) {

  /** A change of {@code template} at {@code path}; what stands there now is read from it. */
  public static Change of(
      PodTemplate template,
      FieldPath path,
      Object after,
      String why,
      Source source,
      Confidence confidence) {
    return new Change(path, path.get(template.object()), after, why, source, confidence);
  }

  /** Whether it would leave everything as it is. */
  public boolean isVoid() {
    return before.filter(after::equals).isPresent();
  }

  /** {@code template} with the change. */
  public PodTemplate applyTo(PodTemplate template) {
    return template.with(path, after);
  }
}
