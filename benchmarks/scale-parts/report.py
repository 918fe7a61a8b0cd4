"""The results as a table, and as a section of docs/benchmarks.md."""
import os
import platform
import re
import statistics
import subprocess
import textwrap
from datetime import date
from pathlib import Path

from installation import jdk
from workloads import mix

HEADING = "## With a real API server"
LABEL, COLUMN = 76, 20
INTRODUCTION = """\
Made by `benchmarks/scale FOLDER --write` on {today}: {workloads:,} workloads, made from the manifests of
[corpus.md](corpus.md), without replicas or suspended: {kinds}. etcd, kube-apiserver and kube-controller-manager
{kubernetes} (see `e2e/cluster`) share the machine with the operator and the bare loop. The operator has a heap of at
most {heap} and no leader election, which would write a Lease. Everything that it asks of the API server is in an audit
log, from which the numbers are.
"""
SECTION = """\
{introduction}

    {machine}

- *operator*: from the making of the first plan (mode `Propose`) until the last write to a plan or migration, with every
  plan `Ready`.
- *bare loop*: a client under the same account that makes the same objects and writes the same statuses, each by the
  same kind of request as the operator, from bytes made before; it parses, watches and decides nothing. The best of
  {connections} connections.
- *requests*: every one that the operator made in its first run.
- *processors busy*: `others` is what else ran on the machine, this script included.

```
{table}
```
"""


def table(results):
    heads = [f"{r['namespaces']} namespace" + ("s" if r["namespaces"] > 1 else "") for r in results]
    lines = [row("", heads)]
    for section in (loaded, times, cores, requests, once, memory, idle, changes, restart):
        lines += ["", *(row(label, values) for label, values in section(results))]
    return [line.rstrip() for line in lines]


def row(label, values):
    return f"{label:<{LABEL}}" + "".join(f"{value:>{COLUMN}}" for value in values)


def seconds(value):
    return f"{value:.2f} s"


def each(results, make):
    """A value of every layout; a dash where it was not measured."""
    values = []
    for result in results:
        try:
            values.append(make(result))
        except (KeyError, IndexError):
            values.append("-")
    return values


def loaded(results):
    yield "workloads", each(results, lambda r: f"{r['workloads']:,}")
    yield "  their manifests", each(results, lambda r: f"{r['load']['bytes'] / 1e6:.1f} MB")
    yield "what controllers made of them, to be passed over", each(results, lambda r: f"{r['owned']:,}")
    yield "plans", each(results, lambda r: f"{r['namespaces']:,}")
    yield "WorkloadMigrations", each(results, lambda r: f"{r['children']:,}")


def best_loop(result, i):
    return result["loop"][i][0]


def ratio(result):
    operator = statistics.median(run["seconds"] for run in result["operator"])
    return operator / statistics.median(run[0]["seconds"] for run in result["loop"])


def times(results):
    for i in range(max(len(r["operator"]) for r in results)):
        yield f"operator, run {i + 1}", each(results, lambda r: seconds(r["operator"][i]["seconds"]))
        yield "  until its last event", each(results, lambda r: seconds(r["operator"][i]["until last event"]))
        yield f"bare loop, run {i + 1}", each(results, lambda r: seconds(best_loop(r, i)["seconds"]))
        yield "  connections", each(results, lambda r: best_loop(r, i)["connections"])
        yield "  requests per second", each(
            results, lambda r: f"{sum(best_loop(r, i)['statuses'].values()) / best_loop(r, i)['seconds']:,.0f}"
        )
    yield "operator / bare loop, of the medians", each(results, lambda r: f"{ratio(r):.2f}")


def cores(results):
    for what, find in (("operator", lambda r: r["operator"][0]), ("bare loop", lambda r: best_loop(r, 0))):
        yield f"processors busy, {what}, run 1", ["" for _ in results]
        for name in find(results[0])["cores"]:
            yield f"  {name}", each(results, lambda r: f"{find(r)['cores'][name]:.2f}")


