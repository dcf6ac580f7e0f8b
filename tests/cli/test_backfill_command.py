"""``source backfill``: lines in a pipe, a bar on a terminal, one document for a program, and a hand that stops it."""

from __future__ import annotations

import json
import os
import pty
import signal
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from parts import feeds, http
from parts.feeds import Item
from parts.http import Asked, Page
from parts.tree import until

from cli.main import sokbo

Run = Callable[..., Result]
PAGES = 4


@pytest.fixture
def over() -> Iterator[threading.Event]:
    event = threading.Event()
    yield event
    event.set()


@pytest.fixture
def run(
    sqlite_url: str, tmp_path: Path, publisher: http.Server, over: threading.Event, monkeypatch: pytest.MonkeyPatch
) -> Run:
    """The command line on an installation with one source, whose feed has four pages; the third hangs with `?hang`."""
    monkeypatch.setenv("SOKBO_DATA_DIR", str(tmp_path))
    monkeypatch.setenv("SOKBO_DATABASE_URL", sqlite_url)
    monkeypatch.setenv("SOKBO_ALLOW_ADDRESSES", "127.0.0.0/8")
    monkeypatch.setenv("SOKBO_TIMEZONE", "Asia/Seoul")

    def feed(asked: Asked) -> Page:
        path, _, hang = asked.path.partition("?")
        n = int(path.rpartition("/")[2])
        if n > 2 and hang:
            over.wait(30)
        items = [
            Item(n * 10 + i, f"나루은행 {n}권 {i}번 소식", f"{20 - n} Jun 2025 0{i}:00:00 +0900") for i in (3, 2, 1)
        ]
        page = feeds.rss(items)
        to = f"/feed/{n + 1}{'?hang' if hang else ''}"
        link = f"<link xmlns='http://www.w3.org/2005/Atom' rel='next' href='{to}'/>" if n < PAGES else ""
        return Page(page.body.replace(b"<channel>", f"<channel>{link}".encode()), page.content_type)

    publisher.answer = feed

    def invoke(*words: str) -> Result:
        return CliRunner().invoke(sokbo, words)

    assert invoke("source", "add", publisher.url("/feed/1")).exit_code == 0
    return invoke


def test_in_a_pipe_each_page_is_a_line(run: Run) -> None:
    result = run("source", "backfill", "1", "--pages", "2")
    assert result.exit_code == 0
    assert result.stdout.splitlines() == [
        "page 2: 3 new of 3, back to 2025-06-18",
        "page 3: 3 new of 3, back to 2025-06-17",
        "6 headlines kept as history from 2 older pages: as many pages as asked for.",
    ]


def test_a_program_gets_one_document(run: Run) -> None:
    result = json.loads(run("source", "backfill", "1", "--until", "2025-06-18", "--json").stdout)
    assert (result["source"], result["new"], result["complete"], result["ending"]) == (
        1, 3, True, "the date is reached",
    )  # fmt: skip
    assert [(page["number"], page["new"]) for page in result["pages"]] == [(2, 3), (3, 0)]


def test_what_came_in_is_searched_and_rules_are_tried_on_it(run: Run) -> None:
    run("source", "backfill", "1")
    found = [json.loads(line) for line in run("headlines", "--query", "4권 1번", "--json").stdout.splitlines()]
    assert [(row["title"], row["story"]) for row in found] == [("나루은행 4권 1번 소식", None)]
    tried = run("watch", "backtest", "4권", "--since", "2025-06-01")
    assert "나루은행 4권 1번 소식" in tried.stdout
    assert "3 of " in tried.stdout
    assert "3 of " not in run("watch", "backtest", "4권", "--since", "7d").stdout


def test_on_a_terminal_there_is_a_bar(run: Run) -> None:
    master, slave = pty.openpty()
    command = [sys.executable, "-P", "-m", "cli.main", "source", "backfill", "1"]
    process = subprocess.Popen(command, stdout=slave, env={**os.environ, "TERM": "xterm", "COLUMNS": "100"})
    os.close(slave)
    shown = b""
    while chunk := _read(master):
        shown += chunk
    os.close(master)
    assert process.wait(30) == 0
    assert "━".encode() in shown
    assert b"9 headlines kept as history from 3 older pages" in shown
    assert b"page 2: 3 new of 3\r\n" not in shown


def _read(terminal: int) -> bytes:
    try:
        return os.read(terminal, 65_536)
    except OSError:  # Linux's way of saying that nobody writes any more
        return b""


def test_a_hand_that_stops_it_keeps_what_is_in(run: Run, publisher: http.Server) -> None:
    assert run("source", "remove", "1").exit_code == 0
    assert run("source", "add", publisher.url("/feed/1?hang")).exit_code == 0
    publisher.asked.clear()
    command = [sys.executable, "-P", "-m", "cli.main", "source", "backfill", "2"]
    process = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
    until(lambda: any("/3" in asked.path for asked in publisher.asked))
    process.send_signal(signal.SIGINT)
    said, told = process.communicate(timeout=30)
    assert "page 2: 3 new of 3" in said
    assert (process.returncode, told) == (
        1, "sokbo: 3 headlines kept as history from 1 older page; then: stopped by hand\n",
    )  # fmt: skip
    assert json.loads(run("source", "list", "--json").stdout)["headlines"] == 6


@pytest.mark.parametrize(
    ("words", "status", "line"),
    [
        (("1", "--until", "yesterday"), 2, "--until 'yesterday' is no date"),
        (("9",), 1, "there is no source 9"),
        (("1", "--pages", "0"), 2, "--pages"),
    ],
)
def test_what_is_wrong_is_one_clear_line(run: Run, words: tuple[str, ...], status: int, line: str) -> None:
    result = run("source", "backfill", *words)
    assert (result.exit_code, line in result.stderr) == (status, True)
