package dev.unroot.engine.ownership;

import java.util.Set;

/** The labels and annotations that tell who applies an object. Nothing else of them is kept. */
final class Keys {
  static final String FLUX_KUSTOMIZATION = "kustomize.toolkit.fluxcd.io/name";
  static final String FLUX_KUSTOMIZATION_NAMESPACE = "kustomize.toolkit.fluxcd.io/namespace";
  static final String FLUX_RECONCILE = "kustomize.toolkit.fluxcd.io/reconcile";
  static final String FLUX_APPLY = "kustomize.toolkit.fluxcd.io/ssa";
  static final String FLUX_HELM_RELEASE = "helm.toolkit.fluxcd.io/name";
  static final String FLUX_HELM_RELEASE_NAMESPACE = "helm.toolkit.fluxcd.io/namespace";
  static final String ARGO_TRACKING_ID = "argocd.argoproj.io/tracking-id";
  static final String ARGO_INSTANCE = "argocd.argoproj.io/instance";
  static final String INSTANCE = "app.kubernetes.io/instance";
  static final String MANAGED_BY = "app.kubernetes.io/managed-by";
  static final String HELM_RELEASE = "meta.helm.sh/release-name";
  static final String HELM_RELEASE_NAMESPACE = "meta.helm.sh/release-namespace";

  /** Holds the whole object as it was last applied: that it is there is all that is kept of it. */
  static final String LAST_APPLIED = "kubectl.kubernetes.io/last-applied-configuration";

  static final Set<String> TELLING =
      Set.of(
          FLUX_KUSTOMIZATION,
          FLUX_KUSTOMIZATION_NAMESPACE,
          FLUX_RECONCILE,
          FLUX_APPLY,
          FLUX_HELM_RELEASE,
          FLUX_HELM_RELEASE_NAMESPACE,
          ARGO_TRACKING_ID,
          ARGO_INSTANCE,
          INSTANCE,
          MANAGED_BY,
          HELM_RELEASE,
          HELM_RELEASE_NAMESPACE);

  private Keys() {}
}
