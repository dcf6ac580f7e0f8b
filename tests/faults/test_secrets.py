"""Planted secrets, a whole run with failures in it, and then every output read for them."""

from __future__ import annotations

import gzip
import json
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from faults.whole import Whole
from parts import feeds, http
from parts.site import Visitor
from parts.tree import until

pytestmark = [pytest.mark.slow, pytest.mark.timeout(180)]

SECRETS = {
    "hook": "hook0token0planted",
    "password": "source0password0planted",
    "cookie": "cookie0planted",
    "query": "query0key0planted",
    "smtp": "smtp0password0planted",
    "naver": "naver0secret0planted",
    "metrics": "metrics0token0planted",
    "heartbeat": "heartbeat0planted",
    "mail": "kim0planted",
}
COMMANDS = (
    "doctor", "doctor --json", "status", "status --json", "source list", "source list --json", "source show 1",
    "source show 1 --json", "source show 2 --json", "channel list", "channel list --json", "watch list --json",
    "headlines --json", "alerts --json", "deliveries", "deliveries --json", "opml export", "key show",
    "channel test hook", "channel test mail", "source poll 2",
)  # fmt: skip
PAGES = (
    "/",
    "/sources",
    "/sources/1",
    "/sources/2",
    "/channels",
    "/deliveries",
    "/inbox",
    "/watches",
    "/settings",
    "/status",
)


@pytest.fixture
def whole(tmp_path: Path) -> Iterator[Whole]:
    """A product with a secret in every setting that takes one."""
    settings = {
        "SOKBO_SMTP_URL": f"smtp://desk:{SECRETS['smtp']}@127.0.0.1:9?starttls=0",
        "SOKBO_NAVER_CLIENT_ID": "me",
        "SOKBO_NAVER_CLIENT_SECRET": SECRETS["naver"],
        "SOKBO_METRICS_TOKEN": SECRETS["metrics"],
        "SOKBO_HEARTBEAT_URL": f"http://127.0.0.1:9/{SECRETS['heartbeat']}",
        "SOKBO_LOG_LEVEL": "debug",
    }
    made = Whole(tmp_path / "data", **settings)
    yield made
    made.clear_away()


def run(whole: Whole, *words: str) -> str:
    """What a command prints, however it ends."""
    command = [sys.executable, "-P", "-m", "cli.main", *words]
    done = subprocess.run(command, env=whole.environ, capture_output=True, text=True, timeout=60, check=False)
    return done.stdout + done.stderr


def test_no_output_of_a_whole_run_tells_a_secret(whole: Whole, publisher: http.Server, receiver: http.Server) -> None:
    publisher.pages["/rss"] = feeds.rss([feeds.Item(1, "나루은행 새 행장 선임")])
    receiver.pages[f"/{SECRETS['hook']}"] = http.Page(b"no", status=500)
    whole.start()
    told = {"channel add": run(whole, "channel", "add", "hook", receiver.url(f"/{SECRETS['hook']}"))}
    signing = re.search(r"whsec_\S+", told.pop("channel add"))
    assert signing  # the one time that it is shown
    hidden = {**SECRETS, "signing": signing[0]}
    run(whole, "channel", "add", "mail", f"mailto:{SECRETS['mail']}@example.org")
    run(whole, "watch", "add", "quakes", "지진", "--to", "hook", "--to", "mail")
    asked = ("--auth", f"kim:{SECRETS['password']}", "--cookie", f"session={SECRETS['cookie']}", "--every", "1s")
    told["source add"] = run(whole, "source", "add", publisher.url("/rss"), *asked)
    keyed = publisher.url(f"/rss?api_key={SECRETS['query']}")
    publisher.pages[f"/rss?api_key={SECRETS['query']}"] = feeds.rss([feeds.Item(7, "나루은행 새 금고")])
    told["source add keyed"] = run(whole, "source", "add", keyed, "--every", "1s")
    news = feeds.rss([feeds.Item(2, "가온시 앞바다서 지진"), feeds.Item(1, "나루은행 새 행장 선임")])
    publisher.pages["/rss"] = news
    until(lambda: "retrying" in run(whole, "deliveries", "--json"), "a refusal on the ledger", seconds=40)
    publisher.pages["/rss"] = http.Page(status=401)
    publisher.pages[f"/rss?api_key={SECRETS['query']}"] = http.Page(status=403)
    until(lambda: "401" in run(whole, "source", "show", "1"), "a failure in the log", seconds=40)

    told |= {command: run(whole, *command.split()) for command in COMMANDS}
    visitor = Visitor(whole.port)
    link = re.search(r"(/login/\S+)", run(whole, "login"))
    assert link
    assert visitor.post(link[1]).status == 303
    told |= {path: visitor.get(path).html for path in PAGES}
    run(whole, "backup", str(whole.folder / "all.backup"))
    told["backup"] = gzip.decompress((whole.folder / "all.backup").read_bytes()).decode()
    assert whole.stop() == 0
    told["log"] = whole.log.read_text()
    told["database"] = "".join(path.read_bytes().decode("latin-1") for path in whole.folder.glob("sokbo.db*"))
    assert json.loads(told["status --json"])["processes"]
    assert all(len(text) > 10 for name, text in told.items() if name not in ("doctor --json", "/readyz"))
    assert {(where, what) for where, text in told.items() for what, secret in hidden.items() if secret in text} == set()
