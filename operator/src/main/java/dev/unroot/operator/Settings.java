package dev.unroot.operator;

import dev.unroot.engine.evidence.FailureTable;
import dev.unroot.engine.image.ImageFacts;
import dev.unroot.operator.ceiling.CeilingsFile;
import java.util.Optional;
import java.util.Set;

/**
 * What an administrator sets for the whole operator.
 *
 * @param namespaces the namespaces to work in; empty for the whole cluster
 * @param observerImage the image of the observer in trial pods; it needs a shell, {@code cat},
 *     {@code grep} and {@code sleep}
 * @param imageVolumes whether the cluster has image volumes, in which observers may look
 * @param trialPriorityClass the PriorityClass of trial pods; empty for none
 * @param httpPort where probes and metrics are served; 0 for any free port
 * @param leaseNamespace where the Lease of the leader stands; empty for no leader election
 * @param imageFacts what is known of images: the built-in facts, the administrator's before them
 * @param failureTable what lines of logs mean: the built-in rows, the administrator's before them
 * @param ceilings what no plan may exceed, read again while the operator runs; empty for no
 *     ceilings
 */
public record Settings(
    Set<String> namespaces,
    String observerImage,
    boolean imageVolumes,
    Optional<String> trialPriorityClass,
    int httpPort,
    Optional<String> leaseNamespace,
    ImageFacts imageFacts,
    FailureTable failureTable,
    Optional<CeilingsFile> ceilings) {

  /** The observer's image where none is set. */
  public static final String DEFAULT_OBSERVER_IMAGE = "docker.io/library/busybox:1.37";

  /** The PriorityClass that is installed with the permission to try. */
  public static final String DEFAULT_PRIORITY_CLASS = "unroot-trial";

  /** Copies the set, so that settings never change. */
  public Settings {
    namespaces = Set.copyOf(namespaces);
  }
}
