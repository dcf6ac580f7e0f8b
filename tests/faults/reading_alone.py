"""A process that reads what it is handed and tells how it went; killed by its parent where it takes too long."""

from __future__ import annotations

import time
import traceback
from datetime import datetime
from multiprocessing.connection import Connection
from pathlib import Path
from zoneinfo import ZoneInfo

import orjson

from worker.read import Unreadable, board, feed, jsonfeed, read, sitemap
from worker.read.page import Page

SEOUL = ZoneInfo("Asia/Seoul")
AT = datetime(2025, 6, 26, 15, tzinfo=SEOUL)
URL = "https://news.example/list"


def serve(line: Connection) -> None:
    """Answers each body with the seconds of CPU, the peak of its memory in bytes, and what was raised, if anything."""
    while body := line.recv_bytes():
        Path("/proc/self/clear_refs").write_text("5")  # the peak counts from here (proc(5))
        began = time.process_time()
        wrong = _wrong(body)
        line.send((time.process_time() - began, _peak(), wrong))


def _peak() -> int:
    """The most bytes that were resident; a child's `ru_maxrss` would begin with its parent's."""
    status = Path("/proc/self/status").read_text()
    return int(status.partition("VmHWM:")[2].split(maxsplit=1)[0]) * 1024


def _wrong(body: bytes) -> str:
    try:
        _read_every_way(body)
    except BaseException:  # noqa: BLE001 # whatever it is, it is the finding
        return traceback.format_exc(limit=-4)
    return ""


def _read_every_way(body: bytes) -> None:
    """As a poll does, twice, the second time with what is known; and small ones by every reader."""
    try:
        document = read(body, url=URL, content_type=None, at=AT, zone=SEOUL)
        orjson.dumps(document)
        known = {entry.fingerprint for entry in document.entries[::2]}
        read(body, url=URL, content_type="text/xml; charset=euc-kr", at=AT, zone=SEOUL, known=known)
    except Unreadable as error:
        assert len(str(error).splitlines()) == 1  # noqa: PT017
    if len(body) > 200_000:
        return
    text = body.decode("utf-8", "replace")
    page = Page(text, text.encode(), "utf-8", URL, AT, SEOUL)
    for reader in (feed.read, sitemap.read, board.read, jsonfeed.read):
        try:
            reader(page)
        except Unreadable:
            continue
