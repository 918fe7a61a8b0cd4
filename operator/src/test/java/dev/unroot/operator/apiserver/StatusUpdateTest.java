package dev.unroot.operator.apiserver;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.unroot.api.v1alpha1.WorkloadMigration;
import io.fabric8.kubernetes.api.model.StatusBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.server.mock.EnableKubernetesMockClient;
import io.fabric8.kubernetes.client.server.mock.KubernetesMockServer;
import io.javaoperatorsdk.operator.api.config.ControllerConfiguration;
import io.javaoperatorsdk.operator.api.reconciler.Context;
import java.lang.reflect.Proxy;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@EnableKubernetesMockClient
class StatusUpdateTest {
  private static final String PATH =
      "/apis/unroot.dev/v1alpha1/namespaces/shop/workloadmigrations/web/status"
          + "?fieldManager=tester&force=true";

  KubernetesMockServer server;
  KubernetesClient client;

  @ParameterizedTest
  @CsvSource({"409, STALE", "404, GONE"})
  void whatCannotBeWrittenForThisVersionIsNotTriedForAnother(int code, StatusUpdate expected) {
    answer(code);

    assertThat(StatusUpdate.write(migration(), migration(), context())).isEqualTo(expected);
    assertThat(server.getRequestCount()).isEqualTo(1);
  }

  @Test
  void otherTroubleIsThrownAsItCame() {
    answer(422);

    assertThatThrownBy(() -> StatusUpdate.write(migration(), migration(), context()))
        .isInstanceOfSatisfying(
            KubernetesClientException.class, e -> assertThat(e.getCode()).isEqualTo(422));
    assertThat(server.getRequestCount()).isEqualTo(1);
  }

  private void answer(int code) {
    server
        .expect()
        .patch()
        .withPath(PATH)
        .andReturn(code, new StatusBuilder().withCode(code).build())
        .always();
  }

  private static WorkloadMigration migration() {
    WorkloadMigration migration = new WorkloadMigration();
    migration.getMetadata().setName("web");
    migration.getMetadata().setNamespace("shop");
    migration.getMetadata().setResourceVersion("7");
    return migration;
  }

  /** One that knows a client and a field manager, and no cache. */
  private Context<WorkloadMigration> context() {
    ControllerConfiguration<?> configuration =
        stub(ControllerConfiguration.class, Map.of("fieldManager", "tester"));
    @SuppressWarnings("unchecked")
    Context<WorkloadMigration> context =
        stub(
            Context.class,
            Map.of("getClient", client, "getControllerConfiguration", configuration));
    return context;
  }

  private static <T> T stub(Class<T> type, Map<String, Object> answers) {
    return type.cast(
        Proxy.newProxyInstance(
            type.getClassLoader(),
            new Class<?>[] {type},
            (proxy, method, arguments) -> {
              if (!answers.containsKey(method.getName())) {
                throw new AssertionError("asked for " + method.getName());
              }
              return answers.get(method.getName());
            }));
  }
}
