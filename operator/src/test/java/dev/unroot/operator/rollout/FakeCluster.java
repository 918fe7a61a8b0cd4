package dev.unroot.operator.rollout;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.unroot.engine.workload.WorkloadKind;
import dev.unroot.operator.inventory.WorkloadId;
import io.fabric8.kubernetes.api.model.FieldsV1;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.ManagedFieldsEntry;
import io.fabric8.kubernetes.api.model.ManagedFieldsEntryBuilder;
import io.fabric8.kubernetes.api.model.ObjectMeta;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.StatusBuilder;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.zjsonpatch.JsonPatch;
import java.net.HttpURLConnection;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * One workload and, of a Deployment, a controller that replaces its pods at once: as much of an API
 * server as a rollout asks for. It counts what is written.
 */
final class FakeCluster implements RolloutCluster {
  private static final ObjectMapper JSON = new ObjectMapper();

  private final WorkloadKind kind;
  private JsonNode spec;
  private List<ManagedFieldsEntry> managers = List.of(manager("kubectl", "Update"));
  private long version = 1;
  private long generation = 1;
  private Runnable refuses = () -> {};
  private int writes;
  private boolean healthy = true;
  private List<Pod> pods = List.of();
  private final List<Job> runs = new ArrayList<>();
  private Optional<KubernetesClientException> refusal = Optional.empty();
  private Optional<Integer> endpoints = Optional.empty();
  private Optional<String> log = Optional.empty();

  FakeCluster(Map<String, Object> spec) {
    this(WorkloadKind.DEPLOYMENT, spec);
  }

  FakeCluster(WorkloadKind kind, Map<String, Object> spec) {
    this.kind = kind;
    this.spec = json(spec);
  }

  /** As it arrives: numbers are numbers, whatever they were here. */
  private static JsonNode json(Object value) {
    try {
      return JSON.readTree(JSON.writeValueAsString(value));
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException(e);
    }
  }

  static ManagedFieldsEntry manager(String name, String operation) {
    FieldsV1 fields = new FieldsV1();
    fields.setAdditionalProperties(Map.of("f:spec", Map.of("f:template", Map.of())));
    return new ManagedFieldsEntryBuilder()
        .withManager(name)
        .withOperation(operation)
        .withApiVersion("apps/v1")
        .withTime("2026-01-01T00:00:00Z")
        .withFieldsV1(fields)
        .build();
  }

  /** What somebody else writes. */
  void set(String pointer, Object value) {
    spec =
        JsonPatch.apply(json(List.of(Map.of("op", "add", "path", pointer, "value", value))), spec);
    version++;
    generation++;
  }

  void unhealthy(List<Pod> broken) {
    healthy = false;
    pods = broken;
  }

  void healthy() {
    healthy = true;
    pods = List.of();
  }

  /** From now on no patch is applied; with {@code others}, since somebody else was faster. */
  void refusePatches(boolean others) {
    refuses =
        () -> {
          if (others) {
            version++;
          }
          throw new KubernetesClientException(
              new StatusBuilder()
                  .withCode(422)
                  .withMessage("the server rejected our request due to an error in our request")
                  .build());
        };
  }

  int writes() {
    return writes;
  }

  JsonNode spec() {
    return spec;
  }

  @Override
  public Optional<LiveWorkload> find(WorkloadId id) {
    return Optional.of(live());
  }

  LiveWorkload live() {
    return live(spec, managers, version, generation);
  }

  private LiveWorkload live(
      JsonNode content, List<ManagedFieldsEntry> by, long resourceVersion, long number) {
    GenericKubernetesResource resource = new GenericKubernetesResource();
    ObjectMeta metadata = new ObjectMeta();
    metadata.setName("web");
    metadata.setNamespace("shop");
    metadata.setUid("1-2-3");
    metadata.setResourceVersion(Long.toString(resourceVersion));
    metadata.setGeneration(number);
    metadata.setManagedFields(by);
    resource.setMetadata(metadata);
    long ready = healthy ? 2 : 0;
    resource.setAdditionalProperties(
        Map.of(
            "spec",
            JSON.convertValue(content, Map.class),
            "status",
            Map.of(
                "observedGeneration", number,
                "replicas", 2,
                "updatedReplicas", 2,
                "readyReplicas", ready,
                "availableReplicas", ready)));
    return LiveWorkload.of(kind, resource);
  }

  @Override
  public LiveWorkload tried(LiveWorkload workload, List<Map<String, Object>> patch) {
    refuses.run();
    return live(patched(patch), managers, version, generation + 1);
  }

  private JsonNode patched(List<Map<String, Object>> patch) {
    JsonNode whole =
        json(
            Map.of(
                "metadata",
                Map.of("uid", "1-2-3", "resourceVersion", Long.toString(version)),
                "spec",
                spec));
    List<Map<String, Object>> ofSpec =
        patch.stream().filter(o -> !o.get("path").equals("/metadata/managedFields")).toList();
    return JsonPatch.apply(json(ofSpec), whole).get("spec");
  }

  @Override
  public LiveWorkload change(LiveWorkload workload, List<Map<String, Object>> patch) {
    refuses.run();
    JsonNode after = patched(patch);
    writes++;
    version++;
    if (!after.equals(spec)) {
      generation++;
      List<ManagedFieldsEntry> with = new ArrayList<>(managers);
      with.removeIf(entry -> entry.getManager().equals(Managers.OURS));
      with.add(manager(Managers.OURS, "Update"));
      managers = with;
    }
    spec = after;
    patch.stream()
        .filter(o -> o.get("path").equals("/metadata/managedFields"))
        .findFirst()
        .ifPresent(
            o -> managers = List.of(JSON.convertValue(o.get("value"), ManagedFieldsEntry[].class)));
    return live();
  }

  @Override
  public List<Pod> pods(LiveWorkload workload) {
    return pods;
  }

  @Override
  public List<Job> runs(LiveWorkload workload) {
    return List.copyOf(runs);
  }

  /** Refuses a second one of a name, as the API server does. */
  @Override
  public void run(GenericKubernetesResource job) {
    if (refusal.isPresent()) {
      throw refusal.get();
    }
    if (runs.stream().anyMatch(run -> name(run).equals(job.getMetadata().getName()))) {
      throw refusal(HttpURLConnection.HTTP_CONFLICT, "jobs.batch already exists");
    }
    writes++;
    runs.add(JSON.convertValue(job, Job.class));
    runs.get(runs.size() - 1).getMetadata().setCreationTimestamp("2026-01-01T00:00:00Z");
  }

  private static KubernetesClientException refusal(int code, String message) {
    return new KubernetesClientException(
        message, code, new StatusBuilder().withCode(code).withMessage(message).build());
  }

  /** From now on no run is made. */
  void refuseRuns(int code, String message) {
    refusal = Optional.of(refusal(code, message));
  }

  private static String name(Job job) {
    return job.getMetadata().getName();
  }

  /** The runs there are, to be looked at and to be changed. */
  List<Job> runs() {
    return runs;
  }

  @Override
  public Optional<Integer> endpoints(List<Pod> pods) {
    return endpoints;
  }

  void pods(List<Pod> now) {
    pods = now;
  }

  void endpoints(int now) {
    endpoints = Optional.of(now);
  }

  void log(String text) {
    log = Optional.of(text);
  }

  @Override
  public void delete(Pod pod) {
    pods = pods.stream().filter(p -> p != pod).toList();
  }

  @Override
  public Optional<String> log(Pod pod, String container) {
    return log;
  }
}
