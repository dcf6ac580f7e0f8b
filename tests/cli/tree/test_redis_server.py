"""Which Redis-compatible server is taken, and that it is run as the product needs it."""

from __future__ import annotations

import os
import signal
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
import redis
from hypothesis import given
from hypothesis import strategies as st
from parts import http, valkey
from parts.tree import supervised, until

from cli.tree import redis_server
from cli.tree.redis_server import Server, find, parse_version


def on_path(folder: Path, name: str, says: str) -> str:
    """A command that says some version."""
    path = folder / name
    path.write_text(f"#!/bin/sh\n{says}\n")
    path.chmod(0o755)
    return str(path)


@pytest.fixture
def path(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A PATH of our own."""
    folder = tmp_path / "bin"
    folder.mkdir()
    monkeypatch.setenv("PATH", str(folder))
    return folder


@pytest.mark.parametrize(
    ("answer", "version"),
    [
        ("Redis server v=7.0.15 sha=00000000:0 malloc=jemalloc-5.3.0 bits=64 build=4a2b", "7.0.15"),
        ("Valkey server v=9.1.2 sha=00000000:1 malloc=libc bits=64 build=1536df31c0395150", "9.1.2"),
        ("Redis server v=255.255.255 sha=0", "255.255.255"),
        ("KeyDB 6", None),
        ("", None),
    ],
)
def test_the_version_is_read_from_what_the_server_says(answer: str, version: str | None) -> None:
    assert parse_version(answer) == version


@given(st.text())
def test_no_answer_breaks_the_reading_of_versions(answer: str) -> None:
    assert parse_version(answer) is None or parse_version(answer) in answer


def test_a_recent_server_on_the_path_is_taken(path: Path) -> None:
    recent = on_path(path, "redis-server", 'echo "Redis server v=7.0.15 sha=0"')
    assert find() == Server(recent, "7.0.15")


@pytest.mark.parametrize(
    ("says", "told"),
    [('echo "Redis server v=6.0.16 sha=0"', "is version 6.0.16"), ("exit 1", "does not say its version")],
)
def test_one_that_is_too_old_is_passed_over_with_a_line(path: Path, says: str, told: str) -> None:
    old = on_path(path, "redis-server", says)
    found = find()
    assert found.binary.endswith("valkey-server")
    assert len(found.passed_over) == 1
    assert found.passed_over[0].startswith(f"{old} {told}")


def test_without_any_on_the_path_the_one_of_the_wheel_is_taken(path: Path) -> None:
    assert Path(find().binary).is_file()
    assert find().passed_over == ()


@contextmanager
def served(folder: Path, port: int) -> Iterator[tuple[redis.Redis, object]]:
    socket = folder / "s" / "redis.sock"
    with supervised(folder, redis_server.child(find(()), folder, socket), port=port) as tree:
        until(lambda: socket.exists() and tree.pid("redis"))
        yield redis.Redis(unix_socket_path=str(socket)), tree


def answers(client: redis.Redis) -> bool:
    try:
        return bool(client.ping())
    except redis.RedisError:
        return False


@pytest.fixture
def short_folder() -> Iterator[Path]:
    """A data folder with a name that needs quoting, and a path short enough for a socket."""
    import tempfile

    with tempfile.TemporaryDirectory(prefix='data "속보" ', dir="/tmp") as folder:
        yield Path(folder)


def test_it_is_private_keeps_what_it_is_told_and_evicts_nothing(short_folder: Path, publisher: http.Server) -> None:
    with served(short_folder, publisher.port) as (client, tree):
        until(lambda: answers(client))
        wanted = {"port": "0", "appendonly": "yes", "save": "", "maxmemory-policy": "noeviction"}
        assert {name: client.config_get(name)[name] for name in wanted} == wanted
        client.set("word", "속보")
        time.sleep(1.1)  # appendfsync everysec
        before = tree.pid("redis")
        os.kill(before, signal.SIGKILL)
        until(lambda: tree.pid("redis") not in (0, before) and answers(client))
        assert client.get("word") == "속보".encode()
        client.close()


def test_a_file_that_it_cannot_read_is_put_aside(short_folder: Path, publisher: http.Server) -> None:
    append_only = short_folder / "redis" / "appendonlydir"
    append_only.mkdir(parents=True)
    (append_only / "appendonly.aof.manifest").write_text("this is no manifest\n")
    with served(short_folder, publisher.port) as (client, tree):
        until(lambda: answers(client), seconds=30)
        assert tree.restarts("redis") == 3
        client.close()
    assert (short_folder / "redis.unreadable" / "appendonlydir" / "appendonly.aof.manifest").exists()


def test_a_server_of_the_operator_is_judged_by_its_version(monkeypatch: pytest.MonkeyPatch) -> None:
    with valkey.server() as url:
        assert redis_server.too_old(url) is None
        monkeypatch.setattr(redis_server, "OLDEST_ELSEWHERE", (99, 0))
        assert "use 99.0 or newer" in str(redis_server.too_old(url))


def test_a_server_of_the_operator_that_does_not_answer_is_not_called_old() -> None:
    assert redis_server.too_old("redis+socket:///tmp/nobody-listens-here?virtual_host=0") is None
