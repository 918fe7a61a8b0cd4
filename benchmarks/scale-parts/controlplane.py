"""A control plane of its own, and how the benchmark talks to it."""
import base64
import collections
import http.client
import json
import os
import shlex
import ssl
import subprocess
import sys
import threading
import time
import urllib.parse
from datetime import datetime
from pathlib import Path

from processes import CpuShares, Failure
from sender import Sending, request

ROOT = Path(__file__).resolve().parents[2]
CLUSTER = ROOT / "e2e" / "cluster" / "cluster"
NAMESPACE, ACCOUNT = "unroot", "unroot-operator"
GROUP = "/apis/unroot.dev/v1alpha1"
SERVERS = ("apiserver", "etcd", "controller-manager")
CONTROLLERS = ["--kube-api-qps=1000", "--kube-api-burst=2000", "--concurrent-deployment-syncs=20"]
QUIET_CORES, QUIET_WRITES = 0.3, 3  # in half a second: leases are renewed in any case
POLICY = f"""\
apiVersion: audit.k8s.io/v1
kind: Policy
omitStages: [RequestReceived]
rules:
- level: Metadata
  users: ["system:serviceaccount:{NAMESPACE}:{ACCOUNT}"]
- level: None
"""


class Progress:
    """One line every few seconds, on standard error."""

    def __init__(self, what, every=5):
        self.what, self.every = what, every
        self.begun = self.told = time.monotonic()
        print(f"  {what} ...", file=sys.stderr, flush=True)

    def __call__(self, state=""):
        now = time.monotonic()
        if now - self.told >= self.every:
            self.told = now
            print(f"  {self.what} ... {now - self.begun:.0f} s  {state}", file=sys.stderr, flush=True)


def binaries():
    """The folder of the control plane's programs; those that are missing are built first."""
    if "CLUSTER_BIN" in os.environ:
        return Path(os.environ["CLUSTER_BIN"]).resolve()
    subprocess.run([CLUSTER, "build", "control-plane"], check=True)
    caches = Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache")
    return Path(os.environ.get("CLUSTER_CACHE") or caches / "unroot-cluster").resolve() / "bin"


