"""Deployments that nothing runs, and a stand-in for their controller."""
import json
import queue
import threading

from controlplane import Failure
from sender import Connection
from workloads import LABEL, collection

REPLICAS = 2
SECONDS = 3 * 3600  # longer than any run
MERGE = "application/merge-patch+json"


def deployment(name):
    """Root by its spec, and with a raw device, which no trial pod may use: what is proposed for it cannot be proved."""
    container = {
        "name": "main",
        "image": "registry.example/shop/web:1",
        "ports": [{"containerPort": 8080}],
        "env": [{"name": "LOG_LEVEL", "value": "info"}],
        "resources": {"requests": {"cpu": "100m", "memory": "128Mi"}, "limits": {"memory": "256Mi"}},
        "volumeDevices": [{"name": "data", "devicePath": "/dev/data"}],
    }
    volumes = [{"name": "data", "persistentVolumeClaim": {"claimName": name}}]
    pod = {"securityContext": {"runAsUser": 0}, "containers": [container], "volumes": volumes}
    spec = {
        "replicas": REPLICAS,
        "selector": {"matchLabels": {LABEL: name}},
        "template": {"metadata": {"labels": {LABEL: name}}, "spec": pod},
    }
    return {"apiVersion": "apps/v1", "kind": "Deployment", "metadata": {"name": name}, "spec": spec}


def load(plane, count, namespaces):
    """Makes `count` Deployments, in all of the namespaces alike."""
    paths = [collection("Deployment", namespaces[i * len(namespaces) // count]) for i in range(count)]
    plane.send(
        "making Deployments",
        [plane.request("POST", path, deployment(f"w{i:05}")) for i, path in enumerate(paths)],
        connections=4,
    )


class DeploymentController:
    """Tells at once, whenever the spec of a Deployment has changed, that all of its pods are new and ready."""

    def __init__(self, plane, workers=2):
        self.plane, self.work, self.failure = plane, queue.SimpleQueue(), None
        path = f"{collection('Deployment')}?watch=1&timeoutSeconds={SECONDS}"
        self.connection, self.answer = plane.open("GET", path, timeout=SECONDS)
        for task in (self.watch, *[self.tell] * workers):
            threading.Thread(target=task, daemon=True).start()

    def watch(self):
        while line := self.answer.readline():
            event = json.loads(line)
            seen = event["object"].get("status", {}).get("observedGeneration", 0)
            if event["type"] in ("ADDED", "MODIFIED") and seen < event["object"]["metadata"]["generation"]:
                self.work.put(event["object"]["metadata"])
        self.failure = "the watch of the stand-in controller ended"

    def tell(self):
        connection = self.connect()
        while metadata := self.work.get():
            path = f"{collection('Deployment', metadata['namespace'])}/{metadata['name']}/status"
            request = self.plane.request("PATCH", path, self.status(metadata["generation"]), MERGE)
            try:
                status = connection.exchange(request)
            except OSError:  # the server ends connections that were idle for 90 seconds
                connection = self.connect()
                status = connection.exchange(request)
            if status not in (200, 404):
                self.failure = f"the stand-in controller was answered {status}"

    def connect(self):
        return Connection(self.plane.host, self.plane.port, self.plane.context)

    def status(self, generation):
        counts = ("replicas", "updatedReplicas", "readyReplicas", "availableReplicas")
        return {"status": {"observedGeneration": generation, **dict.fromkeys(counts, REPLICAS)}}

    def check(self):
        """Fails where it does not do its part any more."""
        if self.failure:
            raise Failure(self.failure)
