"""A real Prometheus reads the running product, and its promtool the rules that we ship."""

from __future__ import annotations

import json
import re
import shutil
import subprocess
import urllib.parse
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from faults.whole import Whole
from parts import feeds, http
from parts.line import open_desk
from parts.sockets import free_port
from parts.tree import until

DEPLOY = Path(__file__).parents[2] / "deploy"
OLD, NEW = feeds.Item(1, "나루은행 새 행장 선임"), feeds.Item(2, "가온시 앞바다서 지진")

pytestmark = [
    pytest.mark.slow,
    pytest.mark.timeout(180),
    pytest.mark.skipif(not shutil.which("prometheus"), reason="no Prometheus on this machine"),
]


def test_the_shipped_rules_are_rules(tmp_path: Path) -> None:
    for name in ("prometheus.yml", "sokbo.rules.yml"):
        (tmp_path / name).write_text((DEPLOY / name).read_text())
    (tmp_path / "metrics-token").write_text("word")
    subprocess.run(["promtool", "check", "config", "prometheus.yml"], cwd=tmp_path, check=True, capture_output=True)


@pytest.mark.parametrize("file", ["grafana.json", "sokbo.rules.yml"])
def test_what_we_ship_asks_for_what_there_is(file: str) -> None:
    shown = "".join((DEPLOY.parent / path).read_text() for path in ("worker/measures.py", "web/metrics.py"))
    asked_for = set(re.findall(r"sokbo_[a-z_]+", (DEPLOY / file).read_text()))
    assert len(asked_for) > 5
    assert {name for name in asked_for if re.sub("_(total|bucket)$", "", name) not in shown} == set()


@contextmanager
def scraping(folder: Path, *targets: int) -> Iterator[str]:
    """A Prometheus that asks these ports each second; its address."""
    folder.mkdir()
    ports = ", ".join(f'"127.0.0.1:{port}"' for port in targets)
    config = f"scrape_configs: [{{job_name: sokbo, scrape_interval: 1s, static_configs: [{{targets: [{ports}]}}]}}]\n"
    (folder / "prometheus.yml").write_text(config)
    address = f"127.0.0.1:{free_port()}"
    named = ["--config.file=prometheus.yml", "--storage.tsdb.path=data"]
    command = ["prometheus", f"--web.listen-address={address}", *named]
    process = subprocess.Popen(command, cwd=folder, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        yield f"http://{address}"
    finally:
        process.terminate()
        process.wait(20)


def asked(address: str, query: str) -> float | None:
    """The sum of what a query finds; None where that is nothing, or nobody answers yet."""
    url = f"{address}/api/v1/query?{urllib.parse.urlencode({'query': f'sum({query})'})}"
    try:
        with urllib.request.urlopen(url, timeout=5) as answer:
            found = json.load(answer)["data"]["result"]
    except OSError:
        return None
    return float(found[0]["value"][1]) if found else None


def test_a_real_prometheus_reads_the_running_product(
    tmp_path: Path, publisher: http.Server, receiver: http.Server
) -> None:
    counted = free_port()
    whole = Whole(tmp_path / "data", SOKBO_METRICS_PORT=str(counted))
    receiver.pages["/hook"] = http.Page(b"ok")
    publisher.pages["/rss"] = feeds.rss([OLD])
    try:
        whole.start()
        desk = open_desk(whole.settings.database_url, whole.folder)
        desk.add_hook("hook", receiver.url("/hook"))
        desk.add_watch("quakes", "지진", to="hook")
        desk.add_source(publisher.url("/rss"))
        desk.close()
        with scraping(tmp_path / "prometheus", whole.port, counted) as address:
            until(lambda: asked(address, "up") == 2, "both to be read", seconds=60)
            publisher.pages["/rss"] = feeds.rss([NEW, OLD])
            until(
                lambda: asked(address, "sokbo_seen_to_sent_seconds_count") == 1, "the alert in the curves", seconds=60
            )
            assert asked(address, 'sokbo_sources{state="active"}') == 1
            assert asked(address, 'sokbo_attempts_total{answer="yes"}') == 1
            assert (asked(address, "sokbo_polls_total") or 0) > 1
            assert asked(address, "sokbo_redis_up") == 1
        assert whole.stop() == 0
    finally:
        whole.clear_away()
