package dev.unroot.operator.status;

import io.fabric8.kubernetes.api.model.Condition;
import io.fabric8.kubernetes.api.model.ConditionBuilder;
import java.time.Clock;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Makes the conditions of one status: {@code lastTransitionTime} moves only when a condition's
 * status does, so that a status that says the same is the same.
 */
public final class Conditions {
  /** The spec's generation was carried as far as it can be. */
  public static final String READY = "Ready";

  /** Work is going on. */
  public static final String RECONCILING = "Reconciling";

  /** A person has to do something. */
  public static final String STALLED = "Stalled";

  /** Nothing is left to migrate. */
  public static final String MIGRATED = "Migrated";

  /** The plan asks for more than an administrator allows. */
  public static final String LIMITED = "Limited";

  /** Some of the plan's exceptions count for nothing any more. */
  public static final String EXCEPTIONS_EXPIRED = "ExceptionsExpired";

  private static final int MAXIMUM_MESSAGE = 1024;

  private final List<Condition> before;
  private final @Nullable Long generation;
  private final Clock clock;
  private final List<Condition> made = new ArrayList<>();

  /** Conditions that follow {@code before} and speak of {@code generation}. */
  public Conditions(List<Condition> before, @Nullable Long generation, Clock clock) {
    this.before = before;
    this.generation = generation;
    this.clock = clock;
  }

  /** Adds a condition. */
  public Conditions with(String type, boolean status, String reason, String message) {
    String text = status ? "True" : "False";
    String shown =
        message.length() > MAXIMUM_MESSAGE ? message.substring(0, MAXIMUM_MESSAGE) : message;
    made.add(
        new ConditionBuilder()
            .withType(type)
            .withStatus(text)
            .withReason(reason)
            .withMessage(shown)
            .withObservedGeneration(generation)
            .withLastTransitionTime(transition(type, text))
            .build());
    return this;
  }

  private String transition(String type, String status) {
    return before.stream()
        .filter(c -> type.equals(c.getType()) && status.equals(c.getStatus()))
        .map(Condition::getLastTransitionTime)
        .filter(time -> time != null && !time.isEmpty())
        .findFirst()
        .orElseGet(() -> clock.instant().truncatedTo(ChronoUnit.SECONDS).toString());
  }

  /** The conditions in the order in which they were added. */
  public List<Condition> list() {
    return List.copyOf(made);
  }
}
