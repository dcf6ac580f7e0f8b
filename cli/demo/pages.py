"""The newsroom's pages as bytes: two boards in different markup, RSS, Atom, JSON Feed, articles. Pure.

Every page says plainly that it is part of the demo.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from html import escape

import orjson

from cli.demo.script import Posted, Script

NOTE = "Sokbo 데모 뉴스룸 · demo newsroom: 모두 지어낸 소식입니다 · all of it is invented."
KOREAN_NEW_S = 600


def _page(title: str, body: str) -> bytes:
    head = f"<!doctype html><html lang='ko'><head><meta charset='utf-8'><title>{escape(title)}</title></head>"
    return f"{head}<body><p>{NOTE}</p>{body}</body></html>".encode()


def moment(opened: datetime, post: Posted) -> datetime:
    """When a headline came out."""
    return opened + timedelta(seconds=round(post.second))


def board(name: str, posts: Sequence[Posted], opened: datetime, now: datetime) -> bytes:
    """A board in table markup: number, title, author, date."""
    rows = "".join(
        f"<tr><td class='no'>{p.number}</td><td class='title'><a href='/article/{p.number}?outlet={p.outlet}'>"
        f"{escape(p.title)}</a>{_new(p, opened, now)}</td><td class='author'>{escape(name)}</td>"
        f"<td class='time'>{moment(opened, p):%Y.%m.%d %H:%M}</td></tr>"
        for p in posts
    )
    head = "<tr><th>번호</th><th>제목</th><th>글쓴이</th><th>날짜</th></tr>"
    return _page(
        name, f"<h1>{escape(name)}</h1><table class='bd_lst'><thead>{head}</thead><tbody>{rows}</tbody></table>"
    )


def _new(post: Posted, opened: datetime, now: datetime) -> str:
    fresh = (now - moment(opened, post)).total_seconds() < KOREAN_NEW_S
    return " <span class='icon_new'>new</span>" if fresh else ""


def listing(name: str, posts: Sequence[Posted], opened: datetime) -> bytes:
    """A board as a list: title and time."""
    rows = "".join(
        f"<li><a class='subject' href='/article/{p.number}?outlet={p.outlet}'>{escape(p.title)}</a>"
        f" <span class='date'>{moment(opened, p):%Y-%m-%d %H:%M}</span></li>"
        for p in posts
    )
    return _page(name, f"<h1>{escape(name)}</h1><ul class='news_list'>{rows}</ul>")


def rss(name: str, posts: Sequence[Posted], opened: datetime, base: str) -> bytes:
    """An RSS 2.0 feed."""
    items = "".join(
        f"<item><title>{escape(p.title)}</title><link>{base}/article/{p.number}?outlet={p.outlet}</link>"
        f"<guid isPermaLink='false'>{p.outlet}-{p.number}</guid>"
        f"<pubDate>{moment(opened, p):%a, %d %b %Y %H:%M:%S %z}</pubDate></item>"
        for p in posts
    )
    channel = f"<title>{escape(name)}</title><link>{base}/</link><description>{NOTE}</description>{items}"
    return f"<?xml version='1.0' encoding='utf-8'?><rss version='2.0'><channel>{channel}</channel></rss>".encode()


def atom(name: str, posts: Sequence[Posted], opened: datetime, base: str) -> bytes:
    """An Atom feed."""
    entries = "".join(
        f"<entry><id>urn:demo:{p.outlet}:{p.number}</id><title>{escape(p.title)}</title>"
        f"<link href='{base}/article/{p.number}?outlet={p.outlet}'/>"
        f"<updated>{moment(opened, p).isoformat()}</updated></entry>"
        for p in posts
    )
    updated = moment(opened, posts[0]) if posts else opened
    head = f"<title>{escape(name)}</title><id>urn:demo:{escape(name)}</id><updated>{updated.isoformat()}</updated>"
    feed = f"<feed xmlns='http://www.w3.org/2005/Atom'>{head}<subtitle>{NOTE}</subtitle>{entries}</feed>"
    return f"<?xml version='1.0' encoding='utf-8'?>{feed}".encode()


def json_feed(name: str, posts: Sequence[Posted], opened: datetime, base: str) -> bytes:
    """A JSON Feed."""
    items = [
        {
            "id": f"{p.outlet}-{p.number}",
            "url": f"{base}/article/{p.number}?outlet={p.outlet}",
            "title": p.title,
            "date_published": moment(opened, p).isoformat(),
        }
        for p in posts
    ]
    feed = {
        "version": "https://jsonfeed.org/version/1.1",
        "title": name,
        "home_page_url": f"{base}/",
        "description": NOTE,
    }
    return orjson.dumps(feed | {"items": items})


def article(name: str, title: str) -> bytes:
    """One headline's own page."""
    return _page(title, f"<article><h1>{escape(title)}</h1><p>{escape(name)}</p></article>")


def front(script: Script) -> bytes:
    """Where everything is."""
    links = "".join(
        f"<li><a href='/{place}'>{escape(script.outlets[o])}</a></li>" for place, o in script.places.items()
    )
    return _page("Sokbo demo", f"<h1>Sokbo demo</h1><ul>{links}</ul>")
