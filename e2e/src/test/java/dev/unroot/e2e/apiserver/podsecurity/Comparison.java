package dev.unroot.e2e.apiserver.podsecurity;

import dev.unroot.engine.workload.PodTemplate;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.util.Set;

/**
 * What both sides said of one pod.
 *
 * @param admission the API server's reasons
 * @param engine ours
 */
record Comparison(PodTemplate pod, Policy policy, Set<Reason> admission, Set<Reason> engine) {

  static Comparison of(PodTemplate pod, Policy policy, Set<Reason> admission) {
    return new Comparison(pod, policy, admission, EngineReasons.of(pod, policy));
  }

  boolean isAllowed() {
    return admission.isEmpty();
  }

  boolean agrees() {
    return admission.equals(engine);
  }

  /** For people: the pod and what each side said. */
  @Override
  public String toString() {
    return "%s%nAPI server: %s%nengine:     %s%n%s"
        .formatted(policy, admission, engine, Serialization.asYaml(pod.object()));
  }
}
