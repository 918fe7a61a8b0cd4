package dev.unroot.e2e.apiserver.podsecurity;

/** The API server does not take a pod for valid, so that no admission judges it. */
final class InvalidPodException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  InvalidPodException(String message) {
    super(message);
  }
}
