package dev.unroot.engine.ownership;

import java.util.Set;

/**
 * The names under which programs write fields. Where each was read:
 *
 * <ul>
 *   <li>Argo CD: {@code argocd-controller} ({@code ArgoCDSSAManager} in {@code common/common.go} of
 *       argoproj/argo-cd) and {@code argocd-application-controller} (its issue 20815). Its
 *       client-side applies leave the annotation of kubectl (issue 16813), and its migration from
 *       them writes as {@code kubectl-client-side-apply} (Sync Options).
 *   <li>Flux: {@code kustomize-controller}; {@code helm-controller} (fluxcd/helm-controller, pull
 *       request 346).
 *   <li>Helm: {@code helm} ({@code cmd/helm/helm.go} of helm/helm); until 3.4 {@code
 *       Go-http-client} (its pull request 9067). Programs that use it as a library write under
 *       their own name, such as {@code terraform-provider-helm_v2.13.0_x5} ({@code
 *       getManagedFieldsManager} in {@code pkg/kube/client.go}).
 *   <li>kubectl: {@code kubectl-client-side-apply}, and {@code kubectl} for {@code apply
 *       --server-side} ({@code pkg/cmd/apply/apply.go} of kubernetes/kubectl); the other commands
 *       append their own name.
 *   <li>Terraform: {@code Terraform}; Pulumi: {@code pulumi-kubernetes} with a hash (both by the
 *       objects that they made).
 * </ul>
 */
final class Managers {
  static final String FLUX_KUSTOMIZE = "kustomize-controller";
  static final String KUBECTL = "kubectl";
  static final String KUBECTL_APPLY = "kubectl-client-side-apply";

  private static final String FLUX_HELM = "helm-controller";
  private static final String HELM = "helm";
  private static final String HELM_BEFORE = "Go-http-client";
  private static final String HELM_IN_TERRAFORM = "terraform-provider-helm";

  /** They write what they are asked to, at once and not again; and the cluster itself. */
  private static final Set<String> NO_RISK =
      Set.of(
          "kube-controller-manager",
          "kube-scheduler",
          "kubelet",
          KUBECTL, // by an update: an old one, of which it cannot be told what it did
          "kubectl-annotate",
          "kubectl-create",
          "kubectl-edit",
          "kubectl-label",
          "kubectl-patch",
          "kubectl-rollout",
          "kubectl-run",
          "kubectl-scale",
          "kubectl-set");

  private Managers() {}

  static boolean isArgoCd(String name) {
    return name.startsWith("argocd");
  }

  /** Whether {@code manager} applied what somebody gives to {@code kubectl apply}. */
  static boolean isKubectlApply(FieldManager manager) {
    return manager.name().equals(KUBECTL_APPLY)
        || manager.name().equals(KUBECTL) && manager.operation() == FieldManager.Operation.APPLY;
  }

  /** Whether {@code name} never undoes a change by itself, or is unroot. */
  static boolean isHarmless(String name) {
    return NO_RISK.contains(name) || name.startsWith("unroot");
  }

  /**
   * Whether the owner of {@code kind} writes under {@code name}. A controller's name is not known:
   * whoever is not known as somebody else is taken for it.
   */
  static boolean isOf(OwnerKind kind, String name) {
    return switch (kind) {
      case NODE -> name.equals("kubelet");
      case CONTROLLER -> !appliesForOthers(name);
      case FLUX_HELM_RELEASE -> name.equals(FLUX_HELM);
      case FLUX_KUSTOMIZATION -> name.equals(FLUX_KUSTOMIZE);
      case ARGO_CD -> isArgoCd(name);
      case HELM ->
          name.equals(HELM) || name.equals(HELM_BEFORE) || name.startsWith(HELM_IN_TERRAFORM);
    };
  }

  private static boolean appliesForOthers(String name) {
    return isArgoCd(name)
        || name.equals(FLUX_KUSTOMIZE)
        || name.equals(FLUX_HELM)
        || name.equals(HELM)
        || name.equals("Terraform")
        || name.startsWith("terraform")
        || name.startsWith("pulumi");
  }
}
