package dev.unroot.operator.definition;

import dev.unroot.engine.document.Fields;
import dev.unroot.engine.document.MalformedFieldException;
import dev.unroot.operator.apiserver.ApiServerFailure;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Finds CRDs of an earlier release: they lack fields that this operator writes, and the API server
 * would refuse each write of a status. A later release's CRDs have more fields, which does no harm.
 */
public final class OutdatedDefinitions {
  /** For how long a CRD that was just applied may look as it was before. */
  public static final Duration PATIENCE = Duration.ofSeconds(5);

  private static final Logger LOG = LoggerFactory.getLogger(OutdatedDefinitions.class);
  private static final int MOST_SHOWN = 8;
  private static final int LOOKS = 10;

  private OutdatedDefinitions() {}

  /**
   * What is wrong with the definitions that the cluster serves, with the remedy; empty where they
   * are as new as the operator, are not there at all, or cannot be read.
   *
   * <p>The API server takes a moment to show a CRD that was just applied: what seems old is looked
   * at again for {@code patience}.
   */
  public static List<String> problems(KubernetesClient client, Duration patience) {
    List<PackagedDefinition> packaged = PackagedDefinition.all();
    List<String> problems = problems(client, packaged);
    for (int look = 1; look < LOOKS && !problems.isEmpty(); look++) {
      try {
        Thread.sleep(patience.dividedBy(LOOKS).toMillis());
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        return problems;
      }
      problems = problems(client, packaged);
    }
    return problems;
  }

  private static List<String> problems(
      KubernetesClient client, List<PackagedDefinition> definitions) {
    List<String> problems = new ArrayList<>();
    for (PackagedDefinition definition : definitions) {
      try {
        served(client, definition)
            .map(served -> MissingFields.of(definition.schema(), served))
            .filter(missing -> !missing.isEmpty())
            .ifPresent(missing -> problems.add(problem(definition, missing)));
      } catch (KubernetesClientException e) {
        LOG.warn(
            "Whether the CRD {} is as new as this operator is not known: {}",
            definition.name(),
            ApiServerFailure.describe(e));
      } catch (MalformedFieldException e) {
        LOG.warn(
            "Whether the CRD {} is as new as this operator is not known: {}",
            definition.name(),
            e.getMessage());
      }
    }
    return problems;
  }

  private static Optional<Fields> served(KubernetesClient client, PackagedDefinition definition) {
    String path = ServedDefinitions.path(definition.group(), definition.version());
    return Optional.ofNullable(client.raw(path))
        .flatMap(ServedDefinitions::parse)
        .flatMap(
            served -> served.schema(definition.group(), definition.version(), definition.kind()));
  }

  private static String problem(PackagedDefinition definition, List<String> missing) {
    int more = missing.size() - MOST_SHOWN;
    return "the CRD "
        + definition.name()
        + " is older than this operator: it lacks "
        + String.join(", ", missing.subList(0, Math.min(MOST_SHOWN, missing.size())))
        + (more > 0 ? " and " + more + " more" : "")
        + ": kubectl apply -k crds/";
  }
}
