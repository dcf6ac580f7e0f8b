"""Feeds and boards as text, for publishers in tests."""

from __future__ import annotations

from collections.abc import Sequence
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
        f"<guid isPermaLink='false'>n{i.number}</guid>{f'<pubDate>{i.published}</pubDate>' if i.published else ''}</item>"
        for i in items
    )
    text = f"<?xml version='1.0'?><rss version='2.0'><channel><title>가온일보</title><link>{base}</link>{body}</channel></rss>"
    return Page(text.encode(), "application/rss+xml")


def board(items: Sequence[Item]) -> Page:
    """A news board in table markup, newest first."""
    rows = "".join(
        f"<tr><td class='no'>{i.number}</td><td class='title'><a href='/index.php?document_srl={i.number}'>{escape(i.title)}</a>"
        f" <span>new</span></td><td class='author'>가온통신</td><td class='time'>2026.11.23</td></tr>"
        for i in items
    )
    head = "<tr><th>번호</th><th>제목</th><th>글쓴이</th><th>날짜</th></tr>"
    text = f"<!doctype html><html><body><table><thead>{head}</thead><tbody>{rows}</tbody></table></body></html>"
    return Page(text.encode(), "text/html; charset=utf-8")
