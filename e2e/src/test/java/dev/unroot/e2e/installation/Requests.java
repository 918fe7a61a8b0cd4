package dev.unroot.e2e.installation;

import io.fabric8.kubernetes.client.http.AsyncBody;
import io.fabric8.kubernetes.client.http.BasicBuilder;
import io.fabric8.kubernetes.client.http.HttpClient;
import io.fabric8.kubernetes.client.http.HttpRequest;
import io.fabric8.kubernetes.client.http.HttpResponse;
import io.fabric8.kubernetes.client.http.Interceptor;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;

/** What one operator asks of the API server. */
public final class Requests implements Interceptor {
  private final Queue<String> writes = new ConcurrentLinkedQueue<>();
  private final Queue<String> refused = new ConcurrentLinkedQueue<>();

  /** Listens to the connection that {@code builder} makes. */
  public void listen(HttpClient.Builder builder) {
    builder.addOrReplaceInterceptor("requests", this);
  }

  /** Every request that could change something, such as {@code PATCH /apis/...}. */
  public List<String> writes() {
    return List.copyOf(writes);
  }

  /** Every request that was not allowed. */
  public List<String> refused() {
    return List.copyOf(refused);
  }

  @Override
  public void before(BasicBuilder builder, HttpRequest request, RequestTags tags) {
    if (!request.method().equals("GET")) {
      writes.add(request.method() + " " + request.uri().getPath());
    }
  }

  @Override
  public void after(
      HttpRequest request, HttpResponse<?> response, AsyncBody.Consumer<List<ByteBuffer>> body) {
    if (response.code() == 403) {
      refused.add(request.method() + " " + request.uri().getPath());
    }
  }
}
