package dev.unroot.e2e.apiserver;

import io.fabric8.kubernetes.api.model.OwnerReferenceBuilder;
import io.fabric8.kubernetes.api.model.PersistentVolumeClaim;
import io.fabric8.kubernetes.api.model.PersistentVolumeClaimBuilder;
import java.util.function.UnaryOperator;

/**
 * A claim that somebody with the operator's identity would rather have: changed in one way, and
 * otherwise as the operator asks for it.
 */
enum ClaimAttack {
  UNMARKED(
      "must have the label unroot.dev/trial",
      claim -> claim.editMetadata().removeFromLabels("unroot.dev/trial").endMetadata()),
  SELECTED_BY_OTHERS(
      "no labels but unroot's own",
      claim -> claim.editMetadata().addToLabels("app", "shop").endMetadata()),
  WITHOUT_OWNER(
      "must have one owner, a Pod",
      claim -> claim.editMetadata().withOwnerReferences().endMetadata()),
  OWNED_BY_WHAT_STAYS(
      "must have one owner, a Pod",
      claim ->
          claim
              .editMetadata()
              .editFirstOwnerReference()
              .withKind("ConfigMap")
              .endOwnerReference()
              .endMetadata()),
  OWNED_BY_TWO(
      "must have one owner, a Pod",
      claim ->
          claim
              .editMetadata()
              .addToOwnerReferences(
                  new OwnerReferenceBuilder()
                      .withApiVersion("v1")
                      .withKind("ConfigMap")
                      .withName("kept")
                      .withUid("1")
                      .build())
              .endMetadata()),
  OWNED_BY_A_POD_OF_A_WORKLOAD(
      "must begin with that of its owner",
      claim ->
          claim
              .editMetadata()
              .withName("web-0-data")
              .editFirstOwnerReference()
              .withName("web-0")
              .endOwnerReference()
              .endMetadata()),
  NAMED_LIKE_A_CLAIM_OF_A_WORKLOAD(
      "must begin with that of its owner",
      claim -> claim.editMetadata().withName("data-web-1").endMetadata()),
  KEPT_BY_A_FINALIZER(
      "must have no finalizers",
      claim -> claim.editMetadata().addToFinalizers("evil.example/keep").endMetadata()),
  SAID_TO_BE_BOUND(
      "must have no annotations",
      claim ->
          claim
              .editMetadata()
              .addToAnnotations("pv.kubernetes.io/bind-completed", "yes")
              .endMetadata()),
  EMPTY(
      "must be a clone of another claim",
      claim -> claim.editSpec().withDataSource(null).withDataSourceRef(null).endSpec()),
  FROM_A_SNAPSHOT(
      "must be a clone of another claim",
      claim ->
          claim
              .editSpec()
              .withDataSourceRef(null)
              .withNewDataSource("snapshot.storage.k8s.io", "VolumeSnapshot", "nightly")
              .endSpec()),
  FROM_WHATEVER_FILLS_IT(
      "must be a clone of another claim",
      claim ->
          claim
              .editSpec()
              .withDataSource(null)
              .withNewDataSourceRef("evil.example", "Filler", "fill", null)
              .endSpec()),
  ON_A_VOLUME_OF_ITS_CHOICE(
      "must not choose its volume",
      claim -> claim.editSpec().withVolumeName("somebody-elses").endSpec()),
  SELECTING_A_VOLUME(
      "must not select volumes",
      claim ->
          claim
              .editSpec()
              .withNewSelector()
              .addToMatchLabels("for", "somebody-else")
              .endSelector()
              .endSpec()),
  ON_A_VOLUME_THAT_IS_THERE(
      "must have a storage class", claim -> claim.editSpec().withStorageClassName("").endSpec()),
  FOR_MANY_PODS(
      "must have the access mode ReadWriteOnce",
      claim -> claim.editSpec().withAccessModes("ReadWriteMany").endSpec());

  private final String refusal;
  private final UnaryOperator<PersistentVolumeClaimBuilder> change;

  ClaimAttack(String refusal, UnaryOperator<PersistentVolumeClaimBuilder> change) {
    this.refusal = refusal;
    this.change = change;
  }

  /** What the refusal must say. */
  String refusal() {
    return refusal;
  }

  /** {@code claim}, changed. */
  PersistentVolumeClaim on(PersistentVolumeClaim claim) {
    return change.apply(new PersistentVolumeClaimBuilder(claim)).build();
  }
}
