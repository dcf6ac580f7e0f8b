"""The scaled-out shape from end to end: `tests/compose/run`.

A newcomer's mistakes, a source, an alert at a hook and the headline in a feed; then a desk dies, a poller dies, Redis
is away, and at last everything comes back behind TLS with its volumes. It takes everything down whatever happens.
"""

from __future__ import annotations

import fcntl
import signal
import socket
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from types import FrameType

sys.path.insert(0, str(Path(__file__).parents[1]))

import engine
import faults
import images
import shape
import stack as stacks
from newsroom import Newsroom
from parts import http
from shell import BEGAN, Failed, expect, say, wait
from stack import Stack
from visitor import Visitor

LONGEST_S = 12 * 60
ANCHOR = "[속보] 시장이 문을 열었다"


def refuse_without_secrets(stack: Stack) -> None:
    """What is missing is named in one line, and nothing starts."""
    good = stack.settings()
    for name in ("SOKBO_SECRET_KEY", "POSTGRES_PASSWORD"):
        stack.write({**good, name: ""})
        _refused(stack, name)
    (stack.folder / ".env").unlink()
    _refused(stack, ".env")


def _refused(stack: Stack, name: str) -> None:
    done = stack.attempt("up", "-d")
    lines = [line for line in done.stderr.splitlines() if line.strip()]
    expect(
        done.returncode != 0 and len(lines) == 1 and name in lines[0], f"one line naming {name}, not:\n{done.stderr}"
    )
    expect(not stack.containers(all_=True), f"nothing starts without {name}")
    say(f"  without {name}: {lines[0].rpartition(': ')[2]}")


def bring_up(stack: Stack, settings: dict[str, str]) -> None:
    """Build, start, and wait until it is ready."""
    stack.write(settings)
    began = time.monotonic()
    stack.compose("build", within=400)
    say(f"  image built in {time.monotonic() - began:.1f} s")
    began = time.monotonic()
    stack.compose("up", "-d", within=180)
    wait("/readyz", Visitor(stack.base).ready, within=60)
    say(f"  ready {time.monotonic() - began:.1f} s after up")


def settle_in(stack: Stack, room: Newsroom) -> None:
    """What a person does first: a channel, a watch, a source."""
    stack.sokbo("channel", "add", "hook", room.receiver.url("/hook"))
    stack.sokbo("watch", "add", "breaking", "속보", "--to", "hook")
    stack.sokbo("source", "add", room.publisher.url("/feed.xml"), "--name", "소식", "--every", "1s", "--public")
    expect(not room.receiver.asked, "the first read is history: no alert")
    Visitor(stack.base).log_in(stack.sokbo("login").split()[-1])


def in_feed(visitor: Visitor, title: str) -> None:
    """The headline is in the public feed."""
    wait(f"{title!r} in /feeds/all.atom", lambda: title in visitor.text("/feeds/all.atom"), within=15)
    say(f"  {title!r} is in /feeds/all.atom")


def no_tracebacks(stack: Stack) -> None:
    """A quiet log is part of the product."""
    log = stack.compose("logs", "--no-color")
    place = log.find("Traceback")
    expect(place < 0, f"a traceback in the log:\n{log[max(0, place - 500) : place + 3000]}")


def behind_tls(stack: Stack, room: Newsroom, settings: dict[str, str]) -> None:
    """Taken down and up again, behind the example proxy: the volumes hold everything, and streams flow."""
    began = time.monotonic()
    stack.down(keep=True)
    say(f"  down in {time.monotonic() - began:.1f} s, volumes kept")
    address = f"https://localhost:{stack.tls_port}"
    stack.write(
        {
            **settings,
            "COMPOSE_FILE": "docker-compose.yml:deploy/proxy.yml",
            "PROXY_IMAGE": images.stand_in("caddy"),
            "SOKBO_DOMAIN": "localhost",
            "SOKBO_BASE_URL": address,
            "SOKBO_HTTP_PUBLISH": "127.0.0.1:0",
            "SOKBO_HTTPS_PUBLISH": f"127.0.0.1:{stack.tls_port}",
        }
    )
    stack.compose("up", "-d", within=180)
    visitor = Visitor(address)
    wait("/readyz behind TLS", visitor.ready, within=60)
    feed = visitor.text("/feeds/all.atom")
    expect(
        ANCHOR in feed and f'href="{address}/feeds/all.atom"' in feed,
        f"the feed as it was, on its new address:\n{feed}",
    )
    visitor.log_in(stack.sokbo("login").split()[-1])
    title = "[속보] 새 주소로 왔다"
    visitor.sees_live(title, lambda: room.arrives(title))
    say("  and on a page kept open through the proxy")


