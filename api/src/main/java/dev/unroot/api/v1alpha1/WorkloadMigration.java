package dev.unroot.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonClassDescription;
import io.fabric8.crd.generator.annotation.AdditionalPrinterColumn;
import io.fabric8.kubernetes.api.model.Namespaced;
import io.fabric8.kubernetes.client.CustomResource;
import io.fabric8.kubernetes.model.annotation.Group;
import io.fabric8.kubernetes.model.annotation.Plural;
import io.fabric8.kubernetes.model.annotation.ShortNames;
import io.fabric8.kubernetes.model.annotation.Version;

/** The migration of one workload: findings, reasons for root, the proposal and its proof. */
@JsonClassDescription(
    "The migration of one workload: what runs as root, why, what is proposed, and its proof. "
        + "Made and written by unroot; edit the MigrationPlan instead.")
@Group("unroot.dev")
@Version("v1alpha1")
@ShortNames("wm")
@Plural("workloadmigrations")
@AdditionalPrinterColumn(
    name = "Workload",
    jsonPath = ".spec.workload.name",
    type = AdditionalPrinterColumn.Type.STRING)
@AdditionalPrinterColumn(
    name = "Kind",
    jsonPath = ".spec.workload.kind",
    type = AdditionalPrinterColumn.Type.STRING)
@AdditionalPrinterColumn(
    name = "Phase",
    jsonPath = ".status.phase",
    type = AdditionalPrinterColumn.Type.STRING)
@AdditionalPrinterColumn(
    name = "Root",
    jsonPath = ".status.root",
    type = AdditionalPrinterColumn.Type.BOOLEAN)
@AdditionalPrinterColumn(
    name = "Level",
    jsonPath = ".status.level",
    type = AdditionalPrinterColumn.Type.STRING)
@AdditionalPrinterColumn(
    name = "Proposed",
    jsonPath = ".status.proposal.levelAfter",
    type = AdditionalPrinterColumn.Type.STRING)
@AdditionalPrinterColumn(
    name = "Delivery",
    jsonPath = ".status.delivery",
    type = AdditionalPrinterColumn.Type.STRING,
    priority = 1)
@AdditionalPrinterColumn(
    name = "Owner",
    jsonPath = ".status.owner.summary",
    type = AdditionalPrinterColumn.Type.STRING,
    priority = 1)
@AdditionalPrinterColumn(
    name = "Age",
    jsonPath = ".metadata.creationTimestamp",
    type = AdditionalPrinterColumn.Type.DATE)
@AdditionalPrinterColumn(
    name = "Message",
    jsonPath = ".status.message",
    type = AdditionalPrinterColumn.Type.STRING,
    priority = 1)
public final class WorkloadMigration
    extends CustomResource<WorkloadMigrationSpec, WorkloadMigrationStatus> implements Namespaced {
  private static final long serialVersionUID = 1L;
}
