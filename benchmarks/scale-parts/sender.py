"""Sends HTTP requests that were made before, over many connections at once: the least that a client has to do.

    python3 sender.py HOST:PORT CA_FILE REQUESTS_FILE --connections N --group N

No parsing, no objects, no watching: each thread writes the bytes of a request to its own connection and reads the
answer up to its end. A group is a number of requests that one thread sends one after the other, such as the making of
an object and its status. What the file holds is written by `write`. Prints one line of JSON.
"""
import argparse
import gc
import itertools
import json
import socket
import ssl
import struct
import threading
import time
from pathlib import Path

LENGTH = struct.Struct(">I")
END_OF_CHUNKS = b"\r\n0\r\n\r\n"


class Connection:
    """One connection that is kept."""

    def __init__(self, host, port, context):
        plain = socket.create_connection((host, port))
        plain.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        self.socket = context.wrap_socket(plain, server_hostname=host)

    def exchange(self, request):
        """The status of the answer, once all of it has come."""
        self.socket.sendall(request)
        answer = self.receive(b"")
        while b"\r\n\r\n" not in answer:
            answer += self.receive(answer)
        head, _, body = answer.partition(b"\r\n\r\n")
        head = head.lower()
        if b"\r\ntransfer-encoding: chunked" in head:
            self.skip_chunks(body)
        else:
            length = head.partition(b"\r\ncontent-length:")[2].partition(b"\r\n")[0]
            self.skip(int(length or 0) - len(body))
        return int(head[9:12])

    def receive(self, so_far):
        received = self.socket.recv(1 << 16)
        if not received:
            raise ConnectionError(f"the server closed the connection after {so_far[:200]!r}")
        return received

    def skip(self, count):
        while count > 0:
            count -= len(self.receive(b""))

    def skip_chunks(self, body):
        # JSON holds no bare line ends and nobody sends ahead, so this can only be the end.
        tail = b"\r\n" + body
        while not tail.endswith(END_OF_CHUNKS):
            tail = tail[-len(END_OF_CHUNKS) :] + self.receive(b"")

    def close(self):
        self.socket.close()


def request(method, host, path, body, content_type="application/json", token=None):
    """The bytes of a request."""
    lines = [f"{method} {path} HTTP/1.1", f"Host: {host}", "User-Agent: unroot-benchmark", "Accept: application/json"]
    if token:
        lines.append(f"Authorization: Bearer {token}")
    data = b"" if body is None else json.dumps(body, separators=(",", ":")).encode()
    if data:
        lines.append(f"Content-Type: {content_type}")
    lines.append(f"Content-Length: {len(data)}")
    return "\r\n".join([*lines, "", ""]).encode() + data


class Sending:
    """Many requests under way: `done` tells how many were answered."""

    def __init__(self, host, port, context, requests, connections, group=1):
        self.requests, self.group = requests, group
        self.statuses = [0] * len(requests)
        self.failure = None
        self.turns = itertools.count()  # one step of it is atomic
        self.start = threading.Event()
        self.connections = [Connection(host, port, context) for _ in range(connections)]
        self.threads = [threading.Thread(target=self.work, args=[c], daemon=True) for c in self.connections]

    def work(self, connection):
        self.start.wait()
        try:
            while self.failure is None:
                first = next(self.turns) * self.group
                if first >= len(self.requests):
                    return
                for i in range(first, min(first + self.group, len(self.requests))):
                    self.statuses[i] = connection.exchange(self.requests[i])
        except (OSError, ValueError) as e:
            self.failure = e

    def done(self):
        return len(self.statuses) - self.statuses.count(0)

    def run(self, progress=None):
        """The statuses, and how many seconds it took from the first byte to the last."""
        for thread in self.threads:
            thread.start()
        begun = time.monotonic()
        self.start.set()
        for thread in self.threads:
            while thread.is_alive():
                thread.join(1 if progress else None)
                if progress:
                    progress(self.done())
        seconds = time.monotonic() - begun
        for connection in self.connections:
            connection.close()
        if self.failure:
            raise self.failure
        return self.statuses, seconds


def write(path, requests):
    with open(path, "wb") as file:
        for data in requests:
            file.write(LENGTH.pack(len(data)) + data)


def read(path):
    data, requests, at = Path(path).read_bytes(), [], 0
    while at < len(data):
        (length,) = LENGTH.unpack_from(data, at)
        at += LENGTH.size
        requests.append(data[at : at + length])
        at += length
    return requests


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("address", metavar="HOST:PORT")
    parser.add_argument("ca", metavar="CA_FILE")
    parser.add_argument("requests", metavar="REQUESTS_FILE")
    parser.add_argument("--connections", type=int, default=8)
    parser.add_argument("--group", type=int, default=1)
    options = parser.parse_args()
    host, port = options.address.rsplit(":", 1)
    context = ssl.create_default_context(cafile=options.ca)
    sending = Sending(host, int(port), context, read(options.requests), options.connections, options.group)
    gc.disable()
    cpu = time.process_time()
    statuses, seconds = sending.run()
    cpu = time.process_time() - cpu
    counts = {status: statuses.count(status) for status in sorted(set(statuses))}
    print(json.dumps({"seconds": seconds, "cpu": cpu, "statuses": counts}))


if __name__ == "__main__":
    main()
