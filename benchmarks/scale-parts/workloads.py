"""Workloads of all kinds, made from the pod templates of real manifests."""
import copy
import json
import random
import time

from controlplane import Failure, Progress

# How many of twenty; the collections they are in; their specs.
KINDS = {
    "Deployment": (8, "apps/v1", "deployments"),
    "StatefulSet": (3, "apps/v1", "statefulsets"),
    "CronJob": (3, "batch/v1", "cronjobs"),
    "Job": (2, "batch/v1", "jobs"),
    "DaemonSet": (1, "apps/v1", "daemonsets"),
    "Pod": (1, "v1", "pods"),
    "ReplicaSet": (1, "apps/v1", "replicasets"),
    "ReplicationController": (1, "v1", "replicationcontrollers"),
}
LABEL = "unroot-benchmark"


def mix(kinds):
    return [kind for kind, (share, *_) in KINDS.items() if kind in kinds for _ in range(share)]


def api(version):
    return f"/api/{version}" if version == "v1" else f"/apis/{version}"


def collection(kind, namespace=None):
    """The path of a kind, in a namespace or everywhere."""
    _, version, plural = KINDS[kind]
    return api(version) + (f"/namespaces/{namespace}" if namespace else "") + f"/{plural}"


def pod_template(manifest):
    """The pod template in a manifest of any kind; None where there is none."""
    spec = manifest.get("spec") or {}
    if manifest.get("kind") == "CronJob":
        spec = spec.get("jobTemplate", {}).get("spec", {})
    template = manifest if manifest.get("kind") == "Pod" else spec.get("template")
    return template if isinstance(template, dict) and (template.get("spec") or {}).get("containers") else None


def templates(plane, folder):
    """Those of the folder's manifests; kubectl reads them and leaves out what is broken."""
    text = plane.kubectl(
        "create", "--dry-run=client", "--validate=false", "-o", "json", "-R", "-f", str(folder), check=False
    )
    decoder, found, at = json.JSONDecoder(), [], 0
    while at < len(text):
        manifest, at = decoder.raw_decode(text, at)
        at += len(text[at:]) - len(text[at:].lstrip())
        for item in manifest["items"] if manifest.get("kind") == "List" else [manifest]:
            template = pod_template(item)
            if template:
                labels = (template.get("metadata") or {}).get("labels") or {}
                found.append({"metadata": {"labels": labels}, "spec": without_place(template["spec"])})
    return found


def without_place(spec):
    """Without what would have to be there before the pod: its account, its node, its priority."""
    gone = ("serviceAccount", "serviceAccountName", "nodeName", "priorityClassName", "priority")
    return {key: value for key, value in spec.items() if key not in gone}


def workload(kind, name, template):
    """A workload that asks for no pod, but for a bare Pod, which no node takes."""
    labels = {LABEL: name}
    template = copy.deepcopy(template)
    template["metadata"]["labels"] |= labels
    template["spec"]["restartPolicy"] = "Never" if kind in ("Job", "CronJob") else "Always"
    selector = {"matchLabels": labels}
    spec = {
        "Deployment": {"replicas": 0, "selector": selector, "template": template},
        "StatefulSet": {"replicas": 0, "selector": selector, "template": template, "serviceName": name},
        "DaemonSet": {"selector": selector, "template": template},
        "ReplicaSet": {"replicas": 0, "selector": selector, "template": template},
        "ReplicationController": {"replicas": 0, "selector": labels, "template": template},
        "Job": {"suspend": True, "template": template},
        "CronJob": {"suspend": True, "schedule": "@daily", "jobTemplate": {"spec": {"template": template}}},
        "Pod": template["spec"],
    }[kind]
    metadata = {"name": name, "labels": template["metadata"]["labels"]}
    return {"apiVersion": KINDS[kind][1], "kind": kind, "metadata": metadata, "spec": spec}


def accepted(plane, found, kinds):
    """Of each kind the templates that the API server takes."""
    tries = [(kind, template) for kind in kinds for template in found]
    requests = [
        plane.request("POST", collection(kind, "default") + "?dryRun=All", workload(kind, "try", template))
        for kind, template in tries
    ]
    statuses = plane.send("asking which templates are valid", requests, check=False)
    good = {kind: [t for (k, t), status in zip(tries, statuses) if k == kind and status == 201] for kind in kinds}
    for kind, valid in good.items():
        if not valid:
            raise Failure(f"no manifest of the folder makes a valid {kind}")
    return good


def load(plane, folder, count, namespaces, kinds):
    """Makes the namespaces and the workloads; tells how many templates there are and how large they are."""
    found = templates(plane, folder)
    good = accepted(plane, found, kinds)
    create_namespaces(plane, namespaces)
    choose, turns = random.Random(1), mix(kinds)
    requests = []
    for i in range(count):
        kind = turns[i % len(turns)]
        body = workload(kind, f"w{i:05}", choose.choice(good[kind]))
        requests.append(plane.request("POST", collection(kind, namespaces[i * len(namespaces) // count]), body))
    plane.send("making workloads", requests)
    return {"templates": len(found), "bytes": sum(map(len, requests))}


def create_namespaces(plane, namespaces):
    bodies = [{"apiVersion": "v1", "kind": "Namespace", "metadata": {"name": name}} for name in namespaces]
    plane.send("making namespaces", [plane.request("POST", "/api/v1/namespaces", body) for body in bodies])
    progress, deadline = Progress("waiting for their service accounts"), time.monotonic() + 120
    missing = set(namespaces)
    while missing:  # bare pods are refused before
        accounts = plane.items("/api/v1/serviceaccounts")
        missing -= {a["metadata"]["namespace"] for a in accounts if a["metadata"]["name"] == "default"}
        if time.monotonic() > deadline:
            raise Failure(f"no default service account in {sorted(missing)[:3]}")
        progress(f"{len(missing)} missing")
        time.sleep(0.5 if missing else 0)


def made_by_controllers(plane):
    """How many ReplicaSets, pods and Jobs the controllers made, which an operator has to pass over."""
    return sum(owned(thing) for kind in ("ReplicaSet", "Pod", "Job") for thing in plane.items(collection(kind)))


def owned(thing):
    return any(owner.get("controller") for owner in thing["metadata"].get("ownerReferences", []))