class ControlPlane:
    """etcd, kube-apiserver and kube-controller-manager, started by e2e/cluster in a folder that goes with them.

    The API server keeps an audit log of what the operator's account does, and the controllers may ask more often than
    20 times a second, or they would take half an hour over 10,000 workloads. For these flags a script of its name
    stands before the real program, so that every other user of e2e/cluster is left alone.
    """

    def __init__(self, folder, controllers=(), permissions=()):
        """With more flags for the controllers, and more permissions of deploy/ for the operator."""
        self.folder, self.controllers, self.permissions = folder, [*CONTROLLERS, *controllers], permissions
        self.state = folder / "state"
        self.audit = folder / "audit.log"
        self.bin = folder / "bin"

    def __enter__(self):
        real = binaries()
        self.bin.mkdir()
        for name in ("etcd", "kubectl"):
            (self.bin / name).symlink_to(real / name)
        policy = self.folder / "audit-policy.yaml"
        policy.write_text(POLICY)
        self.audit.touch()
        audit = [f"--audit-policy-file={policy}", f"--audit-log-path={self.audit}", "--audit-log-maxsize=100000"]
        self.wrap(real / "kube-apiserver", audit)
        self.wrap(real / "kube-controller-manager", self.controllers)
        self.environment = os.environ | {
            "CLUSTER_STATE": str(self.state),
            "CLUSTER_BIN": str(self.bin),
            "CLUSTER_PORT": "free",
            "CLUSTER_OWNER": str(os.getpid()),
            "KUBECACHEDIR": str(self.folder / "kubectl-cache"),
        }
        try:
            command = [CLUSTER, "up", "control-plane"]
            up = subprocess.run(command, env=self.environment, stdout=subprocess.PIPE, text=True)
            if up.returncode:
                raise Failure("the control plane did not start")
            self.kubeconfig = up.stdout.strip()
            self.install()
        except BaseException:
            self.__exit__()
            raise
        return self

    def wrap(self, program, flags):
        wrapper = self.bin / program.name
        wrapper.write_text(f'#!/bin/sh\nexec {shlex.join([str(program), *flags])} "$@"\n')
        wrapper.chmod(0o755)

    def __exit__(self, *_):
        subprocess.run([CLUSTER, "down"], env=self.environment, stdout=subprocess.DEVNULL, start_new_session=True)

    def install(self):
        """The CRDs and the operator's permissions, and the two identities: administrator and operator."""
        for part in ("crds", "deploy/permissions", *self.permissions):
            self.kubectl("apply", "--server-side", "-k", str(ROOT / part))
        self.kubectl("wait", "--for=condition=Established", "crd", "--all", "--timeout=30s")
        config = json.loads(self.kubectl("config", "view", "--raw", "-o", "json"))
        cluster, user = config["clusters"][0]["cluster"], config["users"][0]["user"]
        self.ca = self.folder / "ca.crt"
        self.ca.write_bytes(base64.b64decode(cluster["certificate-authority-data"]))
        identity = self.folder / "admin.pem"
        identity.touch(mode=0o600)
        identity.write_bytes(b"".join(base64.b64decode(user[f"client-{part}-data"]) for part in ("certificate", "key")))
        self.server = cluster["server"]
        address = urllib.parse.urlsplit(self.server)
        self.host, self.port = address.hostname, address.port
        self.context = ssl.create_default_context(cafile=self.ca)
        self.context.load_cert_chain(identity)
        self.token = self.kubectl("create", "token", ACCOUNT, "-n", NAMESPACE, "--duration=24h").strip()
        self.version = self.get("/version")["gitVersion"]

    def kubectl(self, *arguments, check=True):
        command = [self.bin / "kubectl", f"--kubeconfig={self.kubeconfig}", *arguments]
        done = subprocess.run(command, env=self.environment, capture_output=True, text=True)
        if check and done.returncode:
            raise Failure(f"kubectl {' '.join(arguments)}: {done.stderr.strip()[:2000]}")
        return done.stdout

    # -- one request at a time, as administrator

    def open(self, method, path, body=None, content_type="application/json", timeout=120):
        connection = http.client.HTTPSConnection(self.host, self.port, context=self.context, timeout=timeout)
        data = None if body is None else json.dumps(body)
        connection.request(method, path, data, {"Content-Type": content_type, "Accept": "application/json"})
        return connection, connection.getresponse()

    def call(self, method, path, body=None, content_type="application/json"):
        connection, answer = self.open(method, path, body, content_type)
        text = answer.read()
        connection.close()
        if answer.status >= 300:
            raise Failure(f"{method} {path}: {answer.status}: {text.decode(errors='replace')[:1000]}")
        return json.loads(text)

    def get(self, path):
        return self.call("GET", path)

    def items(self, path):
        """Every object of a collection, a page at a time."""
        proceed = ""
        while proceed is not None:
            page = self.get(f"{path}?limit=500" + (f"&continue={urllib.parse.quote(proceed)}" if proceed else ""))
            yield from page["items"]
            proceed = page["metadata"].get("continue") or None

    def count(self, path):
        page = self.get(f"{path}?limit=1")
        return len(page["items"]) + page["metadata"].get("remainingItemCount", 0)

    # -- many requests at once, as administrator

    def request(self, method, path, body=None, content_type="application/json", token=None):
        return request(method, f"{self.host}:{self.port}", path, body, content_type, token)

    def send(self, what, requests, connections=12, check=True):
        """The statuses of the answers; all good, where that is checked."""
        progress = Progress(what)
        sending = Sending(self.host, self.port, self.context, requests, min(connections, len(requests) or 1))
        statuses = sending.run(lambda done: progress(f"{done:,} of {len(requests):,}"))[0]
        refused = [status for status in statuses if status >= 300]
        if check and refused:
            raise Failure(f"{what}: {len(refused)} of {len(requests)} refused, with status {sorted(set(refused))}")
        return statuses

    # -- what the server is doing

    def pids(self):
        return {name: int((self.state / f"{name}.pid").read_text()) for name in SERVERS}

    def revision(self):
        """Counts every write to the server, whoever made it."""
        return int(self.get("/api/v1/namespaces?limit=1")["metadata"]["resourceVersion"])

    def await_quiet(self, what, operator=None, seconds=3, patience=1800):
        """Waits until the servers (and the operator) did next to nothing for some seconds; returns when that began."""
        pids = self.pids() | ({"operator": operator.pid} if operator else {})
        progress, since, deadline = Progress(what), time.monotonic(), time.monotonic() + patience
        while time.monotonic() - since < seconds:
            shares, revision, begun = CpuShares(pids), self.revision(), time.monotonic()
            time.sleep(0.5)
            writes, used = self.revision() - revision, shares.over(time.monotonic() - begun)
            busy = sum(used[name] for name in pids)
            if busy > QUIET_CORES or writes > QUIET_WRITES:
                since = time.monotonic()
            progress(f"{busy:.1f} processors busy, {writes * 2} writes a second")
            if since > deadline:
                raise Failure(f"{what}: still {busy:.1f} processors busy after {patience} s")
        return since


