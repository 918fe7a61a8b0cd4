package dev.unroot.operator.status;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import dev.unroot.api.v1alpha1.Mode;
import dev.unroot.api.v1alpha1.WorkloadMigration;
import dev.unroot.operator.MovingClock;
import dev.unroot.operator.Samples;
import dev.unroot.operator.status.EventRecorder.Kind;
import io.fabric8.kubernetes.api.model.events.v1.Event;
import io.fabric8.kubernetes.client.ConfigBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.fabric8.kubernetes.client.server.mock.EnableKubernetesMockClient;
import io.fabric8.kubernetes.client.server.mock.KubernetesMockServer;
import org.junit.jupiter.api.Test;

@EnableKubernetesMockClient
class EventRecorderTest {
  private static final String EVENTS = "/apis/events.k8s.io/v1/namespaces/shop/events";

  KubernetesMockServer server;
  KubernetesClient client;

  private final WorkloadMigration migration = Samples.migration(Samples.web(), Mode.Trial);

  @Test
  void anEventHasWhatKubectlShows() throws Exception {
    Event event = recorded("attempt 1: could not bind port 80");

    assertThat(event.getType()).isEqualTo("Warning");
    assertThat(event.getReason()).isEqualTo("CandidateFailed");
    assertThat(event.getAction()).isEqualTo("Try");
    assertThat(event.getNote()).isEqualTo("attempt 1: could not bind port 80");
    assertThat(event.getReportingController()).isEqualTo("unroot.dev/operator");
    assertThat(event.getReportingInstance()).isEqualTo("unroot-1");
    assertThat(event.getEventTime().getTime()).isEqualTo("2026-03-01T10:00:00.000000Z");
  }

  @Test
  void anEventRegardsItsObjectSoThatDescribeFindsIt() throws Exception {
    Event event = recorded("note");

    assertThat(event.getRegarding().getKind()).isEqualTo("WorkloadMigration");
    assertThat(event.getRegarding().getApiVersion()).isEqualTo("unroot.dev/v1alpha1");
    assertThat(event.getRegarding().getNamespace()).isEqualTo("shop");
    assertThat(event.getRegarding().getName()).isEqualTo(migration.getMetadata().getName());
    assertThat(event.getRegarding().getUid()).isEqualTo(migration.getMetadata().getUid());
  }

  @Test
  void aNoteIsCutToWhatTheApiTakes() throws Exception {
    assertThat(recorded("x".repeat(5000)).getNote()).hasSize(1024);
  }

  @Test
  void theNameOfAnEventIsValidWhereverALongNameIsCut() throws Exception {
    migration.getMetadata().setName("a".repeat(39) + "." + "b".repeat(100));

    assertThat(recorded("note").getMetadata().getGenerateName()).isEqualTo("a".repeat(39) + "--");
  }

  @Test
  void anEventThatCannotBeWrittenIsNoTrouble() {
    server.expect().post().withPath(EVENTS).andReturn(403, "{}").always();

    assertThatCode(() -> recorder().record(migration, Kind.Normal, "Verified", "Migrate", "note"))
        .doesNotThrowAnyException();
  }

  @Test
  void anApiServerThatDoesNotAnswerIsNoTrouble() {
    server.destroy();

    assertThatCode(() -> recorder().record(migration, Kind.Normal, "Verified", "Migrate", "note"))
        .doesNotThrowAnyException();
  }

  private Event recorded(String note) throws InterruptedException {
    server.expect().post().withPath(EVENTS).andReturn(201, "{}").once();

    recorder().record(migration, Kind.Warning, "CandidateFailed", "Try", note);

    return Samples.SERIALIZATION.unmarshal(server.takeRequest().getUtf8Body(), Event.class);
  }

  private EventRecorder recorder() {
    KubernetesClient impatient =
        new KubernetesClientBuilder()
            .withConfig(
                new ConfigBuilder(client.getConfiguration())
                    .withRequestRetryBackoffLimit(0)
                    .build())
            .build();
    return new EventRecorder(impatient, new MovingClock(), "unroot-1");
  }
}
