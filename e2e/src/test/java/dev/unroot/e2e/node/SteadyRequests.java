package dev.unroot.e2e.node;

import java.io.IOException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/** Asks a server for its first page, one connection a request, until it is closed. */
final class SteadyRequests implements AutoCloseable {
  private static final Duration PAUSE = Duration.ofMillis(40);
  private static final Duration LIMIT = Duration.ofSeconds(5);
  private static final byte[] REQUEST =
      "GET / HTTP/1.0\r\n\r\n".getBytes(StandardCharsets.US_ASCII);

  private final ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor();
  private final List<String> failures = new CopyOnWriteArrayList<>();
  private final AtomicInteger answered = new AtomicInteger();
  private final String address;
  private final int port;

  /** Begins to ask. */
  SteadyRequests(String address, int port) {
    this.address = address;
    this.port = port;
    timer.scheduleWithFixedDelay(this::ask, 0, PAUSE.toMillis(), TimeUnit.MILLISECONDS);
  }

  private void ask() {
    try (Socket socket = new Socket(address, port)) {
      socket.setSoTimeout((int) LIMIT.toMillis());
      socket.getOutputStream().write(REQUEST);
      String answer = new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      // A page or none, it is the server's answer; an error of its own is 5xx.
      if (answer.startsWith("HTTP/1.") && !answer.startsWith("5", "HTTP/1.x ".length())) {
        answered.incrementAndGet();
      } else {
        failures.add(Instant.now() + " answered: " + answer.lines().findFirst().orElse("nothing"));
      }
    } catch (IOException e) {
      failures.add(Instant.now() + " " + e.getMessage());
    }
  }

  int answered() {
    return answered.get();
  }

  /** What went wrong, and when. */
  List<String> failures() {
    return List.copyOf(failures);
  }

  @Override
  public void close() {
    timer.shutdownNow();
  }
}
