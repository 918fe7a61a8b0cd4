"""What is measured, one function each."""
import json
import statistics
import subprocess
import sys
import time

import sender
from controlplane import GROUP, Audit, Failure, Progress, Sighting
from processes import CpuShares, cpu_seconds
from workloads import collection, workload

PLAN = "plan"
CHILDREN = "workloadmigrations"
PATIENCE = 3600
IN_VAIN = 300
CHANGE_SECONDS = 120
COMPLIANT = {
    "securityContext": {"runAsNonRoot": True, "runAsUser": 10001, "seccompProfile": {"type": "RuntimeDefault"}},
    "containers": [
        {
            "name": "main",
            "image": "example.com/compliant:1",
            "securityContext": {"allowPrivilegeEscalation": False, "capabilities": {"drop": ["ALL"]}},
        }
    ],
}
AS_ROOT = {
    "metadata": {"labels": {}},
    "spec": {"containers": [{"name": "main", "image": "example.com/root:1", "securityContext": {"runAsUser": 0}}]},
}


def plans_path(namespace=None):
    return GROUP + (f"/namespaces/{namespace}" if namespace else "") + "/migrationplans"


def children_path(namespace=None):
    return GROUP + (f"/namespaces/{namespace}" if namespace else "") + "/" + CHILDREN


def create_plans(plane, namespaces):
    body = {"apiVersion": "unroot.dev/v1alpha1", "kind": "MigrationPlan", "metadata": {"name": PLAN}}
    body["spec"] = {"mode": "Propose"}
    plane.send("making the plans", [plane.request("POST", plans_path(namespace), body) for namespace in namespaces], 4)


def is_ready(plan):
    generation = plan["metadata"]["generation"]
    return any(
        condition["type"] == "Ready"
        and condition["status"] == "True"
        and condition.get("observedGeneration", plan["status"].get("observedGeneration")) == generation
        for condition in plan.get("status", {}).get("conditions", [])
    )


def settle(operator, audit, quiet):
    """Waits until every plan is ready and nothing was written for some seconds; tells what kept busy until then."""
    plane, begun, written, cores = operator.plane, time.time(), 0, {}
    shares = CpuShares(plane.pids() | {"operator": operator.pid})
    progress = Progress("the operator at work")
    while True:
        time.sleep(1)
        operator.check()
        last = audit.last_write() or begun
        if len(audit.writes()) > written:
            written, cores = len(audit.writes()), shares.over(time.time() - begun)
        counts = audit.counts()
        progress(f"{counts[f'create {CHILDREN}']:,} made, {counts[f'patch {CHILDREN}/status']:,} statuses")
        silence = time.time() - last
        if silence > quiet:
            waiting = [p["metadata"]["namespace"] for p in plane.items(plans_path()) if not is_ready(p)]
            if not waiting:
                return cores
            if silence > IN_VAIN:
                raise Failure(f"plans are not ready, but nothing is written any more: {', '.join(waiting[:5])}")
        if time.time() - begun > PATIENCE:
            raise Failure(f"the operator did not settle in {PATIENCE} s{operator.tail()}")


def propose(operator, namespaces, quiet):
    """From the making of the first plan to the last status, with everything asked of the API server in between."""
    audit, begun = Audit(operator.plane), time.time()
    create_plans(operator.plane, namespaces)
    cores = settle(operator, audit, quiet)
    last = audit.last_write(lambda request: request.resource != "events")
    if last is None:
        raise Failure(f"the operator wrote nothing{operator.tail()}")
    result = {
        "seconds": last - begun,
        "until last event": audit.last_write() - begun,
        "requests": dict(audit.counts()),
        "creates of one": audit.most_of_one("create", CHILDREN),
        "statuses of one": audit.most_of_one("patch", f"{CHILDREN}/status"),
        "plan statuses of one": audit.most_of_one("patch", "migrationplans/status"),
        "cores": cores,
    }
    audit.close()
    return result


# -- the bare loop


