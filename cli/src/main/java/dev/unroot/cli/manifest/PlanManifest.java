package dev.unroot.cli.manifest;

import dev.unroot.api.v1alpha1.MigrationPlanSpec;

/**
 * A MigrationPlan and where it stands.
 *
 * @param place {@code file:line}; empty for the plan that holds where there is none
 */
public record PlanManifest(String place, String namespace, String name, MigrationPlanSpec spec) {}
