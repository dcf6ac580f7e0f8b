"""Which elements are the rows of a listing, and which of them are no headlines."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from sokbo.model import Document

Reading = Callable[..., Document]
TITLES = ("다리 보수 공사 시작", "수영장 개방 시간 연장", "물길 복원 사업 검토", "여름 축제 준비 모임")


def titles(document: Document) -> tuple[str, ...]:
    return tuple(entry.title for entry in document.entries)


def days(document: Document) -> list[int]:
    return [entry.published.astimezone().day if entry.published else 0 for entry in document.entries]


def each(row: str, between: str = "") -> str:
    return between.join(row.format(n=n, title=title) for n, title in enumerate(TITLES))


@pytest.mark.parametrize(
    "page",
    [
        "<table>"
        + each("<tr><td><a href='/{n}'>{title}</a></td></tr><tr><td colspan=2>김누리 | 2025-06-2{n}</td></tr>")
        + "</table>",
        "<div>" + each("<p><a href='/{n}'>{title}</a></p><p><span>2025.06.2{n}</span></p>") + "</div>",
        "<dl>" + each("<dt>2025年06月2{n}日</dt><dd><a href='/{n}'>{title}</a></dd>") + "</dl>",
        "<div>" + each("[2025.06.2{n}] <a href='/{n}'>{title}</a>", "<br>") + "</div>",
        "<div>" + each("<a href='/{n}'>{title}</a><br>2025.06.2{n}", "<br><br>") + "</div>",
        "<center>"
        + each("<table><tr><td><font><a href='/{n}'>{title}</a></font></td><td>2025/06/2{n}</td></tr></table>")
        + "</center>",
        each("<div class=day><section><h3><a href='/{n}'>{title}</a></h3><i>06-2{n}</i></section></div>"),
        "<ul>"
        + each(
            "<li><a href='/{n}'><b class=d>2{n}</b> <i>2025.06</i><strong>{title}</strong><p>줄거리입니다.</p></a></li>"
        )
        + "</ul>",
        "<ul>"
        + each("<li><h3>{title}</h3><p>줄거리</p><em>2025.06.2{n}</em><a href='/{n}'>더 보기</a></li>")
        + "</ul>",
        "<ul>" + each("<li><a href='/{n}'><img src=t.jpg alt='{title}'></a><i>2025.06.2{n}</i></li>") + "</ul>",
        "<ul>" + each("<li><a href='/{n}'><img src=t.jpg></a><p>{title}</p><p>2025.06.2{n}</p></li>") + "</ul>",
        "<ul>"
        + each("<li><a href='/{n}' aria-label='{title}'><img></a><p class=tit>{title}</p><p>2025.06.2{n}</p></li>")
        + "</ul>",
        each("<ul class=row><li>{n}</li><li class=tit><a href='/{n}'>{title}</a></li><li>2025.06.2{n}</li></ul>"),
    ],
)
def test_a_row_is_found_however_it_is_laid_out(reading: Reading, page: str) -> None:
    document = reading(f"<html><body>{page}</body></html>", url="https://b.example/")
    assert titles(document) == TITLES
    assert [e.url for e in document.entries] == [f"https://b.example/{n}" for n in range(4)]
    assert [e.published.isoformat()[:10] if e.published else "" for e in document.entries] == [
        f"2025-06-{day}" for day in (20, 21, 22, 23)
    ]


def test_a_timeline_s_times_are_of_the_day_above_them(reading: Reading) -> None:
    rows = "<li>6월 25일 (수)</li>" + each("<li><i>14:0{n}</i> <a href='/{n}'>{title}</a></li>")
    document = reading(f"<ul>{rows}</ul>")
    assert {e.published.isoformat() for e in document.entries[:1] if e.published} == {"2025-06-25T14:00:00+09:00"}


def test_sections_of_a_front_page_are_one_listing(reading: Reading) -> None:
    def section(name: str) -> str:
        rows = each(f"<li><a href='/{name}/{{n}}'>{name} {{title}}</a><b>3분 전</b></li>")
        return f"<section class='box'><h2><a href='/{name}'>{name}</a></h2><div><ul>{rows}</ul></div></section>"

    assert len(reading(f"<main>{section('정치')}{section('경제')}{section('문화')}</main>").entries) == 12


def test_the_story_above_the_list_is_of_it(reading: Reading) -> None:
    hero = (
        "<div class=top><h2><a href='/n/99'>오늘의 큰 기사 제목</a></h2><p>줄거리</p><i class=date>2025.06.26</i></div>"
    )
    rows = each("<li><h4><a href='/n/{n}'>{title}</a></h4><i class=date>2025.06.2{n}</i></li>")
    assert titles(reading(f"<main>{hero}<ul>{rows}</ul></main>")) == ("오늘의 큰 기사 제목", *TITLES)


@pytest.mark.parametrize(
    "extra",
    [
        "<li class='notice'><b>공지</b> <a href='/r'>이용 안내입니다</a> 2020.01.01</li>",
        "<li><i class='ico_notice'></i> <a href='/r'>이용 안내입니다</a> 2020.01.01</li>",
        "<li><img src='/img/icon_notice.gif'> <a href='/r'>이용 안내입니다</a> 2020.01.01</li>",
        "<li><img alt='置顶' src='/p.gif'> <a href='/r'>이용 안내입니다</a> 2020.01.01</li>",
        "<li class='ad'><a href='/r'>특가 판매를 시작합니다</a> 2020.01.01</li>",
        "<li><a href='?page=2'>더 많은 글을 보시려면</a></li>",
        "<li><a href='/login'>글쓰기</a></li>",
    ],
)
def test_what_is_unlike_the_others_is_left_out(reading: Reading, extra: str) -> None:
    rows = each("<li><b>일반</b> <a href='/n/{n}'>{title}</a> 2025.06.2{n}</li>")
    document = reading(f"<ul>{extra}{rows}</ul>")
    assert titles(document) == TITLES
    assert len(document.skipped) == 1


def test_notices_in_a_list_of_their_own_are_left_out(reading: Reading) -> None:
    notices = each("<li><a href='/r/{n}'>안내 {title}</a> 2020.01.01</li>")
    rows = each("<li><a href='/n/{n}'>{title}</a> 2025.06.2{n}</li>")
    page = f"<div><ul class='notice_list'>{notices}</ul><ul class='post_list'>{rows}</ul></div>"
    assert titles(reading(page)) == TITLES


def test_a_kind_of_post_in_a_row_numbered_in_order_is_no_notice(reading: Reading) -> None:
    rows = "".join(
        f"<tr><th>{90 - n}</th><td>{'공지' if n == 0 else '행사'}</td><td><a href='/{n}'>{t}</a></td>"
        f"<td>2025.06.2{n}</td></tr>"
        for n, t in enumerate(TITLES)
    )
    head = (
        "<tr><th><img alt='번호'></th><th><img alt='구분'></th><th><img alt='제목'></th><th><img alt='날짜'></th></tr>"
    )
    assert titles(reading(f"<table>{head}{rows}</table>")) == TITLES


def test_links_to_the_front_pages_of_others_are_no_listing(reading: Reading) -> None:
    rows = each("<p><a href='/n/{n}'>{title}</a> <em>06-2{n}</em></p>")
    partners = "".join(
        f"<li><a href='https://p{n}.example/'>제휴를 맺은 지역 언론사 누리집 {n}</a></li>" for n in range(40)
    )
    assert titles(reading(f"<div>{rows}</div><div><ul>{partners}</ul></div>")) == TITLES


def test_what_every_row_says_is_no_notice(reading: Reading) -> None:
    rows = each("<li class='notice_row'><b>공지</b> <a href='/n/{n}'>{title}</a> 2025.06.2{n}</li>") * 2
    assert titles(reading(f"<ul>{rows}</ul>")) == TITLES


def test_a_list_that_is_not_shown_is_not_read(reading: Reading) -> None:
    rows = each("<li><a href='/n/{n}'>{title}</a> 06-2{n}</li>")
    hidden = each("<li><a href='/h/{n}'>숨은 {title}</a> 06-2{n}</li>")
    page = f"<div><ul class=l>{rows}</ul></div><div style='display:none'><ul class=l>{hidden}</ul></div>"
    assert titles(reading(page)) == TITLES


def test_a_cut_title_is_told_in_full_where_the_row_has_it(reading: Reading) -> None:
    for full in ("<a href='/{n}' title='{title}'>", "<a href='/{n}' aria-label='{title} 자세히 보기'>"):
        rows = "".join(f"<li>{full}{{title}}</a> 06-2{n}</li>".format(n=n, title=t) for n, t in enumerate(TITLES))
        for title in TITLES:
            rows = rows.replace(f">{title}</a>", f">{title[:6]}...</a>")
        assert titles(reading(f"<ul>{rows}</ul>")) == TITLES


@pytest.mark.parametrize(
    ("page", "says"),
    [
        ("<h1>404</h1><p>페이지를 찾을 수 없습니다</p><a href='/'>처음으로</a>", "isn't there"),
        ("<form action='/s'><input name='query'></form><a href='/a'>도움말</a>", "search form"),
        ("<html><frameset cols='20,*'><frame src='/bbs/list.php'></frameset></html>", "/bbs/list.php"),
        (
            "<table><tr><th>번호</th><th>제목</th><th>날짜</th></tr>"
            "<tr><td colspan=3>등록된 글이 없습니다.</td></tr></table>"
            "<div id='side'><ul>" + each("<li><a href='/{n}'>{title} 소식</a><i>06-2{n}</i></li>") + "</ul></div>",
            "empty",
        ),
    ],
)
def test_a_page_without_rows_says_what_it_is(reading: Reading, page: str, says: str) -> None:
    document = reading(page if "<html>" in page else f"<html><body>{page}</body></html>")
    assert document.entries == ()
    assert says in document.warnings[0]
