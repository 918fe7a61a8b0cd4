"""Processor time and memory of processes, as Linux tells them."""
import os
import re
from pathlib import Path

TICKS = os.sysconf("SC_CLK_TCK")


class Failure(Exception):
    """What keeps the benchmark from going on, in words for a person."""


def cpu_seconds(pid):
    """User and system time of a process and its threads so far."""
    fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / TICKS


def machine_cpu_seconds():
    """What all processes of the machine used so far."""
    user, nice, system, _, _, irq, softirq, steal = map(int, Path("/proc/stat").read_text().split("\n")[0].split()[1:9])
    return (user + nice + system + irq + softirq + steal) / TICKS


def memory_mb(pid, field):
    """`VmRSS` or `VmHWM` (the largest it ever was)."""
    return int(re.search(rf"^{field}:\s+(\d+) kB", Path(f"/proc/{pid}/status").read_text(), re.M).group(1)) / 1000


class CpuShares:
    """How many processors each of some processes kept busy since this was made."""

    def __init__(self, pids):
        self.pids = pids
        self.begun = self.now()

    def now(self):
        return {name: cpu_seconds(pid) for name, pid in self.pids.items()} | {"machine": machine_cpu_seconds()}

    def over(self, seconds, **known):
        """By name; `known` adds processor seconds of processes that are gone, and `others` is all the rest."""
        used = {name: value - self.begun[name] for name, value in self.now().items()} | known
        used["others"] = max(0, used.pop("machine") - sum(used.values()))
        return {name: value / seconds for name, value in used.items()}
