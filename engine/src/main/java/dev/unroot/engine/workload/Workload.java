package dev.unroot.engine.workload;

import dev.unroot.engine.document.FieldPath;
import dev.unroot.engine.document.Fields;
import dev.unroot.engine.document.MalformedFieldException;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * One workload: who it is and the pod template that is the truth about it.
 *
 * @param labels the workload's own labels, by which a plan selects it; not those of its pods
 * @param replicas how many pods it asks for
 * @param overlaps whether pods of its old template may still run when those of a new one start
 */
public record Workload(
    WorkloadReference reference,
    Map<String, String> labels,
    long replicas,
    PodTemplate template,
    boolean overlaps) {

  private static final Pattern DNS_LABEL = Pattern.compile("[a-z0-9]([-a-z0-9]{0,61}[a-z0-9])?");

  /** Copies the labels, so that a workload never changes. */
  public Workload {
    labels = Map.copyOf(labels);
  }

  /** One whose old pods have ended before new ones start, or that nothing replaces by itself. */
  public Workload(
      WorkloadReference reference,
      Map<String, String> labels,
      long replicas,
      PodTemplate template) {
    this(reference, labels, replicas, template, false);
  }

  /**
   * Reads a workload of {@code kind} from its object.
   *
   * @throws MalformedFieldException where a field that matters here is missing or of another type
   *     than Kubernetes gives it
   */
  public static Workload read(WorkloadKind kind, Fields object) {
    Fields metadata = object.object("metadata");
    String name =
        metadata
            .text("name")
            .filter(text -> !text.isEmpty())
            .orElseThrow(
                () -> new MalformedFieldException(metadata.path().field("name"), "a name"));
    String namespace = metadata.text("namespace").orElse("");
    long replicas = object.object("spec").integer("replicas").orElse(1L);
    return new Workload(
        new WorkloadReference(kind, namespace, name),
        metadata.textMap("labels"),
        replicas,
        readTemplate(kind, object),
        overlaps(kind, object.object("spec"), replicas));
  }

  /**
   * A Deployment starts new pods first unless told otherwise. A StatefulSet ends each pod before it
   * starts the next of that name, which alone has its claim; a DaemonSet each before the next of
   * its node, unless it surges.
   */
  private static boolean overlaps(WorkloadKind kind, Fields spec, long replicas) {
    return switch (kind) {
      case DEPLOYMENT -> {
        Fields strategy = spec.object("strategy");
        boolean recreates = strategy.text("type").filter("Recreate"::equals).isPresent();
        boolean surges = !isZero(strategy.object("rollingUpdate").values().get("maxSurge"), false);
        yield !recreates && (surges || replicas > 1);
      }
      case DAEMON_SET -> {
        Fields strategy = spec.object("updateStrategy");
        yield !isZero(strategy.object("rollingUpdate").values().get("maxSurge"), true);
      }
      case STATEFUL_SET, CRON_JOB, JOB, POD, REPLICA_SET, REPLICATION_CONTROLLER -> false;
    };
  }

  /** Whether a number of pods, or a share of them, is none; {@code unset} where it is not there. */
  private static boolean isZero(@Nullable Object number, boolean unset) {
    return number == null ? unset : number.toString().matches("0+%?");
  }

  private static PodTemplate readTemplate(WorkloadKind kind, Fields object) {
    Fields at = object;
    for (FieldPath.Step step : kind.templatePath().steps()) {
      at = at.object(((FieldPath.Step.Field) step).name());
    }
    PodTemplate template = new PodTemplate(at.values());
    try {
      check(template);
    } catch (MalformedFieldException e) {
      throw e.within(kind.templatePath());
    }
    return template;
  }

  private static void check(PodTemplate template) {
    if (template.containers().stream().noneMatch(c -> c.role() == ContainerRole.REGULAR)) {
      throw new MalformedFieldException(
          template.spec().path().field("containers"), "a list with at least one container");
    }
    Set<String> names = new HashSet<>();
    for (Container container : template.containers()) {
      if (!DNS_LABEL.matcher(container.name()).matches()) {
        throw new MalformedFieldException(
            container.path().field("name"),
            "a DNS label: at most 63 lower-case letters, digits and dashes");
      }
      if (!names.add(container.name())) {
        throw new MalformedFieldException(
            container.path().field("name"), "a name that no other container of the pod has");
      }
      container.image();
    }
  }
}
