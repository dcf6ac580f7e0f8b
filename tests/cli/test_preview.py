"""``sokbo preview``: what it prints, and the one line where there is nothing to print."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result
from parts import http

from cli.main import sokbo

BOARDS = Path(__file__).parents[1] / "corpus" / "boards"
FEED = """<rss><channel><title>예시일보</title><item><title>[속보] 물길 열렸다(종합)</title><link>/1</link>
<pubDate>Thu, 26 Jun 2025 14:03:00 +0900</pubDate></item><item><guid>g</guid></item></channel></rss>"""
Preview = Callable[..., Result]


@pytest.fixture
def preview(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Preview:
    monkeypatch.setenv("SOKBO_DATA_DIR", str(tmp_path / "nothing here"))

    def run(*args: str, stdin: bytes = b"", **environment: str) -> Result:
        return CliRunner(env=environment).invoke(sokbo, ["preview", *args], input=stdin)

    return run


@pytest.fixture
def publisher() -> Iterator[http.Server]:
    with http.server() as server:
        yield server


def printed(result: Result) -> dict[str, Any]:
    assert result.exit_code == 0, result.stderr
    document: dict[str, Any] = json.loads(result.stdout)
    return document


def refused(result: Result) -> tuple[int, str]:
    assert result.stdout == ""
    assert len(result.stderr.splitlines()) == 1
    assert result.stderr.startswith("sokbo: ")
    return result.exit_code, result.stderr


def test_a_document_is_printed_as_the_contract_says(preview: Preview) -> None:
    document = printed(preview("-", "--base-url", "https://news.example/rss", "--json", stdin=FEED.encode()))
    assert document == {
        "kind": "feed",
        "encoding": "utf-8",
        "title": "예시일보",
        "headlines": [
            {
                "title": "[속보] 물길 열렸다(종합)",
                "url": "https://news.example/1",
                "author": None,
                "published": "2025-06-26T14:03:00+09:00",
                "precision": "second",
                "labels": ["속보", "종합"],
                "outlet": None,
            }
        ],
        "skipped": [{"reason": "no title", "text": "g"}],
        "warnings": [],
    }


def test_the_seed_s_board_comes_out_row_by_row(preview: Preview) -> None:
    page = str(BOARDS / "01-xe-table.html")
    at = ("--at", "2025-06-26T15:00+09:00")
    document = printed(preview(page, "--base-url", "https://plaza.example.org/", *at, "--json"))
    assert document["kind"] == "board"
    assert [h["title"] for h in document["headlines"]][:2] == [
        "권성동 \"총리 임명 안된다\" 2번 말하자, 李대통령 웃으며 팔 '툭'",
        "복지장관, '전공의 예산 삭감' 지적에 \"복귀 가시화 시 조정\"(종합)",
    ]
    assert {(h["author"], h["published"], h["precision"]) for h in document["headlines"]} == {
        ("랭크뉴스", "2025-06-26T00:00:00+09:00", "day")
    }
    assert all(h["url"].startswith("https://plaza.example.org/index.php?") for h in document["headlines"])


def test_people_see_a_table_and_warnings_beside_it(preview: Preview) -> None:
    seen = preview(str(BOARDS / "02-gnuboard-table.html"), "--at", "2025-06-26T15:00:00+09:00")
    assert seen.exit_code == 0
    assert "2025-06-26 13:58" in seen.stdout
    assert "2025-06-24 " in seen.stdout
    assert "8 headlines in a board (utf-8), 1 left out" in seen.stderr
    empty = preview(str(BOARDS / "07-login.html"))
    assert empty.exit_code == 0
    assert "a login page, not a listing" in empty.stderr


def test_dates_without_a_zone_are_the_desk_s(preview: Preview) -> None:
    page = "<ul>" + "".join(f"<li><a href='/{n}'>꽤 긴 제목 {n}번</a> 2025.06.26</li>" for n in range(3)) + "</ul>"
    document = printed(preview("-", "--json", stdin=page.encode(), SOKBO_TIMEZONE="Europe/Paris"))
    assert {h["published"] for h in document["headlines"]} == {"2025-06-26T00:00:00+02:00"}


def test_an_address_is_fetched_and_its_content_type_believed(preview: Preview, publisher: http.Server) -> None:
    body = "<rss><item><title>été</title></item></rss>".encode("cp1252")
    publisher.pages["/rss"] = http.Page(body, "text/xml; charset=latin1")
    document = printed(preview(publisher.url("/rss"), "--json", SOKBO_ALLOW_ADDRESSES="127.0.0.0/8"))
    assert [h["title"] for h in document["headlines"]] == ["été"]


def test_links_start_where_redirects_ended(preview: Preview, publisher: http.Server) -> None:
    publisher.pages["/old"] = http.Page(status=302, headers={"Location": "/new/rss"})
    publisher.pages["/new/rss"] = http.Page(b"<rss><item><title>x</title><link>1</link></item></rss>", "text/xml")
    document = printed(preview(publisher.url("/old"), "--json", SOKBO_ALLOW_ADDRESSES="127.0.0.0/8"))
    assert [h["url"] for h in document["headlines"]] == [publisher.url("/new/1")]


@pytest.mark.parametrize(
    ("status", "says"), [(404, "check the address"), (401, "asks for a login"), (500, "try again later")]
)
def test_an_answer_without_a_document_is_one_line(
    preview: Preview, publisher: http.Server, status: int, says: str
) -> None:
    publisher.pages["/rss"] = http.Page(b"<html>no</html>", status=status)
    code, line = refused(preview(publisher.url("/rss"), SOKBO_ALLOW_ADDRESSES="127.0.0.0/8"))
    assert code == 69
    assert says in line
    assert f"HTTP {status}" in line


def test_nothing_answering_and_nothing_allowed_are_69(preview: Preview, publisher: http.Server) -> None:
    assert refused(preview("http://127.0.0.1:9/", SOKBO_ALLOW_ADDRESSES="127.0.0.0/8"))[0] == 69
    code, line = refused(preview(publisher.url("/rss")))
    assert code == 69
    assert "SOKBO_ALLOW_ADDRESSES" in line
    assert publisher.asked == []


@pytest.mark.parametrize(
    ("args", "stdin", "code", "says"),
    [
        (["-"], b"", 65, "empty"),
        (["-"], b"just words", 65, "neither a feed nor a page"),
        (["no-such-file"], b"", 65, "no file"),
        (["news.example/rss"], b"", 65, "try https://news.example/rss"),
        (["/"], b"", 65, "can't be read"),
        (["ftp://news.example/"], b"", 2, "http:// or https://"),
        (["-", "--at", "soon"], b"x", 2, "--at"),
    ],
)
def test_what_can_not_be_read_or_is_asked_wrongly_is_one_line(
    preview: Preview, args: list[str], stdin: bytes, code: int, says: str
) -> None:
    status, line = refused(preview(*args, stdin=stdin))
    assert status == code
    assert says in line


def test_a_wrong_setting_is_one_line(preview: Preview) -> None:
    code, line = refused(preview("-", stdin=b"<rss/>", SOKBO_TIMEZONE="Mars/Olympus"))
    assert code == 2
    assert "SOKBO_TIMEZONE" in line


def test_a_file_is_read_without_the_database_s_or_the_network_s_parts() -> None:
    heavy = "{'sqlalchemy', 'celery', 'redis', 'pycurl', 'starlette', 'rich'} & set(sys.modules)"
    program = f"import sys, cli.preview; print({heavy})"
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert done.stdout == "set()\n"
