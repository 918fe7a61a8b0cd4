package dev.unroot.e2e.cluster;

import java.nio.file.Path;
import java.time.Duration;

/**
 * A control plane with a real node on this machine: pods run. It needs root on Linux, and there is
 * one at a time, so that a node that is up already, for a demo or between two runs of a test, is
 * used and left up.
 */
public final class Node extends Cluster {

  /** Debian's nginx as packaged: root, no {@code USER}, port 80. */
  public static final String NGINX = "test.local/debian-nginx:1";

  /** Debian's static busybox with all its applets: no {@code USER}, no command. */
  public static final String BUSYBOX = "test.local/busybox:1";

  /** The operator, once {@link #loadOperator()} has been called. */
  public static final String OPERATOR = "test.local/unroot-operator:1";

  private static final Duration BUILDING = Duration.ofMinutes(10);

  private final ClusterScript script;
  private final boolean borrowed;

  private Node(ClusterScript script, Path kubeconfig, boolean borrowed) {
    super(kubeconfig, ControlPlaneBinaries.ofClusterScript());
    this.script = script;
    this.borrowed = borrowed;
  }

  /**
   * Starts the node, or takes the one that is up, and loads the images of the test workloads into
   * it.
   *
   * @throws CommandFailedException where the machine cannot run a node, with all that it lacks
   */
  static Node start() {
    ClusterScript script = ClusterScript.asByHand();
    boolean borrowed = script.isUp();
    try {
      Node node = new Node(script, script.up(null), borrowed);
      Command.of(Repository.path("e2e/images/build")).within(BUILDING).audibly().run();
      return node;
    } catch (RuntimeException e) {
      if (!borrowed) {
        script.down();
      }
      throw e;
    }
  }

  /**
   * Builds the operator's image from the Dockerfile and loads it; the operator must have been
   * packaged.
   */
  public void loadOperator() {
    Command.of(Repository.path("e2e/images/build-operator")).within(BUILDING).audibly().run();
  }

  @Override
  public void close() {
    super.close();
    if (!borrowed) {
      script.down();
    }
  }
}
