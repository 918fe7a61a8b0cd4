package dev.unroot.e2e.node;

import dev.unroot.e2e.cluster.Node;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * A running pod, as its clients see it.
 *
 * @param name the pod's
 * @param address its IP address
 */
record ServerPod(Node node, String namespace, String name, String address) {
  private static final Duration LIMIT = Duration.ofSeconds(5);

  /** What a command prints that runs in its first container. */
  String exec(String... command) {
    List<String> words = new ArrayList<>(List.of("-n", namespace, "exec", name, "--"));
    words.addAll(List.of(command));
    return node.kubectl(words.toArray(String[]::new));
  }

  /** Whose users it has: its own, or those of its node (user_namespaces(7)). */
  String userMap() {
    String map = exec("cat", "/proc/self/uid_map");
    return map.strip().split("\\s+")[1].equals("0") ? "the node's users" : "its own users";
  }

  /** The body of the answer to a GET. */
  String get(int port, String path) {
    return send(request(port, path).GET().build());
  }

  /** The body of the answer to a POST. */
  String post(int port, String path, String body) {
    return send(request(port, path).POST(HttpRequest.BodyPublishers.ofString(body)).build());
  }

  private HttpRequest.Builder request(int port, String path) {
    return HttpRequest.newBuilder(URI.create("http://" + address + ":" + port + path))
        .timeout(LIMIT);
  }

  private static String send(HttpRequest request) {
    try {
      return HttpClient.newHttpClient().send(request, BodyHandlers.ofString()).body();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  /** What a server says to {@code words} until it closes the connection. */
  String say(int port, String words) {
    try (Socket socket = new Socket(address, port)) {
      socket.setSoTimeout((int) LIMIT.toMillis());
      socket.getOutputStream().write(words.getBytes(StandardCharsets.UTF_8));
      return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
