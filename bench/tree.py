"""The whole embedded tree from outside: start to ready, memory, idle processor time, and poll to hook.

The delay is counted from the moment a poll has fetched a new headline to the moment its hook's request arrives.
"""

from __future__ import annotations

import contextlib
import json
import os
import re
import signal
import socket
import subprocess
import sys
import tempfile
import threading
import time
import urllib.request
from collections.abc import Iterator
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

RATE = 10
SECONDS = 30
IDLE_S = 10


@dataclass
class World:
    """What the publisher shows and when things happened."""

    shown: list[int] = field(default_factory=list)
    fetched: dict[int, float] = field(default_factory=dict)
    told: dict[int, float] = field(default_factory=dict)
    polls: int = 0


class Server(ThreadingHTTPServer):
    """A small server that shares the world."""

    daemon_threads = True
    request_queue_size = 128

    def __init__(self, world: World) -> None:
        super().__init__(("127.0.0.1", 0), Handler)
        self.world = world
        threading.Thread(target=self.serve_forever, daemon=True).start()


class Handler(BaseHTTPRequestHandler):
    """A feed to read, a hook to call."""

    server: Server

    def do_GET(self) -> None:
        world = self.server.world
        world.polls += 1
        now, shown = time.time(), list(world.shown)
        for number in shown:
            world.fetched.setdefault(number, now)
        newest = shown[-100:][::-1]
        items = "".join(f"<item><title>속보 event {n}</title><link>http://n.example/{n}</link></item>" for n in newest)
        body = f"<rss version='2.0'><channel><title>t</title>{items}</channel></rss>".encode()
        self.send_response(200)
        self.send_header("Content-Type", "application/rss+xml")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def do_POST(self) -> None:
        body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        number = re.search(r"event (\d+)", body["data"]["headline"]["title"])
        if number:
            self.server.world.told[int(number[1])] = time.time()
        self.send_response(204)
        self.end_headers()

    def log_message(self, *_: object) -> None:
        pass


def tree(pid: int) -> list[int]:
    """A process and all below it."""
    found, todo = [pid], [pid]
    while todo:
        kids = Path(f"/proc/{todo.pop()}/task")
        for task in kids.iterdir():
            below = [int(kid) for kid in (task / "children").read_text().split()]
            found += below
            todo += below
    return found


def pss_mb(pid: int) -> float:
    """Proportional memory of a tree."""
    rolled = [Path(f"/proc/{p}/smaps_rollup").read_text() for p in tree(pid)]
    return sum(int(m[1]) for text in rolled if (m := re.search(r"^Pss:\s+(\d+)", text, re.MULTILINE))) / 1024


def cpu_s(pid: int) -> float:
    """Processor time that a tree has used."""
    ticks = 0
    for p in tree(pid):
        fields = Path(f"/proc/{p}/stat").read_text().rsplit(")", 1)[1].split()
        ticks += int(fields[11]) + int(fields[12])
    return ticks / os.sysconf("SC_CLK_TCK")


@contextlib.contextmanager
def running(folder: str) -> Iterator[tuple[int, float, dict[str, str]]]:
    """A ready product: its process, how long it took, the environment of its commands."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    environment = os.environ | {"SOKBO_DATA_DIR": folder, "SOKBO_ALLOW_ADDRESSES": "127.0.0.0/8"}
    command = [sys.executable, "-m", "cli.main", "up", "--no-demo", "--port", str(port), "--data", folder]
    started = time.monotonic()
    process = subprocess.Popen(command, env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        while True:
            try:
                urllib.request.urlopen(f"http://127.0.0.1:{port}/readyz", timeout=1).close()
                break
            except OSError:
                time.sleep(0.02)
        yield process.pid, time.monotonic() - started, environment
    finally:
        process.send_signal(signal.SIGINT)
        process.wait(20)


def share(values: list[float], part: float) -> float:
    """A quantile, in milliseconds."""
    return 1000 * sorted(values)[min(len(values) - 1, int(len(values) * part))]


def main() -> None:
    """Print the figures."""
    world = World()
    server = Server(world)
    base = f"http://127.0.0.1:{server.server_port}"
    with tempfile.TemporaryDirectory() as folder:
        with running(folder):
            pass  # the first start migrates; a warm one is what an operator waits for
        with running(folder) as (pid, ready_s, environment):
            time.sleep(5)
            before = cpu_s(pid)
            time.sleep(IDLE_S)
            idle = (cpu_s(pid) - before) / IDLE_S

            def cli(*words: str) -> None:
                command = [sys.executable, "-m", "cli.main", *words]
                subprocess.run(command, env=environment, check=True, capture_output=True)

            cli("channel", "add", "hook", f"{base}/hook")
            cli("watch", "add", "all", "속보", "--to", "hook")
            cli("source", "add", f"{base}/feed.xml", "--every", "1s")
            seen = world.polls
            while world.polls < seen + 2:
                time.sleep(0.05)
            for number in range(RATE * SECONDS):
                world.shown.append(number)
                time.sleep(1 / RATE)
            ends = time.monotonic() + 20
            while len(world.told) < len(world.shown) and time.monotonic() < ends:
                time.sleep(0.1)
            memory = pss_mb(pid)
    delays = [world.told[n] - world.fetched[n] for n in world.told]
    print("\nThe whole embedded tree")
    print(f"start to ready, warm     {ready_s:8.2f} s     (aim: under 5)")
    print(f"proportional memory      {memory:8.0f} MB    (aim: under 300)")
    print(f"idle                     {100 * idle:8.1f} % of a core (aim: under 3)")
    print(
        f"poll to hook, {RATE}/s       p50 {share(delays, 0.5):.0f} ms, p99 {share(delays, 0.99):.0f} ms, "
        f"{len(world.told)} of {len(world.shown)} told"
    )


if __name__ == "__main__":
    main()
