"""Which element of a row holds each field."""

from __future__ import annotations

from datetime import datetime
from zoneinfo import ZoneInfo

from selectolax.lexbor import LexborNode

from worker.read import board
from worker.read.board.places import places
from worker.read.page import Page

SEOUL = ZoneInfo("Asia/Seoul")
PAGE = "".join(
    f"<li><a class=k href='/{n}'><b>제목이 되는 글 {n}호</b> <i>[3]</i></a>"
    "<p><em class=writer>김누리</em> <u class=press>누리일보</u> "
    "<s class=date><q>2025.06.26</q> <q>14:05</q></s></p></li>"
    for n in range(4)
)


def name(node: LexborNode | None) -> str:
    return "" if node is None else f"{node.tag} {node.attributes.get('class') or ''}".strip()


def test_each_field_of_a_row_stands_in_an_element() -> None:
    text = f"<ul>{PAGE}</ul>"
    page = Page(text, text.encode(), "utf-8", "https://b.example/", datetime(2025, 6, 26, 15, tzinfo=SEOUL), SEOUL)
    listing = board.find(page).listing
    assert listing is not None
    assert [node.tag for node in listing.nodes] == ["li"] * 4
    found = places(listing.rows[0])
    fields = (found.title, found.link, found.date, found.author, found.outlet)
    assert [name(node) for node in fields] == ["b", "a k", "s date", "em writer", "u press"]
