"""Titles for showing, and the labels that newsrooms put on them."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sokbo.text import clean, excerpt, labels, without_labels


@pytest.mark.parametrize(
    ("raw", "shown"),
    [
        ("  강변북로\n\t새벽   안개 ", "강변북로 새벽 안개"),
        ("R&amp;D 예산", "R&D 예산"),
        ("&amp;quot;늦어도 가을&amp;quot;", '"늦어도 가을"'),
        ("&amp;amp;lt;2단계&amp;amp;gt;", "<2단계>"),
        ("3%&nbsp;올라&hellip;", "3% 올라…"),
        ("값 &#8361;300 &#x2191", "값 ₩300 ↑"),
        ("<b>굵은</b> 제목<br/>둘째 줄", "굵은 제목 둘째 줄"),
        ("한<em>국</em>은행", "한국은행"),
        ("제목<script>alert('x')</script>", "제목"),
        ("제목<!-- 숨김 -->", "제목"),
        ("<![CDATA[제목]]>", "제목"),
        ("강\u200b변\u00ad북\ufeff로", "강변북로"),
        ("새벽\x00\x08\u202e 안개", "새벽 안개"),
        ("홍\u3164길동", "홍 길동"),
        ("망가진 \ud83d 이모지", "망가진 이모지"),
    ],
)
def test_what_is_shown_has_no_markup_no_entities_and_nothing_invisible(raw: str, shown: str) -> None:
    assert clean(raw) == shown


@pytest.mark.parametrize(
    "title",
    ["<인터뷰> 등대지기", "AT&T·R&D 협력", "1 < 2, 3 > 2", "Q&A: what next?", "👨\u200d👩\u200d👧 가족", "<속보> 개통"],
)
def test_what_only_looks_like_markup_stays(title: str) -> None:
    assert clean(title) == title


def test_decomposed_hangul_is_composed() -> None:
    assert clean(unicodedata.normalize("NFD", "강변북로 안개")) == "강변북로 안개"


@given(st.text())
def test_cleaning_twice_changes_nothing_more(raw: str) -> None:
    once = clean(raw)
    assert clean(once) == once


@given(st.text(alphabet="&amp;lt#39x<b>/ 가\u200b\x00;"))
def test_no_escaping_survives_however_deep(raw: str) -> None:
    shown = clean(raw)
    assert "&amp;" not in shown
    assert "<b>" not in shown
    assert shown == " ".join(shown.split())


def test_a_text_without_end_is_cut_before_it_is_looked_at() -> None:
    assert len(clean("가 & 나 " * 100_000)) <= 10_000


def test_an_excerpt_ends_at_a_word() -> None:
    assert excerpt("한 문장 " * 40).endswith("문장…")
    assert excerpt("<p>짧은 글</p>") == "짧은 글"


@pytest.mark.parametrize(
    ("title", "found", "rest"),
    [
        ("[속보] 대교 통제", ("속보",), "대교 통제"),
        ("[속보]대교 통제(종합)", ("속보", "종합"), "대교 통제"),
        ("대교 통제(종합2보)", ("종합2보",), "대교 통제"),
        ("[단독][영상] 무대 교체", ("단독", "영상"), "무대 교체"),
        ("[단독·인터뷰] 등대지기", ("단독", "인터뷰"), "등대지기"),
        ("<속보> 개통", ("속보",), "개통"),
        ("【특보】 호우", ("특보",), "호우"),
        ("지지율 62%[NBS](종합)", ("종합",), "지지율 62%[NBS]"),
        ("[BREAKING] Bridge closed", ("BREAKING",), "Bridge closed"),
        ("[사설] 숲을 지키려면", ("사설",), "숲을 지키려면"),
        ("(서울) 새 노선", (), "(서울) 새 노선"),
        ("왜? [뉴스in뉴스]", (), "왜? [뉴스in뉴스]"),
        ("김 대표(사진)는 떠났다", (), "김 대표(사진)는 떠났다"),
        ("[속보]", ("속보",), "[속보]"),
        ("라벨 없는 제목", (), "라벨 없는 제목"),
    ],
)
def test_newsroom_labels_are_told_from_other_brackets(title: str, found: tuple[str, ...], rest: str) -> None:
    assert labels(title) == found
    assert without_labels(title) == rest


@given(st.text(alphabet="[]()<>속보종합 가1"))
def test_a_title_never_vanishes_with_its_labels(title: str) -> None:
    assert without_labels(title).strip() or not title.strip()
