package dev.unroot.operator.apiserver;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import io.javaoperatorsdk.operator.api.reconciler.Context;
import io.javaoperatorsdk.operator.api.reconciler.PrimaryUpdateAndCacheUtils;
import java.net.HttpURLConnection;

/**
 * What became of writing a status.
 *
 * <p>A status is written for the version of its resource that was looked at, and for no other. The
 * framework's own way to write one waits, after a conflict, for a later version to come into its
 * cache, and then writes the same status over that: what was decided of an earlier one would take
 * the place of what is on record by now, and no event would tell of it.
 */
public enum StatusUpdate {
  /** It is there, and in the framework's cache. */
  WRITTEN,
  /** Somebody wrote to the resource since it was looked at: it has to be looked at again. */
  STALE,
  /** The resource is gone. */
  GONE;

  /** Passes by the framework, which would try again after a conflict. */
  private static final class NotWrittenException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final KubernetesClientException refusal;

    NotWrittenException(KubernetesClientException refusal) {
      super(refusal);
      this.refusal = refusal;
    }
  }

  /**
   * Writes the status of {@code fresh}, which has no more than that and the name of its resource.
   *
   * @param lookedAt the resource that the status is about
   * @throws KubernetesClientException where it could not be written for another reason
   */
  public static <P extends HasMetadata> StatusUpdate write(
      P lookedAt, P fresh, Context<P> context) {
    try {
      PrimaryUpdateAndCacheUtils.updateAndCacheResource(
          lookedAt, context, resource -> fresh, status -> patched(status, context));
      return WRITTEN;
    } catch (NotWrittenException e) {
      return switch (e.refusal.getCode()) {
        case HttpURLConnection.HTTP_CONFLICT -> STALE;
        case HttpURLConnection.HTTP_NOT_FOUND -> GONE;
        default -> throw e.refusal;
      };
    }
  }

  private static <P extends HasMetadata> P patched(P status, Context<P> context) {
    PatchContext apply =
        new PatchContext.Builder()
            .withPatchType(PatchType.SERVER_SIDE_APPLY)
            .withFieldManager(context.getControllerConfiguration().fieldManager())
            .withForce(true)
            .build();
    try {
      return context.getClient().resource(status).subresource("status").patch(apply);
    } catch (KubernetesClientException e) {
      throw new NotWrittenException(e);
    }
  }
}
