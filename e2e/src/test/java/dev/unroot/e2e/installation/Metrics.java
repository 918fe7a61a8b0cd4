package dev.unroot.e2e.installation;

import dev.unroot.e2e.installation.Installation.RunningOperator;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/** What an operator served at {@code /metrics} at one moment, in Prometheus' text format. */
public record Metrics(List<String> lines) {

  /** What {@code operator} serves now. */
  public static Metrics of(RunningOperator operator) {
    URI uri = URI.create("http://localhost:" + operator.operator().httpPort() + "/metrics");
    try {
      String text =
          HttpClient.newHttpClient()
              .send(
                  HttpRequest.newBuilder(uri).timeout(Duration.ofSeconds(10)).build(),
                  HttpResponse.BodyHandlers.ofString())
              .body();
      return new Metrics(text.lines().toList());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  /** The names of its series. */
  public Set<String> names() {
    return samples().stream()
        .map(line -> line.split("[{ ]", 2)[0])
        .collect(Collectors.toUnmodifiableSet());
  }

  /** The series with {@code part} in their names or labels, each with its value. */
  public List<String> with(String part) {
    return samples().stream().filter(line -> line.contains(part)).toList();
  }

  private List<String> samples() {
    return lines.stream().filter(line -> !line.isEmpty() && !line.startsWith("#")).toList();
  }
}
