package dev.unroot.operator.health;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.BooleanSupplier;

/**
 * Serves {@code /livez}, {@code /readyz} and {@code /metrics} over plain HTTP. Nothing in them is
 * secret.
 */
public final class HealthServer implements AutoCloseable {
  private static final int THREADS = 8;

  static {
    // Whoever reaches the port could otherwise hold every thread by asking slowly.
    System.setProperty("sun.net.httpserver.maxReqTime", "5");
    System.setProperty("sun.net.httpserver.maxRspTime", "30");
  }

  private final HttpServer server;
  private final ExecutorService executor;

  /**
   * Starts serving on {@code port}, or on any free one where it is 0.
   *
   * @param live whether the process works; where it does not, it is to be restarted
   * @param ready whether the operator does its work or stands by for it
   */
  public HealthServer(
      int port, BooleanSupplier live, BooleanSupplier ready, PrometheusMeterRegistry metrics) {
    try {
      server = HttpServer.create(new InetSocketAddress(port), 16);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot listen on port " + port + ": " + e.getMessage(), e);
    }
    executor =
        Executors.newFixedThreadPool(
            THREADS,
            task -> {
              Thread thread = new Thread(task, "health");
              thread.setDaemon(true);
              return thread;
            });
    server.setExecutor(executor);
    server.createContext("/livez", exchange -> check(exchange, live));
    server.createContext("/readyz", exchange -> check(exchange, ready));
    server.createContext("/metrics", exchange -> answer(exchange, 200, metrics.scrape()));
    server.start();
  }

  /** The port that is served. */
  public int port() {
    return server.getAddress().getPort();
  }

  private static void check(HttpExchange exchange, BooleanSupplier good) throws IOException {
    boolean isGood = good.getAsBoolean();
    answer(exchange, isGood ? 200 : 503, isGood ? "ok\n" : "not ok\n");
  }

  private static void answer(HttpExchange exchange, int status, String text) throws IOException {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    exchange.getResponseHeaders().set("Content-Type", "text/plain; version=0.0.4; charset=utf-8");
    exchange.sendResponseHeaders(status, bytes.length);
    exchange.getResponseBody().write(bytes);
    exchange.close();
  }

  @Override
  public void close() {
    server.stop(0);
    executor.shutdownNow();
  }
}
