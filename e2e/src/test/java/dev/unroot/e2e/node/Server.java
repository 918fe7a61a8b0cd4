package dev.unroot.e2e.node;

import dev.unroot.api.v1alpha1.MigrationPhase;
import dev.unroot.e2e.cluster.Repository;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.util.Locale;

/**
 * A real server as people ship it, from {@code src/test/resources/servers}: how far it comes, and
 * what shows that it does its job there.
 */
enum Server {
  REDIS(
      "Restricted",
      pod -> {
        pod.exec("redis-cli", "set", "fruit", "plum");
        return pod.exec("redis-cli", "get", "fruit");
      },
      "plum"),
  POSTGRES(
      "Restricted",
      pod ->
          pod.exec(
              "psql",
              "--host=127.0.0.1",
              "--username=postgres",
              "--command=create table fruit (name text); insert into fruit values ('plum')",
              "--command=select name from fruit"),
      "plum"),
  MARIADB(
      "Restricted",
      pod ->
          pod.exec(
              "mariadb",
              "-uroot",
              "-h127.0.0.1",
              "-e",
              "create database shop; create table shop.fruit (name text);"
                  + " insert into shop.fruit values ('plum'); select name from shop.fruit"),
      "plum"),
  NGINX("Restricted", pod -> pod.get(80, "/"), "Welcome to nginx!"),
  NGINX_CONFIG("Restricted", pod -> pod.get(8080, "/"), "configured"),
  UNBOUND("Restricted", pod -> pod.exec("python3", "-c", Server.QUERY), "192.0.2.7"),
  MEMCACHED(
      "Restricted",
      pod -> pod.say(11211, "set fruit 0 0 4\r\nplum\r\nget fruit\r\nquit\r\n"),
      "plum"),
  PYTHON("Restricted", pod -> pod.post(8000, "/", "plum"), "plum"),
  STATIC("Restricted", pod -> pod.get(443, "/"), "served without a shell"),
  NAMED_USER("Restricted", pod -> pod.get(8080, "/passwd"), "nobody"),
  IMAGE_USER(
      "Restricted",
      pod -> pod.get(8080, "/index.html") + pod.exec("id", "-u"),
      "served by its own user\n200"),
  SUPERVISORD(
      "UserNamespace",
      pod -> pod.get(8001, "/") + pod.get(8002, "/") + pod.exec("cat", "/proc/1/status"),
      "sources.list.d"),
  INSISTS("UserNamespace", pod -> pod.get(8080, "/passwd") + pod.userMap(), "its own users"),
  REDIS_CLAIMS(
      "Restricted",
      pod -> pod.exec("redis-cli", "set", "before", "pear"),
      pod -> {
        pod.exec("redis-cli", "set", "fruit", "plum");
        return pod.exec("redis-cli", "mget", "before", "fruit").replace('\n', ' ');
      },
      "pear plum"),
  POSTGRES_CLAIM(
      "Restricted",
      pod ->
          pod.exec(
              "psql",
              "--host=127.0.0.1",
              "--username=postgres",
              "--command=create table fruit (name text); insert into fruit values ('pear')"),
      pod ->
          pod.exec(
              "psql",
              "--host=127.0.0.1",
              "--username=postgres",
              "--tuples-only",
              "--no-align",
              "--command=insert into fruit values ('plum')",
              "--command=select string_agg(name, ' ' order by name) from fruit"),
      "pear plum"),
  NOTES("SetUpAsRoot", pod -> pod.get(8000, "/log"), "written\nwritten\n"),
  TWO_CONTAINERS("Restricted", pod -> pod.get(80, "/") + pod.get(8081, "/passwd"), "nobody"),
  PRIVILEGED("Restricted", pod -> pod.get(8080, "/passwd"), "nobody"),
  NODE_READER("FewestCapabilities", pod -> pod.get(8080, "/group"), "root"),
  BROKEN(MigrationPhase.Inconclusive);

  /** Asks the DNS server of its own pod for web.shop.test, and prints the end of the answer. */
  private static final String QUERY =
      """
      import socket
      ask = b"\\x12\\x34\\x01\\0\\0\\x01" + b"\\0" * 6 + b"\\x03web\\x04shop\\x04test\\0\\0\\x01\\0\\x01"
      server = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
      server.settimeout(5)
      server.sendto(ask, ("127.0.0.1", 53))
      print(".".join(map(str, server.recv(512)[-4:])))
      """;

  /** Asks a server to do its job. */
  interface Job {
    /** What the server answered. */
    String ask(ServerPod pod);
  }

  private final MigrationPhase phase;
  private final String rung;
  private final Job before;
  private final Job job;
  private final String answer;

  Server(String rung, Job job, String answer) {
    this(rung, pod -> "", job, answer);
  }

  Server(String rung, Job before, Job job, String answer) {
    this.phase = MigrationPhase.Verified;
    this.rung = rung;
    this.before = before;
    this.job = job;
    this.answer = answer;
  }

  Server(MigrationPhase phase) {
    this.phase = phase;
    this.rung = "";
    this.before = pod -> "";
    this.job = pod -> "";
    this.answer = "";
  }

  /** Where its trial ends. */
  MigrationPhase phase() {
    return phase;
  }

  /** How far from root it comes. */
  String rung() {
    return rung;
  }

  /** What it does as it is, which must not be lost. */
  Job before() {
    return before;
  }

  Job job() {
    return job;
  }

  /** What its answer holds. */
  String answer() {
    return answer;
  }

  /** The name of its workload. */
  String workload() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  /** Whether it keeps data that outlive its pods. */
  boolean keepsData() {
    return manifest("", "").contains("PersistentVolume");
  }

  /** Its manifest, with its storage in {@code directory} of the node. */
  String manifest(String namespace, String directory) {
    return template().replace("${namespace}", namespace).replace("${directory}", directory);
  }

  private String template() {
    try {
      return Files.readString(
          Repository.path("e2e/src/test/resources/servers/" + workload() + ".yaml"));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
