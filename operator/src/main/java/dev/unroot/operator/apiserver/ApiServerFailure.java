package dev.unroot.operator.apiserver;

import com.fasterxml.jackson.core.JacksonException;
import dev.unroot.engine.document.PrintableText;
import io.fabric8.kubernetes.api.model.Status;
import io.fabric8.kubernetes.api.model.StatusDetails;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.io.IOException;
import java.net.HttpURLConnection;
import java.util.List;
import java.util.Optional;

/** Reads why a request failed, however deep the client's exception is wrapped. */
public final class ApiServerFailure {
  private static final int MAXIMUM_MESSAGE = 200;
  private static final int MAXIMUM_CAUSES = 10;

  private ApiServerFailure() {}

  /** What went wrong, in a sentence without addresses or bodies. */
  public static String describe(Throwable failure) {
    Optional<KubernetesClientException> refused = refusal(failure);
    if (refused.isEmpty()) {
      if (isConnection(failure)) {
        return "the API server did not answer";
      }
      return "an error of the operator itself: " + failure.getClass().getSimpleName();
    }
    int code = refused.get().getCode();
    if (code <= 0) {
      return "the API server did not answer";
    }
    Status status = refused.get().getStatus();
    String said =
        status == null || status.getMessage() == null
            ? ""
            : ": " + PrintableText.line(status.getMessage());
    String text = "the API server answered " + code + said;
    return text.length() > MAXIMUM_MESSAGE ? text.substring(0, MAXIMUM_MESSAGE) : text;
  }

  /** Whether the API server answered that the operator may not. */
  public static boolean isForbidden(Throwable failure) {
    return refusal(failure)
        .filter(refused -> refused.getCode() == HttpURLConnection.HTTP_FORBIDDEN)
        .isPresent();
  }

  /** Whether the API server answered that there is no such thing. */
  public static boolean isNotFound(Throwable failure) {
    return refusal(failure)
        .filter(refused -> refused.getCode() == HttpURLConnection.HTTP_NOT_FOUND)
        .isPresent();
  }

  /**
   * Whether the API server refused to make something because its namespace is being deleted, which
   * it gives as a cause of a 403.
   */
  public static boolean isNamespaceTerminating(Throwable failure) {
    return refusal(failure)
        .map(KubernetesClientException::getStatus)
        .map(Status::getDetails)
        .map(StatusDetails::getCauses)
        .stream()
        .flatMap(List::stream)
        .anyMatch(cause -> "NamespaceTerminating".equals(cause.getReason()));
  }

  private static boolean isConnection(Throwable failure) {
    Throwable at = failure;
    for (int depth = 0; at != null && depth < MAXIMUM_CAUSES; depth++) {
      if (at instanceof JacksonException) {
        return false; // an IOException as well, but of what was read or written
      }
      if (at instanceof IOException) {
        return true;
      }
      at = at.getCause();
    }
    return false;
  }

  /** What the client said, which others may have wrapped. */
  private static Optional<KubernetesClientException> refusal(Throwable failure) {
    Throwable at = failure;
    for (int depth = 0; at != null && depth < MAXIMUM_CAUSES; depth++) {
      if (at instanceof KubernetesClientException refused) {
        return Optional.of(refused);
      }
      at = at.getCause();
    }
    return Optional.empty();
  }
}