def read_back(plane):
    """The operator's migrations, as a client would make them: object, status and who wrote that, and how."""
    result = []
    for found in plane.items(children_path()):
        metadata = found["metadata"]
        owner = next((m for m in metadata.get("managedFields", []) if m.get("subresource") == "status"), None)
        if owner is None:
            raise Failure(f"{metadata['namespace']}/{metadata['name']} has no status")
        head = {"apiVersion": found["apiVersion"], "kind": found["kind"]}
        kept = {key: metadata[key] for key in ("name", "namespace", "labels", "annotations") if key in metadata}
        owners = metadata.get("ownerReferences", [])
        made = head | {"metadata": kept | {"ownerReferences": owners}, "spec": found["spec"]}
        names = {"name": metadata["name"], "namespace": metadata["namespace"]}
        result.append((made, head | {"metadata": names, "status": found["status"]}, owner))
    return result


def loop_requests(plane, children):
    """Two of each child: it is made, and its status is written. The owners are the plans that are there now."""
    uids = {plan["metadata"]["namespace"]: plan["metadata"]["uid"] for plan in plane.items(plans_path())}
    for made, status, writer in children:
        namespace, name = status["metadata"]["namespace"], status["metadata"]["name"]
        for owner in made["metadata"]["ownerReferences"]:
            owner["uid"] = uids[namespace]
        path = f"{children_path(namespace)}/{name}/status?fieldManager={writer['manager']}"
        applied = writer["operation"] == "Apply"
        how = "application/apply-patch+yaml" if applied else "application/merge-patch+json"
        yield plane.request("POST", children_path(namespace), made, token=plane.token)
        yield plane.request("PATCH", path + ("&force=true" if applied else ""), status, how, plane.token)


def bare_loop(plane, children, connections):
    """The same writes by a client that does nothing else; a process of its own, as the operator is."""
    requests = plane.folder / "loop"
    sender.write(requests, loop_requests(plane, children))
    command = [sys.executable, sender.__file__, f"{plane.host}:{plane.port}", str(plane.ca), str(requests)]
    command += ["--group", "2", "--connections", str(connections)]
    audit, shares = Audit(plane), CpuShares(plane.pids())
    process = subprocess.Popen(command, stdout=subprocess.PIPE, text=True)
    try:
        progress = Progress(f"the bare loop, {connections} connections")
        while process.poll() is None:
            time.sleep(0.1)
            progress()
    finally:
        if process.poll() is None:
            process.kill()
            process.wait()
    if process.returncode:
        raise Failure(f"the bare loop ended with status {process.returncode}")
    result = json.loads(process.stdout.read())
    counts, expected = audit.counts(), len(children)
    for what in (f"create {CHILDREN}", f"patch {CHILDREN}/status"):
        if counts[what] != expected:
            raise Failure(f"the bare loop did {what} {counts[what]} times, not {expected}: {dict(counts)}")
    result |= {"connections": connections, "cores": shares.over(result["seconds"], loop=result["cpu"])}
    audit.close()
    return result


def clear(plane):
    """Without plans and migrations again; the operator must not run."""
    delete(plane, "migrations", children_path)
    delete(plane, "plans", plans_path)
    plane.await_quiet("waiting until the server is quiet")


def delete(plane, what, path):
    names = [(thing["metadata"]["namespace"], thing["metadata"]["name"]) for thing in plane.items(path())]
    requests = [plane.request("DELETE", f"{path(namespace)}/{name}") for namespace, name in names]
    plane.send(f"deleting {len(names):,} {what}", requests)


def loops(plane, children, namespaces, counts):
    """The bare loop at each number of connections, the fastest first."""
    results = []
    for connections in counts:
        clear(plane)
        create_plans(plane, namespaces)
        results.append(bare_loop(plane, children, connections))
        seconds = results[-1]["seconds"]
        rate = 2 * len(children) / seconds
        print(f"  ... {seconds:.2f} s, {rate:.0f} requests a second", file=sys.stderr, flush=True)
    clear(plane)
    return sorted(results, key=lambda result: result["seconds"])


# -- a settled operator


