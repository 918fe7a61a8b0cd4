"""The measurement of rollouts: from the raising of the plans' mode until every workload is migrated."""
import statistics
import time
from datetime import datetime

from controlplane import Audit, Failure, Progress
from measures import PLAN, children_path, create_plans, plans_path, settle
from processes import CpuShares

MERGE = "application/merge-patch+json"
HEAP_EVERY = 20  # seconds between collections


def propose(operator, namespaces):
    """Every workload with its proposal, in mode Propose."""
    audit = Audit(operator.plane)
    create_plans(operator.plane, namespaces)
    settle(operator, audit, quiet=5)
    audit.close()


def raise_mode(plane, namespaces, concurrent, soak):
    spec = {"mode": "Apply", "apply": {"unproved": "Allowed", "maxConcurrent": concurrent, "soak": soak}}
    paths = [f"{plans_path(namespace)}/{PLAN}" for namespace in namespaces]
    plane.send("raising the mode", [plane.request("PATCH", path, {"spec": spec}, MERGE) for path in paths], 4)


def migrated(plane):
    """How many are, as the plans tell; a rollout that was taken back is a failure of this benchmark."""
    counts = [plan.get("status", {}).get("counts", {}) for plan in plane.items(plans_path())]
    if any(count.get("rolledBack", 0) for count in counts):
        raise Failure("a rollout was taken back")
    return sum(count.get("migrated", 0) for count in counts)


def roll_out(operator, controller, namespaces, options):
    """Everything that is measured; where time runs out, of as many as came to their end."""
    plane = operator.plane
    audit, shares, heaps = Audit(plane), CpuShares(plane.pids() | {"operator": operator.pid}), []
    progress, begun = Progress("the operator rolls out", every=10), time.monotonic()
    end, collected = begun + 60 * options.most_minutes, begun
    raise_mode(plane, namespaces, options.concurrent, options.soak)
    while (done := migrated(plane)) < options.workloads and time.monotonic() < end:
        operator.check()
        controller.check()
        if time.monotonic() - collected > HEAP_EVERY:
            heaps.append(operator.memory()["heap"])
            collected = time.monotonic()
        progress(f"{done:,} migrated")
        audit.poll()
        time.sleep(1)
    cores = shares.over(time.monotonic() - begun)
    requests = dict(audit.counts())
    audit.close()
    if done == options.workloads:
        plane.await_quiet("waiting until the operator is quiet", operator)
    memory = operator.memory()
    result = {"requests": requests, "cores": cores, "heap at most": max([*heaps, memory["heap"]]), "memory": memory}
    return result | times(plane)


def times(plane):
    """Of the rollouts that came to their end, as their migrations tell, in whole seconds."""
    rollouts = [(m.get("status") or {}).get("rollout") or {} for m in plane.items(children_path())]
    ended = [(instant(r["startedAt"]), instant(r["endedAt"])) for r in rollouts if r.get("step") == "Migrated"]
    if len(ended) < 2:
        raise Failure("no rollout came to its end")
    took = statistics.quantiles([end - start for start, end in ended], n=100, method="inclusive")
    return {
        "rollouts": len(ended),
        "seconds": max(end for _, end in ended) - min(start for start, _ in ended),
        "median": took[49],
        "p99": took[98],
    }


def instant(text):
    return datetime.fromisoformat(text.replace("Z", "+00:00")).timestamp()
