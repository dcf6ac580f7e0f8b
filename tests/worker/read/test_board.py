"""Boards read without a selector: which rows, which link, whose name, which date."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from sokbo.model import Document, Precision
from worker.read.board.roles import of_heading, of_names

Reading = Callable[..., Document]
TITLES = (
    "한강 다리 야간 통제 시작",
    "시민 수영장 무료 개방 연장",
    "[단독] 도심 물길 복원 검토",
    "여름 축제 안전요원 두 배로",
)
HEADINGS = "<tr><th>번호</th><th>제목</th><th>글쓴이</th><th>날짜</th></tr>"


def table(
    title: str = "<a href='/n/{n}'>{title}</a>", date: str = "2025.06.26", extra: str = "", top: str = HEADINGS
) -> str:
    rows = "".join(
        f"<tr><td>{90 - n}</td><td>{title.format(n=n, title=text)}</td><td>사회부</td><td>{date}</td></tr>"
        for n, text in enumerate(TITLES)
    )
    return f"<html><body><table>{top}{extra}{rows}</table></body></html>"


def titles(document: Document) -> tuple[str, ...]:
    return tuple(entry.title for entry in document.entries)


@pytest.mark.parametrize(
    "title",
    [
        "<a href='/n/{n}'>{title}</a> new",
        "<a href='/n/{n}'>{title} new</a>",
        "<a href='/n/{n}'>{title}</a><img src='x' alt='new'>",
        "<a href='/n/{n}'>{title} <span class='n'>new</span></a>",
        "<a href='/n/{n}'>{title}<em>N</em><img alt='첨부파일'></a>",
        "<a href='/n/{n}'>{title}</a> <a href='/n/{n}#comment'>[12]</a>",
        "<a href='/n/{n}'>{title} [12]</a>",
        "<a href='/n/{n}'>{title} <b>(12)</b></a>",
        "<a href='/list?category=3'>정치</a> <a href='/n/{n}'>{title}</a>",
        "<a href='/n/{n}'><img src='/t.jpg' alt='{title}'></a> <a href='/n/{n}'>{title}</a>",
        "<a href='/n/{n}' class='s'>{title}</a><br><a href='/n/{n}'>제목보다 훨씬 긴 요약을 보여 주는 둘째 줄</a>",
        "<a href='/n/{n}'><strong>{title}</strong><p>카드 하나가 통째로 한 링크인 때의 요약</p></a>",
        "<a href='/n/{n}' title='{title}'>{title:.9}...</a>",
    ],
)
@pytest.mark.parametrize("top", [HEADINGS, ""], ids=["headed", "bare"])
def test_a_title_is_told_from_what_decorates_it(reading: Reading, title: str, top: str) -> None:
    document = reading(table(title, top=top), url="https://b.example/list")
    assert titles(document) == TITLES
    assert [e.url for e in document.entries] == [f"https://b.example/n/{n}" for n in range(4)]
    assert {e.author for e in document.entries} == {"사회부"}


@pytest.mark.parametrize(
    ("number", "title", "reason"),
    [
        ("공지", "게시판 이용 안내입니다", "notice"),
        ("<img alt='공지'>", "게시판 이용 안내입니다", "notice"),
        ("99", "[공지] 게시판 이용 안내입니다", "notice"),
        ("AD", "여름 맞이 특가 판매를 시작합니다", "advertisement"),
        ("추천", "지난주에 많이 본 소식", "marked '추천'"),
    ],
)
def test_rows_that_are_no_headlines_are_left_out_with_the_reason(
    reading: Reading, number: str, title: str, reason: str
) -> None:
    row = f"<tr><td>{number}</td><td><a href='/r'>{title}</a></td><td>운영자</td><td>2025.01.01</td></tr>"
    document = reading(table(extra=row))
    assert titles(document) == TITLES
    assert [(s.text, s.reason.startswith(reason)) for s in document.skipped] == [(title, True)]


def test_a_notice_is_known_by_its_row_s_name_too(reading: Reading) -> None:
    row = "<tr class='bo_notice'><td>99</td><td><a href='/r'>이용 안내</a></td><td>운영자</td><td>2025.01.01</td></tr>"
    assert titles(reading(table(extra=row))) == TITLES


def test_an_address_is_listed_once(reading: Reading) -> None:
    again = f"<tr><td>80</td><td><a href='/n/0'>{TITLES[0]}</a></td><td>가</td><td>2025.06.20</td></tr></table>"
    document = reading(table().replace("</table>", again))
    assert titles(document) == TITLES
    assert [s.reason for s in document.skipped] == ["repeated"]


@pytest.mark.parametrize(
    ("date", "precision"),
    [
        ("2025.06.26", Precision.DAY),
        ("06-26", Precision.DAY),
        ("14:05", Precision.MINUTE),
        ("2025-06-26 14:05", Precision.MINUTE),
        ("<span>2025.06.26</span> <span>14:05</span>", Precision.MINUTE),
        ("<time datetime='2025-06-26T14:05:09+09:00'>6월 26일</time>", Precision.SECOND),
        ("<span class='date' title='3 시간 전'>2025.06.26</span>", Precision.DAY),
        ("3분 전", Precision.MINUTE),
    ],
)
def test_dates_of_rows_keep_their_precision(reading: Reading, date: str, precision: Precision) -> None:
    document = reading(table(date=date))
    assert titles(document) == TITLES
    assert {e.precision for e in document.entries} == {precision}
    assert {e.published.day for e in document.entries if e.published} <= {25, 26}


def test_a_list_without_names_or_headings_is_read_by_what_repeats(reading: Reading) -> None:
    items = "".join(f"<li><a href='v?{n}'>{t}</a> <i>누리</i> | 2025.06.26 | 조회 3</li>" for n, t in enumerate(TITLES))
    document = reading(f"<body><div class='gnb'><a href='/'>처음으로</a></div><ul>{items}</ul></body>")
    assert titles(document) == TITLES
    assert {e.precision for e in document.entries} == {Precision.DAY}


def test_lists_of_a_few_rows_each_are_read_together(reading: Reading) -> None:
    halves = [TITLES[:2], TITLES[2:]]
    lists = "".join(
        "<ul>" + "".join(f"<li><a href='/{t[:3]}'>{t}</a><span>06-26</span></li>" for t in half) + "</ul>"
        for half in halves
    )
    assert titles(reading(f"<div>{lists}</div>")) == TITLES


def test_navigation_rankings_and_footers_lose_against_the_listing(reading: Reading) -> None:
    many = "".join(f"<li><a href='/m{n}'>메뉴에 있는 꽤 긴 이름의 항목 {n}</a></li>" for n in range(30))
    ranking = "".join(f"<li><a href='/r{n}'>많이 본 기사 {n}위의 제목이 여기 옵니다</a></li>" for n in range(10))
    page = table().replace("<table>", f"<nav><ul>{many}</ul></nav><div class='rank'><ul>{ranking}</ul></div><table>")
    assert titles(reading(page)) == TITLES


def test_posts_opened_by_a_script_have_a_title_and_no_address(reading: Reading) -> None:
    document = reading(table("<a href='#none' onclick='view({n})'>{title}</a>"))
    assert titles(document) == TITLES
    assert {e.url for e in document.entries} == {None}


def test_sessions_are_left_out_of_addresses(reading: Reading) -> None:
    document = reading(
        table("<a href='/n?id={n}&PHPSESSID=0a1b2c3d4e5f60718293'>{title}</a>"), url="https://b.example/"
    )
    assert document.entries[3].url == "https://b.example/n?id=3"


def test_an_outlet_of_each_row_is_the_entry_s_outlet(reading: Reading) -> None:
    document = reading(table(top=HEADINGS.replace("글쓴이", "언론사")))
    assert {(e.outlet, e.author) for e in document.entries} == {("사회부", None)}


@pytest.mark.parametrize(
    ("page", "says"),
    [
        (f"<table>{HEADINGS}<tr><td colspan=4>게시물이 없습니다.</td></tr></table>", "empty"),
        ("<form><input type=password></form><a href='/find'>비밀번호를 잊으셨나요</a>", "login"),
        ("<meta property='og:type' content='article'><p>글</p><a href='/1'>다른 글 하나</a>", "article"),
        ("<p>새 단장 중입니다. <a href='/'>처음으로</a></p>", "no listing"),
    ],
)
def test_a_page_without_a_listing_is_empty_with_one_warning(reading: Reading, page: str, says: str) -> None:
    document = reading(f"<html><body>{page}</body></html>")
    assert document.entries == ()
    assert len(document.warnings) == 1
    assert says in document.warnings[0]


def test_a_board_s_fingerprints_follow_what_a_row_says(reading: Reading) -> None:
    first, later = reading(table()), reading(table().replace("무료 개방", "유료 개방"))
    changed = [a.fingerprint != b.fingerprint for a, b in zip(first.entries, later.entries, strict=True)]
    assert changed == [False, True, False, False]


@pytest.mark.parametrize(
    ("tag", "names", "role"),
    [
        ("td", "td_subject", "title"),
        ("td", "td_datetime", "date"),
        ("td", "td_name sv_use", "author"),
        ("a", "replyNum", "count"),
        ("td", "td_num2", "number"),
        ("p", "sub_title", "summary"),
        ("span", "regDate", "date"),
        ("span", "new_icon", "badge"),
        ("h3", "", "title"),
        ("time", "", "date"),
        ("div", "wrap", ""),
    ],
)
def test_names_in_the_markup_say_what_an_element_holds(tag: str, names: str, role: str) -> None:
    assert of_names(tag, names) == role


def test_headings_are_known_however_they_are_spaced_and_marked() -> None:
    assert [of_heading(text) for text in ("번호", "제 목", " 작성일 ▼", "Subject", "조회 수", "날씨")] == [
        "number",
        "title",
        "date",
        "title",
        "count",
        "",
    ]