def idle(operator, seconds):
    """What a settled operator does while nothing changes."""
    audit, cpu = Audit(operator.plane), cpu_seconds(operator.pid)
    progress, end = Progress("leaving the operator alone", every=30), time.monotonic() + seconds
    while (left := end - time.monotonic()) > 0:
        time.sleep(min(5, left))
        operator.check()
        progress(f"{len(audit.writes())} writes")
    result = {"seconds": seconds, "cpu": cpu_seconds(operator.pid) - cpu, "requests": dict(audit.counts())}
    result["writes"] = len(audit.writes())
    audit.close()
    return result


def change(plane, namespace, request, is_child, is_plan):
    """Seconds from a request until the migration shows it, and until the plan does."""
    plan = Sighting(plane, plans_path(namespace), is_plan, CHANGE_SECONDS)
    child = Sighting(plane, children_path(namespace), is_child, CHANGE_SECONDS)
    begun = time.monotonic()
    plane.call(*request)
    for sighting in (plan, child):
        sighting.join()
        if sighting.seen is None:
            raise Failure(f"{request[0]} {request[1]} was not shown within {CHANGE_SECONDS} s")
    return child.seen - begun, plan.seen - begun


def counts_when(namespace, plane, **steps):
    """A condition: the plan's counts differ from now by these steps."""
    before = plane.get(f"{plans_path(namespace)}/{PLAN}")["status"]["counts"]
    wanted = {name: before.get(name, 0) + step for name, step in steps.items()}
    return lambda _, plan: wanted.items() <= plan.get("status", {}).get("counts", {}).items()


def child_when(name, phase):
    """A condition: the migration of that workload is in a phase; gone, where that is None."""

    def is_it(kind, child):
        if child["spec"]["workload"]["name"] != name:
            return False
        return kind == "DELETED" if phase is None else child.get("status", {}).get("phase") == phase

    return is_it


def changes(operator, children, times):
    """One workload made compliant, one added, one deleted; each some times, in many namespaces."""
    plane, results = operator.plane, {"made compliant": [], "added": [], "deleted": []}
    proposed = [
        (status["metadata"]["namespace"], made["spec"]["workload"]["name"])
        for made, status, _ in children
        if made["spec"]["workload"]["kind"] == "Deployment" and status["status"]["phase"] == "Proposed"
    ]
    if len(proposed) < times:
        raise Failure(f"only {len(proposed)} Deployments have a proposal, {times} are to be changed")
    progress = Progress("changing one workload")
    for i, (namespace, name) in enumerate(proposed[:: len(proposed) // times][:times]):
        for what, *arguments in one_of_each(namespace, name, f"added-{i}"):
            request, child, steps = arguments
            is_plan = counts_when(namespace, plane, **steps)
            results[what].append(change(plane, namespace, request, child, is_plan))
            progress(f"{i + 1} of {times}")
    return {what: summary(pairs) for what, pairs in results.items()}


def one_of_each(namespace, name, new):
    """What is changed, the request, and how the migration and the plan's counts show it."""
    path = collection("Deployment", namespace)
    patch = [{"op": "replace", "path": "/spec/template/spec", "value": COMPLIANT}]
    make_compliant = ("PATCH", f"{path}/{name}", patch, "application/json-patch+json")
    yield "made compliant", make_compliant, child_when(name, "Compliant"), {"compliant": 1}
    add = ("POST", path, workload("Deployment", new, AS_ROOT))
    yield "added", add, child_when(new, "Proposed"), {"workloads": 1, "proposed": 1}
    delete = ("DELETE", f"{path}/{new}", {"propagationPolicy": "Background"})
    yield "deleted", delete, child_when(new, None), {"workloads": -1, "proposed": -1}


def summary(pairs):
    """Of the migration and of the plan: median and worst."""
    return [(statistics.median(column), max(column)) for column in zip(*pairs)]


def restart(operator):
    """A new process that finds everything done: when it is ready, when it does no more, and what it writes."""
    audit = Audit(operator.plane)
    operator.stop()
    begun = time.monotonic()
    ready = operator.start()
    settled = operator.plane.await_quiet("waiting until the operator is quiet again", operator) - begun
    result = {"ready": ready, "settled": max(ready, settled), "writes": len(audit.writes())}
    audit.close()
    return result
