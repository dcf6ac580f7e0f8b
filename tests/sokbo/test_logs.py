"""One id follows a headline through the log, from poll to delivery, and nothing secret with it."""

from __future__ import annotations

import io
import json
import logging
import sys

import pytest
from parts import feeds, http
from parts.line import Desk

from sokbo import logs


@pytest.mark.parametrize(
    ("form", "said"),
    [("text", " INFO sokbo placed headline=4 story=2\n"), ("json", '"message":"placed","headline":4,"story":2}\n')],
)
def test_a_line(form: str, said: str, monkeypatch: pytest.MonkeyPatch) -> None:
    written, log = io.StringIO(), logging.getLogger("sokbo")
    monkeypatch.setattr(sys, "stderr", written)
    monkeypatch.setattr(logging.root, "handlers", [])
    monkeypatch.setattr(log, "level", logging.INFO)
    monkeypatch.setattr(log, "_cache", {})
    logs.begin("info", form)
    log.info("placed", extra={"headline": 4, "story": 2})
    logging.root.setLevel(logging.WARNING)
    assert written.getvalue().endswith(said)


def test_a_fault_keeps_its_trace() -> None:
    try:
        raise ValueError("of ours")
    except ValueError:
        record = logging.LogRecord("sokbo", logging.ERROR, "", 0, "it failed", None, sys.exc_info())
    said = json.loads(logs.Json().format(record))
    assert (said["level"], said["message"], "of ours" in said["trace"]) == ("error", "it failed", True)


def test_a_headline_is_followed_from_poll_to_delivery(
    desk: Desk, publisher: http.Server, receiver: http.Server, caplog: pytest.LogCaptureFixture
) -> None:
    receiver.pages["/T000/secret-word"] = http.Page(b"ok")
    publisher.pages["/rss"] = feeds.rss([feeds.Item(1, "나루은행 새 행장 선임")])
    desk.add_hook("ops", receiver.url("/T000/secret-word"))
    desk.add_watch("quakes", "지진", to="ops")
    source = desk.add_source(publisher.url("/rss"))
    desk.drain()
    publisher.pages["/rss"] = feeds.rss([feeds.Item(2, "가온시 앞바다서 지진"), feeds.Item(1, "나루은행 새 행장 선임")])
    with caplog.at_level(logging.INFO, "sokbo"):
        desk.poll()
        desk.drain()
        desk.deliver()
    said = [(record.message.split()[0], logs.ids(record)) for record in caplog.records if logs.ids(record)]
    assert [what for what, _ in said] == ["kept", "placed", "sent"]
    assert len({ids["headline"] for _, ids in said}) == 1
    assert (said[0][1]["source"], said[2][1]["channel"]) == (source, 1)
    assert "secret-word" not in caplog.text
    assert "지진" not in caplog.text