Request = collections.namedtuple("Request", "time verb resource namespace name status")


class Audit:
    """What the operator's account asked of the API server since this was made, from the audit log."""

    def __init__(self, plane):
        self.file = open(plane.audit, "rb")
        self.file.seek(0, os.SEEK_END)
        self.rest = b""
        self.requests = []

    def poll(self):
        lines = (self.rest + self.file.read()).split(b"\n")
        self.rest = lines.pop()
        self.requests += [request for line in lines for request in parse(json.loads(line))]
        return self.requests

    def writes(self):
        return [r for r in self.poll() if r.verb not in ("get", "list", "watch")]

    def last_write(self, kind=None):
        """When the last write was answered; None where there was none."""
        return max((r.time for r in self.writes() if kind is None or kind(r)), default=None)

    def counts(self):
        """How many requests of each verb and resource; the refused ones apart."""
        label = lambda r: f"{r.verb} {r.resource}" + (f" ({r.status})" if r.status >= 300 else "")
        return collections.Counter(label(r) for r in self.poll())

    def most_of_one(self, verb, resource):
        """How often that was done to the object to which it was done most often."""
        chosen = [r for r in self.poll() if (r.verb, r.resource) == (verb, resource)]
        return max(collections.Counter((r.namespace, r.name) for r in chosen).values(), default=0)

    def close(self):
        self.file.close()


def parse(event):
    """A watch counts when it begins, everything else when it is answered."""
    if (event["stage"] == "ResponseStarted") != (event["verb"] == "watch"):
        return
    reference = event.get("objectRef", {})
    resource = "/".join(reference[part] for part in ("resource", "subresource") if reference.get(part))
    when = datetime.fromisoformat(event["stageTimestamp"].replace("Z", "+00:00")).timestamp()
    status = event.get("responseStatus", {}).get("code", 0)
    resource = resource or event["requestURI"].partition("?")[0]
    yield Request(when, event["verb"], resource, reference.get("namespace"), reference.get("name"), status)


class Sighting(threading.Thread):
    """Watches a collection and notes when it first showed what is waited for."""

    def __init__(self, plane, path, is_it, timeout):
        super().__init__(daemon=True)
        self.is_it, self.seen = is_it, None
        version = plane.get(f"{path}?limit=1")["metadata"]["resourceVersion"]
        query = f"?watch=1&resourceVersion={version}&timeoutSeconds={timeout}"
        self.connection, self.answer = plane.open("GET", path + query, timeout=timeout + 5)
        self.start()

    def run(self):
        try:
            while line := self.answer.readline():
                event = json.loads(line)
                if self.is_it(event["type"], event["object"]):
                    self.seen = time.monotonic()
                    return
        except (OSError, http.client.HTTPException):
            return
        finally:
            self.connection.close()
