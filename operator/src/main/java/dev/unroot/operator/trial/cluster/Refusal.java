package dev.unroot.operator.trial.cluster;

import io.fabric8.kubernetes.client.KubernetesClientException;
import java.net.HttpURLConnection;
import java.util.regex.Pattern;

/** An answer of the API server that says no to what we asked for. */
public final class Refusal {
  private static final int UNPROCESSABLE = 422;
  private static final Pattern MISSING_RIGHT = Pattern.compile("cannot [a-z]+ resource \"");

  private Refusal() {}

  /**
   * Whether the object itself was refused, by admission, quota or validation, rather than our right
   * to write it.
   */
  public static boolean isOfObject(KubernetesClientException e) {
    if (e.getStatus() == null || e.getStatus().getMessage() == null) {
      return false;
    }
    boolean invalid =
        e.getCode() == UNPROCESSABLE || e.getCode() == HttpURLConnection.HTTP_BAD_REQUEST;
    boolean missingRight = MISSING_RIGHT.matcher(e.getStatus().getMessage()).find();
    return invalid || e.getCode() == HttpURLConnection.HTTP_FORBIDDEN && !missingRight;
  }

  /** Whether our own policy has not heard of a plan that was just made: it does in a moment. */
  public static boolean isTooSoon(KubernetesClientException e) {
    return message(e).contains("'unroot-trial-needs-a-plan'");
  }

  /**
   * Whether the API server could tell: a node that is gone, of which it has to ask for logs, makes
   * it fail or know nothing of the node.
   */
  public static boolean isAnswer(KubernetesClientException e) {
    return e.getCode() >= HttpURLConnection.HTTP_BAD_REQUEST
        && e.getCode() < HttpURLConnection.HTTP_INTERNAL_ERROR
        && !isOfNode(e);
  }

  /** Whether there is no such node. */
  static boolean isOfNode(KubernetesClientException e) {
    return e.getStatus() != null
        && e.getStatus().getDetails() != null
        && "nodes".equals(e.getStatus().getDetails().getKind());
  }

  /** What the API server said. */
  public static String message(KubernetesClientException e) {
    return e.getStatus() == null || e.getStatus().getMessage() == null
        ? "HTTP status " + e.getCode()
        : e.getStatus().getMessage();
  }
}
