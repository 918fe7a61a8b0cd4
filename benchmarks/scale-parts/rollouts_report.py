"""The results of rollouts as a table, and as a section of docs/benchmarks.md."""
import textwrap
from datetime import date

from deployment_controller import REPLICAS
from report import machine, replace_section

HEADING = "## Rollouts with a real API server"
LABEL, COLUMN = 76, 20
LEAST = 0.05  # requests for each workload that are worth a line
SECTION = """\
{introduction}

    {machine}

- *seconds*: from the first record of what was there until the last workload was migrated, one after the other or at the
  same time; what was proposed before is not in it.
- *a rollout*: from its record to its end, in whole seconds, its soak included.
- *requests*: all of the operator's account, by the audit log of the API server, from the raising of the mode on.
- *heap*: what was in use after a collection, of which one was asked for every {every} seconds.

```
{table}
```
"""
INTRODUCTION = """\
Made by `benchmarks/rollouts --write` on {today}: {workloads:,} Deployments with a proposal, whose plans were raised from
`Propose` to `Apply`, with `unproved: Allowed`. They are alike: {replicas} replicas of one container that is root by its
spec, and a raw device, which no trial may use. Nothing runs them: in the place of their controller, a stand-in tells at
once, whenever a pod template has changed, that all pods are new and ready. So the times are those of the operator and
of the API server (etcd, kube-apiserver and kube-controller-manager {kubernetes}, which share the machine with the
operator), and not those of pods; lists of pods are empty, and no log is read. The operator has the options of its
image, and the heap of {heap} that it has there by the shipped limit of memory.
"""


def row(label, value):
    return f"{label:<{LABEL}}{value:>{COLUMN}}".rstrip()


def table(result):
    lines = [
        row("workloads", f"{result['workloads']:,}"),
        row("plans, one for each namespace", result["namespaces"]),
        row("maxConcurrent of each", result["concurrent"]),
        row("soak", result["soak"]),
        "",
        row("migrated", f"{result['rollouts']:,}"),
        row("  ended by the script after", f"{result['most_minutes']:g} min") if unfinished(result) else None,
        row("  seconds", f"{result['seconds']:.0f} s"),
        row("  rollouts per second", f"{result['rollouts'] / max(1, result['seconds']):.1f}"),
        row("a rollout: median / 99 of 100 at most", f"{result['median']:.0f} / {result['p99']:.0f} s"),
        "",
        row("operator, heap at most", f"{result['heap at most']:.0f} MB"),
        row("operator, heap at the end", f"{result['memory']['heap']:.0f} MB"),
        row("operator, resident at most", f"{result['memory']['largest']:.0f} MB"),
        "",
        row("processors busy", ""),
        *(row(f"  {name}", f"{used:.2f}") for name, used in result["cores"].items()),
        "",
        *requests(result),
    ]
    return [line for line in lines if line is not None]


def requests(result):
    """For each workload; all of them where some rollouts were not ended, which have cost something as well."""
    all_of_them = sorted(result["requests"].items())
    if unfinished(result):
        return [row("requests", f"{sum(count for _, count in all_of_them):,}")] + [
            row(f"  {name}", f"{count:,}") for name, count in all_of_them
        ]
    each = [(name, count / result["rollouts"]) for name, count in all_of_them]
    return [row("requests for each workload", f"{sum(count for _, count in each):.1f}")] + [
        row(f"  {name}", f"{count:.1f}") for name, count in each if count >= LEAST
    ]


def unfinished(result):
    return result["rollouts"] < result["workloads"]


def write(page, lines, result, every):
    """Puts this section on the page, in the place of the one before; the rest stays."""
    introduction = INTRODUCTION.format(today=date.today().isoformat(), replicas=REPLICAS, **result)
    text = SECTION.format(
        introduction=textwrap.fill(introduction, 120, break_long_words=False, break_on_hyphens=False),
        machine=machine(),
        every=every,
        table="\n".join(lines),
    )
    replace_section(page, HEADING, text)
