package dev.unroot.operator.trial.record;

import dev.unroot.api.v1alpha1.TrialStorage;
import dev.unroot.engine.evidence.Knowledge;
import dev.unroot.engine.patch.Fingerprint;
import dev.unroot.engine.proposal.Target;
import dev.unroot.engine.workload.PodTemplate;
import dev.unroot.engine.workload.Storage;
import java.util.Map;
import java.util.TreeMap;

/**
 * What a proof speaks of: the template (without restart annotations), the target, what is known of
 * the template's images, the rows that administrators gave to the failure table, whether it was
 * tried on clones, the scripts that it runs from ConfigMaps, and the version of the engine's rules,
 * its own table among them. When one of them changes, the proof is stale.
 */
public final class ProofKey {
  /** Counts up whenever the engine's rules change so that an earlier proof may not hold. */
  static final int RULES_VERSION = 8;

  private static final String RESTARTED_AT = "kubectl.kubernetes.io/restartedAt";
  private static final int LENGTH = 16;

  private ProofKey() {}

  /** The key as 16 hexadecimal digits, of what is tried on stand-ins. */
  public static String of(PodTemplate template, Target target, Knowledge base) {
    return of(template, target, base, TrialStorage.StandIn);
  }

  /**
   * The key as 16 hexadecimal digits. What is tried on clones is tried on more: a proof without
   * them does not speak of it, where there is storage.
   */
  public static String of(
      PodTemplate template, Target target, Knowledge base, TrialStorage storage) {
    Object annotations = template.metadata().values().getOrDefault("annotations", Map.of());
    TreeMap<String, Object> kept = new TreeMap<>();
    if (annotations instanceof Map<?, ?> map) {
      map.forEach((key, value) -> kept.put(String.valueOf(key), value));
    }
    kept.remove(RESTARTED_AT);
    Fingerprint key =
        new Fingerprint()
            .tree(template.spec().values())
            .tree(kept)
            .text(target.toString())
            .text(Integer.toString(RULES_VERSION));
    template
        .containers()
        .forEach(
            container ->
                base.images()
                    .match(container.image())
                    .ifPresent(fact -> key.text(fact.toString())));
    base.failureTable().added().forEach(row -> key.text(row.toString()));
    new TreeMap<>(base.configMaps().byName()).values().forEach(key::tree);
    if (storage == TrialStorage.Clone && !Storage.of(template).isEmpty()) {
      key.text(storage.toString());
    }
    return key.hex().substring(0, LENGTH);
  }
}
