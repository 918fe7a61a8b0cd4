package dev.unroot.operator.register;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import dev.unroot.api.v1alpha1.WorkloadMigrationSpec;
import io.fabric8.kubernetes.api.model.Namespaced;
import io.fabric8.kubernetes.client.CustomResource;
import io.fabric8.kubernetes.model.annotation.Group;
import io.fabric8.kubernetes.model.annotation.Kind;
import io.fabric8.kubernetes.model.annotation.Plural;
import io.fabric8.kubernetes.model.annotation.Version;

/** A WorkloadMigration of which only so much is read as the register keeps. */
@Group("unroot.dev")
@Version("v1alpha1")
@Kind("WorkloadMigration")
@Plural("workloadmigrations")
@JsonIgnoreProperties(ignoreUnknown = true)
public final class MigrationSummary extends CustomResource<WorkloadMigrationSpec, SummaryStatus>
    implements Namespaced {
  private static final long serialVersionUID = 1L;
}
