"""The product's tree: who is in it, and what they are told."""

from __future__ import annotations

from pathlib import Path

import pytest

from cli.tree.plan import Plan, When
from cli.tree.product import make_plan
from cli.tree.redis_server import Server
from sokbo import runtime
from sokbo.settings import load

VALKEY = Server("/usr/bin/valkey-server", "9.1.2")


def plan(folder: Path, server: Server | None = VALKEY, newsroom: int | None = None, **environ: str) -> Plan:
    made = make_plan(load({"SOKBO_DATA_DIR": str(folder), **environ}), 0, server, newsroom)
    if made.temporary:
        Path(made.temporary[1]).rmdir()
    return made


def names(of: Plan) -> list[str]:
    return [child.name for child in of.children]


def ready_before(folder: Path, *, ready: bool = True, demo: str | None = None) -> None:
    runtime.write(folder, runtime.Runtime(1, "127.0.0.1", 8321, ready=ready, demo_address=demo))


def test_redis_is_first_and_the_services_wait_for_the_migration(tmp_path: Path) -> None:
    made = plan(tmp_path)
    assert names(made) == ["redis", "migrate", "web", "worker", "beat", "login"]
    assert [child.when for child in made.children[:3]] == [When.FIRST, When.PREPARE, When.SERVICE]


def test_everybody_is_told_the_same(tmp_path: Path) -> None:
    made = plan(tmp_path, newsroom=8001, SOKBO_HOST="0.0.0.0", SOKBO_PORT="8123")
    assert made.environ == {
        "SOKBO_DATA_DIR": str(tmp_path),
        "SOKBO_HOST": "0.0.0.0",
        "SOKBO_PORT": "8123",
        "SOKBO_REDIS_URL": made.state.redis_url,
        "SOKBO_DEMO_ADDRESS": "127.0.0.1:8001",
    }


def test_a_redis_of_the_operator_is_not_ours_to_tell_or_to_run(tmp_path: Path) -> None:
    made = plan(tmp_path, server=None, SOKBO_REDIS_URL="redis://cache/0")
    assert "redis" not in names(made)
    assert made.state.redis_url is None
    assert "SOKBO_REDIS_URL" not in made.environ
    assert made.temporary == ()


@pytest.mark.parametrize(
    ("host", "asked"), [("0.0.0.0", "127.0.0.1"), ("::", "::1"), ("127.0.0.1", "127.0.0.1"), ("localhost", None)]
)
def test_whoever_listens_everywhere_is_asked_on_the_loopback(tmp_path: Path, host: str, asked: str | None) -> None:
    address = plan(tmp_path, SOKBO_HOST=host).ready.address
    assert address[0] in ((asked,) if asked else ("127.0.0.1", "::1"))


def test_a_login_link_is_made_until_a_start_came_through(tmp_path: Path) -> None:
    ready_before(tmp_path, ready=False)
    assert "login" in names(plan(tmp_path))
    ready_before(tmp_path)
    assert "login" not in names(plan(tmp_path))


def test_the_demo_is_published_and_sown_and_one_day_removed(tmp_path: Path) -> None:
    with_demo = plan(tmp_path, newsroom=8001)
    assert names(with_demo)[5:] == ["demo", "demo seed", "login"]
    ready_before(tmp_path, demo="127.0.0.1:8001")
    without = plan(tmp_path)
    assert names(without)[5:] == ["demo seed"]
    assert without.children[-1].command[-1] == "--remove"
    ready_before(tmp_path)
    assert names(plan(tmp_path)) == ["redis", "migrate", "web", "worker", "beat"]
