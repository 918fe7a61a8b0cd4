package dev.unroot.operator.definition;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.ConfigBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.fabric8.kubernetes.client.utils.Serialization;
import io.fabric8.mockwebserver.MockWebServer;
import io.fabric8.mockwebserver.http.Dispatcher;
import io.fabric8.mockwebserver.http.MockResponse;
import io.fabric8.mockwebserver.http.RecordedRequest;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.IntFunction;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class OutdatedDefinitionsTest {
  private static final String FORBIDDEN = "";

  private final AtomicInteger asked = new AtomicInteger();
  private final MockWebServer server = new MockWebServer();
  private KubernetesClient client;
  private IntFunction<String> answers = look -> document(schemas());

  @BeforeEach
  void serve() {
    server.setDispatcher(
        new Dispatcher() {
          @Override
          public MockResponse dispatch(RecordedRequest request) {
            String body = answers.apply(asked.incrementAndGet());
            boolean asksForSchemas =
                request.getPath().startsWith("/openapi/v3/apis/unroot.dev/v1alpha1");
            return asksForSchemas
                ? new MockResponse().setResponseCode(body.isEmpty() ? 403 : 200).setBody(body)
                : new MockResponse().setResponseCode(404);
          }
        });
    server.start();
    Config config =
        new ConfigBuilder(Config.empty())
            .withMasterUrl("http://127.0.0.1:" + server.getPort())
            .withRequestRetryBackoffLimit(0)
            .withHttp2Disable(true) // the mock server's way to upgrade a plain connection may hang
            .build();
    client = new KubernetesClientBuilder().withConfig(config).build();
  }

  @AfterEach
  void stop() {
    client.close();
    server.shutdown();
  }

  @Test
  void everyCrdIsPackaged() {
    assertThat(PackagedDefinition.all())
        .extracting(PackagedDefinition::kind)
        .containsExactly("MigrationPlan", "WorkloadMigration");
  }

  @Test
  void theCrdsOfThisReleaseLackNothing() {
    assertThat(problems()).isEmpty();
    assertThat(asked).as("one look at each is enough").hasValue(2);
  }

  @Test
  void anOlderCrdIsNamedWithWhatItLacks() {
    Map<String, Object> schemas = schemas();
    properties(schemas, "WorkloadMigration", "status").remove("trial");
    properties(schemas, "WorkloadMigration", "status").remove("phase");
    answers = look -> document(schemas);

    assertThat(problems())
        .containsExactly(
            "the CRD workloadmigrations.unroot.dev is older than this operator: it lacks status.phase,"
                + " status.trial: kubectl apply -k crds/");
  }

  @Test
  void theListOfWhatIsLackingIsBounded() {
    Map<String, Object> schemas = schemas();
    Map<String, Object> status = properties(schemas, "MigrationPlan", "status");
    Map<String, Object> counts = child(child(status, "counts"), "properties");
    int more = counts.size() - 8;
    assertThat(more).isPositive();
    counts.clear();
    answers = look -> document(schemas);

    assertThat(problems())
        .singleElement()
        .asString()
        .endsWith(" and " + more + " more: kubectl apply -k crds/");
  }

  @Test
  void aNewerCrdIsFine() {
    Map<String, Object> schemas = schemas();
    properties(schemas, "MigrationPlan", "spec").put("later", Map.of("type", "string"));
    answers = look -> document(schemas);

    assertThat(problems()).isEmpty();
  }

  @Test
  void whatIsNotThereOrNotToldIsNoProblem() {
    answers = look -> "{\"components\": {}}";
    assertThat(problems()).isEmpty();
    answers = look -> "[]";
    assertThat(problems()).isEmpty();
    answers = look -> "{\"components\": 7}";
    assertThat(problems()).isEmpty();
    answers = look -> FORBIDDEN;
    assertThat(problems()).isEmpty();
  }

  @Test
  void aCrdThatWasJustAppliedGetsTimeToShow() {
    Map<String, Object> old = schemas();
    properties(old, "WorkloadMigration", "status").remove("trial");
    answers = look -> document(look <= 4 ? old : schemas());

    assertThat(problems()).isEmpty();
  }

  private List<String> problems() {
    return OutdatedDefinitions.problems(client, Duration.ofMillis(10));
  }

  /** What an API server with the CRDs of this release declares, by kind; it may be changed. */
  private static Map<String, Object> schemas() {
    Map<String, Object> schemas = new LinkedHashMap<>();
    for (PackagedDefinition definition : PackagedDefinition.all()) {
      Map<String, Object> schema = copy(definition.schema().values());
      schema.put(
          "x-kubernetes-group-version-kind",
          List.of(
              Map.of(
                  "group", definition.group(),
                  "version", definition.version(),
                  "kind", definition.kind())));
      schemas.put(definition.kind(), schema);
    }
    return schemas;
  }

  private static Map<String, Object> properties(
      Map<String, Object> schemas, String kind, String field) {
    return child(child(child(child(schemas, kind), "properties"), field), "properties");
  }

  @SuppressWarnings("unchecked")
  private static Map<String, Object> child(Map<String, Object> map, String name) {
    return (Map<String, Object>) map.get(name);
  }

  @SuppressWarnings("unchecked")
  private static Map<String, Object> copy(Map<String, Object> map) {
    return Serialization.unmarshal(Serialization.asJson(map), Map.class);
  }

  private static String document(Map<String, Object> schemas) {
    return Serialization.asJson(Map.of("components", Map.of("schemas", schemas)));
  }
}
