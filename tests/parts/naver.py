"""A local stand-in for Naver's news search, as documented: its answers, its limits, its errors.

Articles are added newest last and answered newest first, highlighted and escaped as the real one does.
"""

from __future__ import annotations

import html
import json
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta, timezone
from email.utils import format_datetime
from urllib.parse import parse_qs, urlsplit

from parts import http
from parts.http import Asked, Page

KEY, SECRET = "client-of-the-test", "secret-of-the-test"
_HEADERS = ("x-naver-client-id", "x-naver-client-secret")
KOREA = timezone(timedelta(hours=9))


@dataclass
class Article:
    """One article that the search knows."""

    title: str
    url: str
    at: datetime
    on_naver: bool = True


@dataclass
class Naver:
    """The search: `quota` calls are answered, `errors` come first where there are any."""

    server: http.Server
    articles: list[Article] = field(default_factory=list)
    quota: int = 25_000
    errors: list[tuple[int, str]] = field(default_factory=list)
    calls: list[dict[str, str]] = field(default_factory=list)
    hub: bool = False
    """Whether it is the API HUB's: other headers, another path, errors within an error."""

    @property
    def path(self) -> str:
        """Where it is asked."""
        return "/search/v1/news" if self.hub else "/v1/search/news.json"

    def settings(self, **more: str) -> dict[str, str]:
        """The environment of a desk that asks it."""
        return {
            "SOKBO_NAVER_CLIENT_ID": KEY,
            "SOKBO_NAVER_CLIENT_SECRET": SECRET,
            "SOKBO_NAVER_URL": self.server.url(self.path if self.hub else "").rstrip("/"),
            **more,
        }

    def write(self, title: str, url: str, *, ago: timedelta = timedelta(), on_naver: bool = True) -> None:
        """An article comes out."""
        self.articles.append(Article(title, url, datetime.now(UTC) - ago, on_naver))

    def answer(self, asked: Asked) -> Page:
        """What the real one would answer."""
        parts = urlsplit(asked.path)
        query = {name: values[0] for name, values in parse_qs(parts.query, keep_blank_values=True).items()}
        names = ("x-ncp-apigw-api-key-id", "x-ncp-apigw-api-key") if self.hub else _HEADERS
        if [asked.headers.get(name) for name in names] != [KEY, SECRET]:
            return self._unknown()
        if parts.path != self.path:
            return _error(404, "SE05", "Invalid search api (존재하지 않는 검색 api 입니다.)")
        self.calls.append(query)
        if len(self.calls) > self.quota:
            return _error(429, "010", "Query limit exceeded. (쿼리 한도를 초과했습니다.)")
        if self.errors:
            status, code = self.errors.pop(0)
            return _error(status, code, "as the test says")
        return self._search(query)

    def _unknown(self) -> Page:
        if self.hub:
            body = b'{"error": {"errorCode": "200", "message": "Authentication Failed", "details": "Invalid key"}}'
            return Page(body, "application/json", 401)
        return _error(401, "024", "Authentication failed. (인증에 실패했습니다.)")

    def _search(self, query: dict[str, str]) -> Page:
        display, start = int(query.get("display", 10)), int(query.get("start", 1))
        if not query.get("query"):
            return _error(400, "SE01", "Incorrect query request (잘못된 쿼리요청입니다.)")
        if not 1 <= display <= 100:
            return _error(400, "SE02", "Invalid display value (부적절한 display 값입니다.)")
        if not 1 <= start <= 1000:
            return _error(400, "SE03", "Invalid start value (부적절한 start 값입니다.)")
        if query.get("sort", "sim") not in {"sim", "date"}:
            return _error(400, "SE04", "Invalid sort value (부적절한 sort 값입니다.)")
        words = query["query"].split()
        found = [a for a in reversed(self.articles) if all(word in a.title for word in words)]
        shown = found[start - 1 : start - 1 + display]
        said = {
            "lastBuildDate": _date(datetime.now(UTC)),
            "total": len(found),
            "start": start,
            "display": len(shown),
            "items": [_item(article, words) for article in shown],
        }
        return Page(json.dumps(said, ensure_ascii=False, indent=1).encode(), "application/json; charset=UTF-8")


def _item(article: Article, words: list[str]) -> dict[str, str]:
    title = html.escape(article.title)
    for word in words:
        title = title.replace(word, f"<b>{word}</b>")
    link = f"https://n.news.naver.com/mnews/article/001/{abs(hash(article.url)) % 10**10:010}?sid=101"
    return {
        "title": title,
        "originallink": article.url,
        "link": link if article.on_naver else article.url,
        "description": f"{title} …",
        "pubDate": _date(article.at.replace(second=0)),
    }


def _date(at: datetime) -> str:
    return format_datetime(at.astimezone(KOREA))


def _error(status: int, code: str, message: str) -> Page:
    body = json.dumps({"errorMessage": message, "errorCode": code}, ensure_ascii=False).encode()
    return Page(body, "application/json; charset=UTF-8", status)


@contextmanager
def search() -> Iterator[Naver]:
    """The search, running."""
    with http.server() as server:
        naver = Naver(server)
        server.answer = naver.answer
        yield naver