def requests(results):
    names = sorted({name for r in results for name in r["operator"][0]["requests"]})
    yield "requests of the operator, run 1", ["" for _ in results]
    for name in names:
        yield f"  {name}", each(results, lambda r: f"{r['operator'][0]['requests'].get(name, 0):,}")


def once(results):
    yield "most of these writes to one object", ["" for _ in results]
    for label, name in (
        ("create workloadmigrations", "creates of one"),
        ("patch workloadmigrations/status", "statuses of one"),
        ("patch migrationplans/status", "plan statuses of one"),
    ):
        yield f"  {label}", each(results, lambda r: r["operator"][0][name])


def memory(results):
    for label, name in (("heap in use, collected", "heap"), ("resident", "rss"), ("resident at most", "largest")):
        yield f"operator, {label}", each(results, lambda r: f"{r['memory'][name]:.0f} MB")


def idle(results):
    yield "left alone for", each(results, lambda r: f"{r['idle']['seconds']} s")
    yield "  writes", each(results, lambda r: r["idle"]["writes"])
    names = sorted({name for r in results for name in r.get("idle", {}).get("requests", {})})
    for name in names:
        yield f"  {name}", each(results, lambda r: r["idle"]["requests"].get(name, 0))
    yield "  processor time", each(results, lambda r: seconds(r["idle"]["cpu"]))


def changes(results):
    for what in results[0].get("changes", {}):
        for i, who in enumerate(("migration", "plan")):
            yield f"one workload {what}, until the {who} shows it: median / worst", each(
                results, lambda r: " / ".join(f"{value:.2f}" for value in r["changes"][what][i]) + " s"
            )


def restart(results):
    yield "restarted: until ready", each(results, lambda r: seconds(r["restart"]["ready"]))
    yield "  until it does no more", each(results, lambda r: seconds(r["restart"]["settled"]))
    yield "  writes", each(results, lambda r: r["restart"]["writes"])


def machine():
    """What was measured on, in one line."""
    model = re.search(r"model name\s*: (.*)", Path("/proc/cpuinfo").read_text())
    memory_gb = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 1e9
    java = subprocess.run([jdk("java"), "-version"], capture_output=True, text=True).stderr.splitlines()[0]
    parts = [model.group(1)] if model else []
    return ", ".join([*parts, f"{len(os.sched_getaffinity(0))} cores, {memory_gb:.0f} GB, {platform.system()}", java])


def shares(kinds):
    """Kinds and how many of a hundred they are."""
    turns = mix(kinds)
    return [(kind, 100 * turns.count(kind) / len(turns)) for kind in dict.fromkeys(turns)]


def write(page, lines, options, results):
    """Puts this section on the page, in the place of the one before; the rest stays."""
    connections = [str(count) for count in options.connections]
    introduction = INTRODUCTION.format(
        today=date.today().isoformat(),
        workloads=options.workloads,
        kinds=", ".join(f"{share:.0f}% {kind}s" for kind, share in shares(options.kinds)),
        kubernetes=results[0]["kubernetes"],
        heap=options.heap,
    )
    text = SECTION.format(
        introduction=textwrap.fill(introduction, 120, break_long_words=False, break_on_hyphens=False),
        machine=machine(),
        connections=" or ".join([", ".join(connections[:-1]), connections[-1]] if connections[1:] else connections),
        table="\n".join(lines),
    )
    replace_section(page, HEADING, text)


def replace_section(page, heading, text):
    """Puts what is below a heading in the place of what was; a section that is not there yet comes last."""
    before, _, after = page.read_text(encoding="utf-8").partition(heading + "\n")
    _, mark, rest = after.partition("\n## ")
    page.write_text(f"{before.rstrip(chr(10))}\n\n{heading}\n\n{text}{mark}{rest}", encoding="utf-8")
