"""A newspaper's whole site for who looks for its feeds: front page, article, feeds by section, robots.txt, sitemaps."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from html import escape

from parts import http
from parts.http import Page

NOW = datetime.now(UTC)
SECTIONS = {"politics": "정치", "economy": "경제", "sports": "스포츠"}


@dataclass(frozen=True)
class Story:
    """One article."""

    number: int
    title: str

    @property
    def path(self) -> str:
        """Where it stands."""
        return f"/articles/{self.number}"


def stories(section: str, count: int = 8) -> list[Story]:
    """Articles of a section, the newest first."""
    first = 100 * (1 + [*SECTIONS, "front"].index(section))
    word = SECTIONS.get(section, "오늘")
    return [Story(first + n, f"{word} 소식 {n}번째, 가온시가 새 계획을 내놓았다") for n in range(count, 0, -1)]


def feed(title: str, of: Sequence[Story], base: str, extra: str = "") -> Page:
    """An RSS feed of articles ten minutes apart."""
    items = "".join(
        f"<item><title>{escape(s.title)}</title><link>{base}{s.path}</link>"
        f"<pubDate>{NOW - timedelta(minutes=10 * n):%a, %d %b %Y %H:%M:%S +0000}</pubDate></item>"
        for n, s in enumerate(of)
    )
    body = f"<rss version='2.0'><channel><title>{title}</title><link>{base}</link>{extra}{items}</channel></rss>"
    return Page(body.encode(), "application/rss+xml")


def html(body: str, head: str = "", title: str = "가온일보") -> Page:
    """A page."""
    text = f"<!doctype html><html><head><title>{title}</title>{head}</head><body>{body}</body></html>"
    return Page(text.encode(), "text/html; charset=utf-8")


def listing(of: Sequence[Story]) -> str:
    """Articles as a page lists them."""
    rows = "".join(
        f"<li><a href='{s.path}'>{escape(s.title)}</a> <em>2026.11.23 09:{s.number % 60:02}</em></li>" for s in of
    )
    return f"<div id='list'><h2>최신기사</h2><ul class='news'>{rows}</ul></div>"


def article(of: Story, head: str = "") -> Page:
    """One article's page, with nothing else on it."""
    text = "".join(f"<p>{of.title}. 시는 이날 오후 설명회를 열고 자세한 내용을 밝혔다. {n}</p>" for n in range(9))
    body = f"<article><h1>{escape(of.title)}</h1><p>홍길동 기자</p>{text}</article>"
    return html(body, head, of.title)


def link(path: str, title: str = "", kind: str = "application/rss+xml") -> str:
    """A link to a feed in a page's head."""
    return f"<link rel='alternate' type='{kind}' title='{title}' href='{path}'>"


def open_paper(server: http.Server) -> None:
    """Feeds of three sections, named in the head of every page."""
    head = "".join(link(f"/rss/{section}.xml", f"가온일보 {word}") for section, word in SECTIONS.items())
    for section, word in SECTIONS.items():
        server.pages[f"/rss/{section}.xml"] = feed(f"가온일보 {word}", stories(section), server.url(""))
    server.pages["/"] = html(listing(stories("front", 12)), head)
    for story in stories("politics"):
        server.pages[story.path] = article(story, head)
