package dev.unroot.operator.inventory;

import dev.unroot.operator.Samples;
import io.fabric8.kubernetes.api.model.StatusBuilder;
import io.fabric8.mockwebserver.http.Dispatcher;
import io.fabric8.mockwebserver.http.MockResponse;
import io.fabric8.mockwebserver.http.RecordedRequest;
import io.fabric8.mockwebserver.http.Response;
import io.fabric8.mockwebserver.http.WebSocket;
import io.fabric8.mockwebserver.http.WebSocketListener;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Lists and watches of all kinds, told by a test what to answer: of Deployments, there is what it
 * says; of all others, nothing.
 */
final class DeploymentsApi extends Dispatcher {
  private static final Pattern ONE =
      Pattern.compile("fieldSelector=metadata.name(=|%3D)(?<name>[a-z-]+)");

  private final Map<String, String> objects = new ConcurrentHashMap<>();
  private final List<WebSocket> watches = new CopyOnWriteArrayList<>();
  private final List<String> paths = new CopyOnWriteArrayList<>();
  private final AtomicInteger failures = new AtomicInteger();
  private final AtomicInteger version = new AtomicInteger(10);
  private volatile int code;
  private volatile String forbidden = "";
  private volatile boolean watchable = true;

  /** The next {@code number} requests are answered with {@code answer}. */
  void fail(int answer, int number) {
    code = answer;
    failures.set(number);
  }

  /** From now on requests below {@code path} are not allowed; an empty text allows all. */
  void forbid(String path) {
    forbidden = path;
  }

  /** Nobody may watch; listing is allowed. */
  void forbidWatching() {
    watchable = false;
  }

  /** Adds an object before anybody watches. */
  void hold(String name, String object) {
    objects.put(name, object);
  }

  /** Takes an object away, without a word to those who watch. */
  void drop(String name) {
    objects.remove(name);
  }

  void emit(String type, String object) {
    String event = "{\"type\":\"" + type + "\",\"object\":" + object + "}";
    watches.forEach(watch -> watch.send(event));
  }

  /** Ends every watch, as the API server does now and then. */
  void endWatches() {
    List<WebSocket> ended = List.copyOf(watches);
    watches.removeAll(ended);
    ended.forEach(watch -> watch.close(1000, "timeout"));
  }

  int watches() {
    return watches.size();
  }

  List<String> paths() {
    return paths;
  }

  /** A Deployment whose only container has {@code image}. */
  String deployment(String name, long generation, String image) {
    return """
        {"apiVersion":"apps/v1","kind":"Deployment",
         "metadata":{"name":"%s","namespace":"shop","uid":"u-%s","generation":%d,
                     "resourceVersion":"%d"},
         "spec":{"template":{"spec":{"containers":[{"name":"server","image":"%s"}]}}}}
        """
        .formatted(name, name, generation, version.incrementAndGet(), image);
  }

  @Override
  public MockResponse dispatch(RecordedRequest request) {
    String path = request.getPath();
    paths.add(path);
    boolean watch = path.contains("watch=true");
    if ((!forbidden.isEmpty() && path.startsWith(forbidden))
        || (watch && !watchable && path.contains("/deployments"))) {
      return refusal(403, "deployments.apps is forbidden");
    }
    if (failures.getAndUpdate(left -> Math.max(0, left - 1)) > 0) {
      return refusal(code, "trouble");
    }
    return watch
        ? new MockResponse().withWebSocketUpgrade(new Watch(path.contains("/deployments")))
        : json(
            200,
            "{\"apiVersion\":\"apps/v1\",\"kind\":\"DeploymentList\",\"metadata\":"
                + "{\"resourceVersion\":\"10\"},\"items\":["
                + (path.contains("/deployments") ? String.join(",", selected(path)) : "")
                + "]}");
  }

  private Collection<String> selected(String path) {
    Matcher one = ONE.matcher(path);
    if (!one.find()) {
      return objects.values();
    }
    String object = objects.get(one.group("name"));
    return object == null ? List.of() : List.of(object);
  }

  private static MockResponse refusal(int code, String message) {
    return json(
        code,
        Samples.SERIALIZATION.asJson(
            new StatusBuilder().withCode(code).withMessage(message).build()));
  }

  private static MockResponse json(int code, String body) {
    return new MockResponse()
        .setResponseCode(code)
        .setHeader("Content-Type", "application/json")
        .setBody(body);
  }

  private final class Watch extends WebSocketListener {
    private final boolean ofDeployments;

    Watch(boolean ofDeployments) {
      this.ofDeployments = ofDeployments;
    }

    @Override
    public void onOpen(WebSocket webSocket, Response response) {
      if (ofDeployments) {
        watches.add(webSocket);
      }
    }
  }
}
