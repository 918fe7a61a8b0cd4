"""The operator as a process of its own, under the account that it is shipped with."""
import http.client
import json
import os
import re
import shutil
import socket
import subprocess
import time

from controlplane import ROOT, Failure, Progress
from processes import memory_mb

START_SECONDS = 180
GENERATIONS = "garbage-first heap|def new generation|tenured generation|PSYoungGen|ParOldGen"
HEAP = re.compile(rf"^\s*(?:{GENERATIONS})\s.*used (\d+)K", re.M)


def jdk(program):
    home = os.environ.get("JAVA_HOME")
    found = shutil.which(program, path=f"{home}/bin" if home else None)
    if not found:
        raise Failure(f"no {program}: install a JDK, 17 or later, or set JAVA_HOME")
    return found


def shipped_options():
    """What the image's entry point tells the Java virtual machine; the heap is an option of the script."""
    entry = re.search(r"^ENTRYPOINT (\[.*?\])", (ROOT / "Dockerfile").read_text().replace("\\\n", ""), re.M)
    options = json.loads(entry.group(1))
    return [option for option in options[1 : options.index("-jar")] if "RAMPercentage" not in option and "PerfData" not in option]


def free_port():
    with socket.socket() as listener:
        listener.bind(("", 0))
        return listener.getsockname()[1]


class OperatorProcess:
    """Started and ready when entered, ended when left."""

    def __init__(self, plane, jar, heap):
        self.plane, self.jar, self.heap = plane, jar, heap
        self.log = plane.folder / "operator.log"

    def __enter__(self):
        self.start()
        return self

    def __exit__(self, *_):
        self.stop()

    def start(self):
        """How many seconds it took until it was ready."""
        kubeconfig = self.plane.folder / "operator.conf"
        kubeconfig.touch(mode=0o600)
        kubeconfig.write_text(json.dumps(self.kubeconfig()))
        self.port = free_port()
        command = [jdk("java"), *shipped_options(), f"-Xmx{self.heap}", "-jar", str(self.jar), f"--http-port={self.port}"]
        environment = {k: v for k, v in os.environ.items() if not k.startswith("UNROOT_")}
        environment["KUBECONFIG"] = str(kubeconfig)
        begun = time.monotonic()
        with open(self.log, "ab") as log:
            self.process = subprocess.Popen(
                command, env=environment, stdin=subprocess.DEVNULL, stdout=log, stderr=log, start_new_session=True
            )
        self.pid = self.process.pid
        try:
            progress = Progress("starting the operator")
            while not self.is_ready():
                self.check()
                if time.monotonic() - begun > START_SECONDS:
                    raise Failure(f"the operator was not ready after {START_SECONDS} s{self.tail()}")
                progress()
                time.sleep(0.05)
        except BaseException:
            self.stop()
            raise
        return time.monotonic() - begun

    def kubeconfig(self):
        server = {"server": self.plane.server, "certificate-authority": str(self.plane.ca)}
        return {
            "apiVersion": "v1",
            "kind": "Config",
            "current-context": "operator",
            "clusters": [{"name": "benchmark", "cluster": server}],
            "users": [{"name": "operator", "user": {"token": self.plane.token}}],
            "contexts": [{"name": "operator", "context": {"cluster": "benchmark", "user": "operator"}}],
        }

    def is_ready(self):
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=5)
        try:
            connection.request("GET", "/readyz")
            return connection.getresponse().status == 200
        except OSError:
            return False
        finally:
            connection.close()

    def check(self):
        """Fails where the operator is gone."""
        if self.process.poll() is not None:
            raise Failure(f"the operator ended with status {self.process.returncode}{self.tail()}")

    def tail(self):
        lines = self.log.read_text(errors="replace").splitlines()[-15:]
        return "; its last lines:\n" + "\n".join(f"  | {line[:300]}" for line in lines)

    def stop(self):
        """Asks it to end, as a kubelet does, and ends it where it does not."""
        if self.process.poll() is None:
            self.process.terminate()
            try:
                self.process.wait(30)
            except subprocess.TimeoutExpired:
                self.process.kill()
                self.process.wait()

    def memory(self):
        """In MB: resident now and at most, and the heap that is still in use after a collection."""
        rss, largest = memory_mb(self.pid, "VmRSS"), memory_mb(self.pid, "VmHWM")
        self.jcmd("GC.run")
        used = HEAP.findall(self.jcmd("GC.heap_info"))
        if not used:
            raise Failure("GC.heap_info tells the heap in a way that this script does not know")
        return {"heap": sum(map(int, used)) * 1024 / 1e6, "rss": rss, "largest": largest}

    def jcmd(self, command):
        return subprocess.run([jdk("jcmd"), str(self.pid), command], capture_output=True, text=True, check=True).stdout