def check_once(room: Newsroom) -> None:
    """Nobody was told twice."""
    for title in room.titles[:-1]:
        keys = set(room.told(title))
        expect(len(keys) == 1, f"{title!r} was told under {len(keys)} keys")


def tell(stack: Stack, room: Newsroom) -> None:
    """The whole story."""
    say("secrets missing")
    refuse_without_secrets(stack)
    say("up")
    settings = stack.settings()
    bring_up(stack, settings)
    say("scaled out: --scale worker-poll=3")
    shape.scale(stack)
    shape.doctor(stack)
    shape.networks(stack)
    settle_in(stack, room)
    visitor = Visitor(stack.base)
    room.arrives(ANCHOR)
    in_feed(visitor, ANCHOR)
    say("two desks, one of them writes")
    faults.desk(stack)
    shape.healthy(stack)
    no_tracebacks(stack)
    say("faults")
    faults.kill_desk(stack, room)
    faults.kill_poller(stack, room)
    faults.without_redis(stack, room)
    in_feed(visitor, "지름길이 막혔다")
    say("down and up again, behind TLS")
    behind_tls(stack, room, settings)
    check_once(room)


@contextmanager
def _alone() -> Iterator[None]:
    """One test at a time: the project has one name, so that what a killed test left behind is found again."""
    with (Path(tempfile.gettempdir()) / f"{stacks.PROJECT}.lock").open("w") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise Failed("another compose test is running") from None
        yield


def _free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as held:
        return int(held.getsockname()[1])


@contextmanager
def _standing(folder: Path) -> Iterator[Stack]:
    stacks.stage(folder)
    say("images: fetched the wheels")
    stack = Stack(folder, _free_port(), _free_port(), f"{engine.gateway()}/32", stacks.command())
    stack.write(stack.settings())
    stack.down()
    try:
        yield stack
    except BaseException:
        stack.write(stack.settings())
        say("the end of every log:\n" + stack.attempt("logs", "--no-color", "--tail", "25").stdout[-8000:])
        raise
    finally:
        signal.alarm(0)
        stack.write(
            stack.settings() | {"COMPOSE_FILE": "docker-compose.yml:deploy/proxy.yml", "SOKBO_DOMAIN": "localhost"}
        )
        stack.down()
        say("everything is taken down")


def _too_long(_: int, __: FrameType | None) -> None:
    raise Failed(f"not done in {LONGEST_S / 60:.0f} minutes")


def _told_to_stop(_: int, __: FrameType | None) -> None:
    raise Failed("told to stop")


def main() -> int:
    """0 where all went well."""
    signal.signal(signal.SIGALRM, _too_long)
    signal.signal(signal.SIGTERM, _told_to_stop)
    signal.alarm(LONGEST_S)
    try:
        with _alone(), engine.running(), tempfile.TemporaryDirectory(prefix="sokbo-compose-") as folder:
            images.make_stand_ins()
            with (
                _standing(Path(folder)) as stack,
                http.server(engine.gateway()) as one,
                http.server(engine.gateway()) as two,
            ):
                tell(stack, Newsroom(one, two))
    except (Failed, KeyboardInterrupt) as error:
        say(f"compose test FAILED: {error or 'interrupted'}")
        return 1
    say(f"compose test passed in {time.monotonic() - BEGAN:.0f} s")
    return 0


if __name__ == "__main__":
    sys.exit(main())
