package dev.unroot.operator.inventory;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.atomic.AtomicInteger;

/** An API server that closes its first connections without an answer, and then has one object. */
final class RudeServer implements AutoCloseable {
  private final ServerSocket server;
  private final AtomicInteger connections = new AtomicInteger();
  private final int refused;
  private final String object;

  RudeServer(int refused, String object) throws IOException {
    this.refused = refused;
    this.object = object;
    server = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    Thread thread = new Thread(this::serve, "rude");
    thread.setDaemon(true);
    thread.start();
  }

  int port() {
    return server.getLocalPort();
  }

  int connections() {
    return connections.get();
  }

  private void serve() {
    while (!server.isClosed()) {
      try (Socket socket = server.accept()) {
        if (connections.incrementAndGet() > refused) {
          String request = request(socket.getInputStream());
          socket
              .getOutputStream()
              .write(answer(request.contains("/deployments")).getBytes(StandardCharsets.UTF_8));
        }
      } catch (SocketException e) {
        // The client went away or the test is over.
      } catch (IOException e) {
        throw new IllegalStateException(e);
      }
    }
  }

  private static String request(InputStream input) throws IOException {
    StringBuilder request = new StringBuilder();
    for (int c = input.read(); c >= 0; c = input.read()) {
      request.append((char) c);
      if (request.toString().endsWith("\r\n\r\n")) {
        break;
      }
    }
    return request.toString();
  }

  private String answer(boolean ofDeployments) {
    String body =
        "{\"kind\":\"DeploymentList\",\"metadata\":{\"resourceVersion\":\"10\"},\"items\":["
            + (ofDeployments ? object : "")
            + "]}";
    return "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nConnection: close\r\n"
        + "Content-Length: "
        + body.length()
        + "\r\n\r\n"
        + body;
  }

  @Override
  public void close() throws IOException {
    server.close();
  }
}
