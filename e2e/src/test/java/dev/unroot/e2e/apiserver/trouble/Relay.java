package dev.unroot.e2e.apiserver.trouble;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

/** A way to the API server that can be cut: it passes on bytes and knows nothing of them. */
public final class Relay implements AutoCloseable {
  private final URI target;
  private final ServerSocket server;
  private final Set<Socket> open = ConcurrentHashMap.newKeySet();
  private final AtomicInteger refused = new AtomicInteger();
  private volatile boolean cut;

  /** A way to {@code target}, which is open. */
  public Relay(URI target) throws IOException {
    this.target = target;
    server = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    start("relay", this::accept);
  }

  /** Where the API server is found through this relay. */
  public String address() {
    return "https://127.0.0.1:" + server.getLocalPort() + "/";
  }

  /** Closes every connection, and from now on each new one at once. */
  public void cut() {
    cut = true;
    open.forEach(Relay::close);
  }

  /** Lets connections through again. */
  public void mend() {
    cut = false;
  }

  /** How many connections were closed at once because it was cut. */
  public int refused() {
    return refused.get();
  }

  /** How many connections are open now. */
  public int open() {
    return open.size() / 2;
  }

  private void accept() {
    while (!server.isClosed()) {
      try {
        Socket client = server.accept();
        if (cut) {
          refused.incrementAndGet();
          close(client);
          continue;
        }
        Socket upstream = new Socket(target.getHost(), target.getPort());
        open.add(client);
        open.add(upstream);
        start("to the API server", () -> pass(client, upstream));
        start("from the API server", () -> pass(upstream, client));
      } catch (IOException e) {
        // The server was closed, or one connection failed: that is what it is for.
      }
    }
  }

  private void pass(Socket from, Socket to) {
    try {
      InputStream in = from.getInputStream();
      OutputStream out = to.getOutputStream();
      in.transferTo(out);
    } catch (IOException e) {
      // One end is gone, and so is the other.
    } finally {
      close(from);
      close(to);
      open.remove(from);
      open.remove(to);
    }
  }

  private static void start(String name, Runnable task) {
    Thread thread = new Thread(task, name);
    thread.setDaemon(true);
    thread.start();
  }

  private static void close(Socket socket) {
    try {
      socket.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void close() throws IOException {
    server.close();
    cut();
  }
}
