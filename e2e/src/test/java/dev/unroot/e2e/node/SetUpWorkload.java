package dev.unroot.e2e.node;

import java.util.Locale;

/** A workload, the storage it has, and what is to become of it. */
enum SetUpWorkload {
  /** On a volume of the pod's own, its own user makes what it needs. */
  QUEUE(
      "Restricted",
      """
        containers:
        - name: redis
          image: test.local/servers:1
          imagePullPolicy: Never
          command: [sh, -ec]
          args:
          - |
            mkdir -p /data/queue
            chown -R redis:redis /data
            exec setpriv --reuid=redis --regid=redis --clear-groups redis-server --dir /data/queue --appendonly yes --bind 0.0.0.0 --protected-mode no
          readinessProbe: {tcpSocket: {port: 6379}, periodSeconds: 1}
          volumeMounts: [{name: data, mountPath: /data}]
        volumes: [{name: data, emptyDir: {}}]
      """),
  /** On storage that heeds no group, which root prepared before: it stays that user's. */
  ORDERS(
      "Restricted",
      """
        containers:
        - name: redis
          image: test.local/servers:1
          imagePullPolicy: Never
          command: [sh, -ec]
          args:
          - |
            mkdir -p /data/orders
            chown -R redis:redis /data
            exec setpriv --reuid=redis --regid=redis --clear-groups redis-server --dir /data/orders --appendonly yes --bind 0.0.0.0 --protected-mode no
          readinessProbe: {tcpSocket: {port: 6379}, periodSeconds: 1}
          volumeMounts: [{name: data, mountPath: /data}]
        volumes: [{name: data, persistentVolumeClaim: {claimName: orders}}]
      """),
  /** What it prepares lies in its image; nothing is owned by anybody else. */
  PAGE(
      "Restricted",
      """
        containers:
        - name: web
          image: test.local/busybox:1
          imagePullPolicy: Never
          command: [sh, -c, "mkdir -p /srv/page && echo prepared > /srv/page/index.html && exec httpd -f -p 8080 -h /srv/page"]
          readinessProbe: {tcpSocket: {port: 8080}, periodSeconds: 1}
      """),
  /** Its own user owns what it makes: nobody has to give anything away. */
  NOTES(
      "Restricted",
      """
        initContainers:
        - name: permissions
          image: test.local/busybox:1
          imagePullPolicy: Never
          command: [chown, -R, "1000:1000", /data]
          volumeMounts: [{name: data, mountPath: /data}]
        - name: first
          image: test.local/busybox:1
          imagePullPolicy: Never
          command: [sh, -c, "echo first > /data/first"]
          securityContext: {runAsUser: 1000}
          volumeMounts: [{name: data, mountPath: /data}]
        containers:
        - name: web
          image: test.local/busybox:1
          imagePullPolicy: Never
          command: [sh, -c, "echo written >> /data/first && exec httpd -f -p 8080 -h /data"]
          securityContext: {runAsUser: 1000, runAsGroup: 1000}
          readinessProbe: {tcpSocket: {port: 8080}, periodSeconds: 1}
          volumeMounts: [{name: data, mountPath: /data}]
        volumes: [{name: data, emptyDir: {}}]
      """),
  /** A hook gives away what the program could have made as its own. */
  HOOK(
      "Restricted",
      """
        containers:
        - name: web
          image: test.local/busybox:1
          imagePullPolicy: Never
          command: [sh, -c, "echo made > /data/index.html && exec httpd -f -p 8080 -h /data"]
          lifecycle: {postStart: {exec: {command: [chown, -R, "1000:1000", /data]}}}
          readinessProbe: {tcpSocket: {port: 8080}, periodSeconds: 1}
          volumeMounts: [{name: data, mountPath: /data}]
        volumes: [{name: data, emptyDir: {}}]
      """),
  /** Privileged, to set what a pod can declare. */
  KERNEL(
      "Restricted",
      """
        initContainers:
        - name: sysctl
          image: test.local/busybox:1
          imagePullPolicy: Never
          command: [sysctl, -w, net.ipv4.tcp_fin_timeout=31]
          securityContext: {privileged: true}
        containers:
        - name: web
          image: test.local/busybox:1
          imagePullPolicy: Never
          command: [httpd, -f, -p, "8080", -h, /etc]
          readinessProbe: {tcpSocket: {port: 8080}, periodSeconds: 1}
      """),
  /** Gives a directory of its image away, with what is in it. */
  STOCK(
      "Restricted",
      """
        containers:
        - name: web
          image: test.local/servers:1
          imagePullPolicy: Never
          command: [sh, -ec]
          args:
          - |
            chown -R www-data:www-data /usr/share/python3
            exec setpriv --reuid=www-data --regid=www-data --clear-groups python3 -c 'import http.server as web, os; os.chdir("/usr/share/python3"); open("served", "w").write("served"); web.test(web.SimpleHTTPRequestHandler, port=8080)'
          readinessProbe: {tcpSocket: {port: 8080}, periodSeconds: 1}
      """),
  /** Changes a file of its image, and leaves owners alone. */
  PALETTE(
      "Restricted",
      """
        containers:
        - name: redis
          image: test.local/servers:1
          imagePullPolicy: Never
          command: [sh, -ec]
          args:
          - |
            echo 'maxmemory 64mb' >> /etc/redis/redis.conf
            exec setpriv --reuid=redis --regid=redis --clear-groups redis-server /etc/redis/redis.conf --daemonize no --dir /tmp --logfile '' --pidfile '' --bind 0.0.0.0 --protected-mode no
          readinessProbe: {tcpSocket: {port: 6379}, periodSeconds: 1}
      """),
  /** A hook gives something to a user that is not the program's. */
  MOVED(
      "SetUpAsRoot",
      """
        containers:
        - name: web
          image: test.local/busybox:1
          imagePullPolicy: Never
          command: [httpd, -f, -p, "8080", -h, /data]
          lifecycle: {postStart: {exec: {command: [sh, -c, "mkdir -p /data/a && chown 7 /data/a"]}}}
          readinessProbe: {tcpSocket: {port: 8080}, periodSeconds: 1}
          volumeMounts: [{name: data, mountPath: /data}]
        volumes: [{name: data, emptyDir: {}}]
      """),
  /** A container beside the others does nothing but to change owners, for ever. */
  KEEPER(
      "Restricted",
      """
        containers:
        - name: owners
          image: test.local/busybox:1
          imagePullPolicy: Never
          command: [sh, -c, "while true; do chown -R 1000 /data; sleep 5; done"]
          volumeMounts: [{name: data, mountPath: /data}]
        - name: web
          image: test.local/busybox:1
          imagePullPolicy: Never
          command: [sh, -c, "echo made > /data/made && exec httpd -f -p 8080 -h /data"]
          securityContext: {runAsUser: 1000}
          readinessProbe: {tcpSocket: {port: 8080}, periodSeconds: 1}
          volumeMounts: [{name: data, mountPath: /data}]
        volumes: [{name: data, emptyDir: {}}]
      """),
  /** What it runs stands in a ConfigMap. */
  SCRIPTED(
      "Restricted",
      """
        containers:
        - name: web
          image: test.local/servers:1
          imagePullPolicy: Never
          command: [/scripts/start.sh, "8080"]
          readinessProbe: {tcpSocket: {port: 8080}, periodSeconds: 1}
          volumeMounts:
          - {name: scripts, mountPath: /scripts}
          - {name: data, mountPath: /data}
        volumes:
        - {name: scripts, configMap: {name: scripts, defaultMode: 0555}}
        - {name: data, emptyDir: {}}
      """),
  /** As charts do it: privileged, to give a volume to the user that its pod runs as. */
  CHART(
      "SetUpAsRoot",
      """
        initContainers:
        - name: volume-permissions
          image: test.local/busybox:1
          imagePullPolicy: Never
          command: [sh, -c, "mkdir -p /data/www && chown -R 1000:1000 /data"]
          securityContext: {privileged: true, runAsUser: 0}
          volumeMounts: [{name: data, mountPath: /data}]
        containers:
        - name: web
          image: test.local/busybox:1
          imagePullPolicy: Never
          command: [sh, -c, "date >> /data/www/starts && exec httpd -f -p 8080 -h /data/www"]
          securityContext: {runAsUser: 1000, runAsGroup: 1000}
          readinessProbe: {tcpSocket: {port: 8080}, periodSeconds: 1}
          volumeMounts: [{name: data, mountPath: /data}]
        volumes: [{name: data, persistentVolumeClaim: {claimName: chart}}]
      """);

  private static final String SCRIPTS =
      """
      apiVersion: v1
      kind: ConfigMap
      metadata: {name: scripts, namespace: %s}
      data:
        start.sh: |
          #!/bin/sh
          set -e
          mkdir -p /data/www
          echo made > /data/www/made
          chown -R www-data:www-data /data
          exec setpriv --reuid=www-data --regid=www-data --clear-groups python3 -m http.server "$1" --directory /data/www
      ---
      """;

  private final String rung;
  private final String spec;

  SetUpWorkload(String rung, String spec) {
    this.rung = rung;
    this.spec = spec;
  }

  /** Where a trial ends. */
  String rung() {
    return rung;
  }

  String spec() {
    return spec;
  }

  String workload() {
    return name().toLowerCase(Locale.ROOT);
  }

  boolean hasClaim() {
    return spec.contains("persistentVolumeClaim");
  }

  /** What stands beside it. */
  String configuration(String namespace) {
    return this == SCRIPTED ? SCRIPTS.formatted(namespace) : "";
  }
}
