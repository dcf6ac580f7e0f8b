"""Feeds and boards as text, for publishers in tests."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime
from html import escape
from typing import NamedTuple

from parts.http import Page


class Item(NamedTuple):
    """One entry: its number makes guid and address."""

    number: int
    title: str
    published: str = ""


def rss(items: Sequence[Item], base: str = "https://news.example") -> Page:
    """An RSS 2.0 feed, newest first."""
    body = "".join(
        f"<item><title>{escape(i.title)}</title><link>{base}/{i.number}</link>"
        f"<guid isPermaLink='false'>n{i.number}</guid>{_date(i)}</item>"
        for i in items
    )
    channel = f"<channel><title>가온일보</title><link>{base}</link>{body}</channel>"
    return Page(f"<?xml version='1.0'?><rss version='2.0'>{channel}</rss>".encode(), "application/rss+xml")


def _date(item: Item) -> str:
    return f"<pubDate>{item.published}</pubDate>" if item.published else ""


def board(items: Sequence[Item]) -> Page:
    """A news board in table markup, newest first, of today: what is older is no news."""
    day = f"{datetime.now(UTC):%Y.%m.%d}"
    rows = "".join(
        f"<tr><td class='no'>{i.number}</td>"
        f"<td class='title'><a href='/index.php?document_srl={i.number}'>{escape(i.title)}</a> <span>new</span></td>"
        f"<td class='author'>가온통신</td><td class='time'>{day}</td></tr>"
        for i in items
    )
    head = "<tr><th>번호</th><th>제목</th><th>글쓴이</th><th>날짜</th></tr>"
    table = f"<table><thead>{head}</thead><tbody>{rows}</tbody></table>"
    return Page(f"<!doctype html><html><body>{table}</body></html>".encode(), "text/html; charset=utf-8")
