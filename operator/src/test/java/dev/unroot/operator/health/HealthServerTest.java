package dev.unroot.operator.health;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class HealthServerTest {
  private final AtomicBoolean live = new AtomicBoolean(true);
  private final AtomicBoolean ready = new AtomicBoolean(true);
  private final PrometheusMeterRegistry metrics =
      new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
  private final HealthServer server = new HealthServer(0, live::get, ready::get, metrics);
  private final HttpClient client = HttpClient.newHttpClient();

  @AfterEach
  void stop() {
    server.close();
  }

  @Test
  void aLivingOperatorSaysSo() throws Exception {
    assertThat(get("/livez").statusCode()).isEqualTo(200);
    assertThat(get("/livez").body()).isEqualTo("ok\n");
  }

  @Test
  void anOperatorThatIsStuckSaysSo() throws Exception {
    live.set(false);

    assertThat(get("/livez").statusCode()).isEqualTo(503);
    assertThat(get("/readyz").statusCode()).isEqualTo(200);
  }

  @Test
  void anOperatorThatIsNotReadySaysSoUntilItIs() throws Exception {
    ready.set(false);
    assertThat(get("/readyz").statusCode()).isEqualTo(503);

    ready.set(true);
    assertThat(get("/readyz").statusCode()).isEqualTo(200);
  }

  @Test
  void metricsAreInTheFormatOfPrometheus() throws Exception {
    metrics.counter("unroot.things").increment();

    HttpResponse<String> answer = get("/metrics");

    assertThat(answer.statusCode()).isEqualTo(200);
    assertThat(answer.headers().firstValue("Content-Type").orElse("")).startsWith("text/plain");
    assertThat(answer.body()).contains("unroot_things_total 1.0");
  }

  @Test
  void nothingElseIsServed() throws Exception {
    assertThat(get("/").statusCode()).isEqualTo(404);
  }

  @Test
  void aPortThatIsTakenIsNamed() {
    assertThatThrownBy(() -> new HealthServer(server.port(), live::get, ready::get, metrics))
        .hasMessageContaining("cannot listen on port " + server.port());
  }

  @Test
  void clientsThatAskSlowlyDoNotKeepOthersOut() throws Exception {
    List<Socket> slow = new ArrayList<>();
    try {
      for (int i = 0; i < 20; i++) {
        Socket socket = new Socket(InetAddress.getLoopbackAddress(), server.port());
        socket.getOutputStream().write("GET /livez HT".getBytes(StandardCharsets.US_ASCII));
        slow.add(socket);
      }

      Awaitility.await()
          .atMost(Duration.ofSeconds(30))
          .ignoreExceptions()
          .untilAsserted(() -> assertThat(get("/livez").statusCode()).isEqualTo(200));
    } finally {
      for (Socket socket : slow) {
        socket.close();
      }
    }
  }

  private HttpResponse<String> get(String path) throws IOException, InterruptedException {
    URI uri = URI.create("http://localhost:" + server.port() + path);
    return client.send(
        HttpRequest.newBuilder(uri).timeout(Duration.ofSeconds(3)).build(),
        HttpResponse.BodyHandlers.ofString());
  }
}
