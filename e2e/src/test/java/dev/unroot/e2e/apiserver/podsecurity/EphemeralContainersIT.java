package dev.unroot.e2e.apiserver.podsecurity;

import static org.assertj.core.api.Assertions.assertThat;

import dev.unroot.e2e.cluster.ControlPlane;
import dev.unroot.e2e.cluster.ControlPlaneExtension;
import dev.unroot.e2e.cluster.TestNamespace;
import dev.unroot.engine.document.Document;
import dev.unroot.engine.document.DocumentReader;
import dev.unroot.engine.document.FieldPath;
import dev.unroot.engine.document.Fields;
import dev.unroot.engine.generated.GeneratedPods;
import dev.unroot.engine.podsecurity.Level;
import dev.unroot.engine.podsecurity.PolicyVersion;
import dev.unroot.engine.workload.PodTemplate;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Ephemeral containers are judged when they are added to a pod, together with all of it. */
@ExtendWith(ControlPlaneExtension.class)
class EphemeralContainersIT {
  private static final long SEED = 20_260_202;
  private static final int PODS = 500;
  private static final long SOME = 10;
  private static final String LABEL = "pod-security.kubernetes.io/";
  private static final String PATH =
      "pods/judged/ephemeralcontainers?dryRun=All&fieldValidation=Strict";

  private final ControlPlane cluster;

  EphemeralContainersIT(ControlPlane cluster) {
    this.cluster = cluster;
  }

  @ParameterizedTest
  @CsvSource({
    "BASELINE,v1.0",
    "BASELINE,v1.34",
    "RESTRICTED,v1.0",
    "RESTRICTED,v1.22",
    "RESTRICTED,v1.34"
  })
  void theEngineAndTheApiServerAgreeOnEphemeralContainers(Level level, String label) {
    Policy policy = new Policy(level, PolicyVersion.parse(label).orElseThrow(), label);
    Map<String, String> labels =
        Map.of(LABEL + "enforce", level.toString(), LABEL + "enforce-version", label);
    Requests requests = new Requests(cluster);
    List<Comparison> all = new ArrayList<>();
    try (TestNamespace namespace = cluster.namespace("pod-security", labels)) {
      assertThat(
              requests.post(namespace.name(), "pods", Admission.json(compliant())).isSuccessful())
          .isTrue();
      for (Map<String, Object> container : ephemeralContainers()) {
        Map<String, Object> spec = Map.of("ephemeralContainers", List.of(container));
        String patch = Serialization.asJson(Map.of("spec", spec));
        PodTemplate pod =
            compliant().with(FieldPath.of("spec.ephemeralContainers"), List.of(container));
        all.add(
            Comparison.of(
                pod, policy, Requests.reasons(requests.patch(namespace.name(), PATH, patch))));
      }
    }

    assertThat(all.stream().filter(comparison -> !comparison.agrees())).isEmpty();
    long allowed = all.stream().filter(Comparison::isAllowed).count();
    assertThat(allowed).isBetween(SOME, all.size() - SOME);
  }

  /** A pod that meets the restricted level at every version. */
  private static PodTemplate compliant() {
    String yaml =
        """
        spec:
          securityContext: {runAsNonRoot: true}
          containers:
          - name: app
            image: shop.example/app:1
            securityContext:
              allowPrivilegeEscalation: false
              capabilities: {drop: [ALL]}
              seccompProfile: {type: RuntimeDefault}
        """;
    return new PodTemplate(((Document.Parsed) DocumentReader.read(yaml).get(0)).root());
  }

  /** With the security contexts of generated pods' containers, as far as the pod goes with them. */
  private static List<Map<String, Object>> ephemeralContainers() {
    return GeneratedPods.of(SEED, PODS).stream()
        .flatMap(pod -> pod.spec().objects("containers", "name").stream())
        .filter(container -> fits(container.object("securityContext")))
        .map(container -> ephemeral(container.values().get("securityContext")))
        .distinct()
        .toList();
  }

  /** Host processes and an unmasked {@code /proc} need a pod that is made for them. */
  private static boolean fits(Fields context) {
    return !context.object("windowsOptions").flag("hostProcess").orElse(false)
        && !context.text("procMount").orElse("").equals("Unmasked");
  }

  private static Map<String, Object> ephemeral(Object securityContext) {
    Map<String, Object> container = new LinkedHashMap<>();
    container.put("name", "debugger");
    container.put("image", "shop.example/debugger:1");
    container.put("securityContext", securityContext);
    return container;
  }
}
