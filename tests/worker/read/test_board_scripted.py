"""Posts that a script opens: their addresses are made as the page would make them, or left out."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sokbo.model import Document
from worker.read.board import javascript, statements
from worker.read.board.javascript import Run

Reading = Callable[..., Document]
TITLES = ("다리 보수 공사 시작", "수영장 개방 시간 연장", "물길 복원 사업 검토", "여름 축제 준비 모임")
URL = "https://city.example/press/list.do"


def board(opener: str, script: str = "", around: str = "") -> str:
    rows = "".join(
        f"<tr><td>{90 - n}</td><td>{opener.format(n=7000 + n, title=title)}</td><td>2025.06.2{n}</td></tr>"
        for n, title in enumerate(TITLES)
    )
    head = "<tr><th>번호</th><th>제목</th><th>등록일</th></tr>"
    return f"<html><body><script>{script}</script>{around}<table>{head}{rows}</table></body></html>"


@pytest.mark.parametrize(
    ("opener", "script", "address"),
    [
        (
            """<a href="#" onclick="fn_view('{n}'); return false;">{title}</a>""",
            'function fn_view(no) { location.href = "/press/view.do?menu=3&no=" + no; }',
            "https://city.example/press/view.do?menu=3&no=7000",
        ),
        (
            """<a href="javascript:go('news', {n})">{title}</a>""",
            "var go = function (kind, no) { var u = '/' + kind; u += '/' + no; window.location.assign(u) }",
            "https://city.example/news/7000",
        ),
        (
            """<a href="javascript:board.read('{n}')">{title}</a>""",
            "var board = { read: (no) => { location.href = `./view.do?no=${no}`; } }",
            "https://city.example/press/view.do?no=7000",
        ),
        (
            """<a href="#none" class="open" data-post-no="{n}">{title}</a>""",
            "$(function () { $('.open').on('click', function () { location = '/p/' + $(this).data('post-no'); }); });",
            "https://city.example/p/7000",
        ),
        (
            """<a class="open" data-post-no="{n}">{title}</a>""",
            "document.onclick = function (e) { location.href = '/p/' + e.target.dataset.postNo }",
            "https://city.example/p/7000",
        ),
        (
            """<a href="#" onclick="window.open('/pop.jsp?no={n}', 'pop', 'width=600'); return false">{title}</a>""",
            "",
            "https://city.example/pop.jsp?no=7000",
        ),
        (
            """<a href="javascript:movePage('/press/view.do?no={n}')">{title}</a>""",
            "",
            "https://city.example/press/view.do?no=7000",
        ),
        (
            """<span onclick="location.href='view.do?no={n}'">{title}</span>""",
            "",
            "https://city.example/press/view.do?no=7000",
        ),
    ],
)
def test_an_address_is_made_as_the_page_s_script_makes_it(
    reading: Reading, opener: str, script: str, address: str
) -> None:
    document = reading(board(opener, script), url=URL)
    assert [e.title for e in document.entries] == list(TITLES)
    assert document.entries[0].url == address
    assert len({e.url for e in document.entries}) == len(TITLES)


FORM = "<form name='f' method='{method}' action='/'><input type='hidden' name='menu' value='3'><input name='no'></form>"
FILL = "function view(no) { var g = document.f; g.no.value = no; g.action = '/press/view.do'; g.submit(); }"


def test_a_form_sent_by_get_makes_an_address(reading: Reading) -> None:
    page = board("<a href='javascript:view({n})'>{title}</a>", FILL, FORM.format(method="get"))
    assert reading(page, url=URL).entries[1].url == "https://city.example/press/view.do?menu=3&no=7001"


def test_a_form_sent_by_post_makes_none(reading: Reading) -> None:
    document = reading(board("<a href='javascript:view({n})'>{title}</a>", FILL, FORM.format(method="post")), url=URL)
    assert [(e.title, e.url) for e in document.entries] == [(title, None) for title in TITLES]


def test_a_plain_link_to_one_of_the_posts_shows_how_all_are_addressed(reading: Reading) -> None:
    page = board("<a href='javascript:view({n})'>{title}</a>", around="<p><a href='/v?no=7002'>바로 가기</a></p>")
    assert [e.url for e in reading(page, url=URL).entries] == [
        f"https://city.example/v?no={7000 + n}" for n in range(4)
    ]


def test_titles_that_send_a_form_are_headlines(reading: Reading) -> None:
    form = "<form method='post'><input type='hidden' name='no' value='{n}'><input type='submit' value='{title}'></form>"
    assert [(e.title, e.url) for e in reading(board(form), url=URL).entries] == [(title, None) for title in TITLES]


@given(st.text(alphabet="ab'\"`+;{}()=.$\n location.href", max_size=200))
def test_no_script_harms(script: str) -> None:
    where = Run({}, {"no": "1"}, {}, lambda name: None)
    address = javascript.run(statements.statements(statements.without_comments(script)), where)
    assert address is None or isinstance(address, str)
    list(statements.calls(script))
    statements.function(script, "a")
