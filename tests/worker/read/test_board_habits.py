"""What a board's titles share is no part of any of them; what one alone has is."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from worker.read.board.habits import titles

PLAIN = ["다리 보수 공사 시작", "수영장 개방 시간 연장 (종합)", "2025년 물길 복원 [단독]", "여름 축제 준비 모임"]


@pytest.mark.parametrize(
    "shown",
    [
        [f"{title} ({n})" for n, title in enumerate(PLAIN)],
        [f"{title} [{n}]" for n, title in enumerate(PLAIN)],
        [f"{title} +{n}" for n, title in enumerate(PLAIN)],
        [f"· {title}" for title in PLAIN],
        [f"■{title}" for title in PLAIN],
        [f"{n}. {title}" for n, title in enumerate(PLAIN, 1)],
        [f"{n}: {title} ({n * 7})" for n, title in enumerate(PLAIN, 5)],
        [f"{title} new" for title in PLAIN],
        [PLAIN[0], *(f"└ Re: {title}" for title in PLAIN[1:])],
    ],
)
def test_what_all_titles_share_is_left_out(shown: list[str]) -> None:
    assert titles(shown) == PLAIN


@pytest.mark.parametrize("title", ["코스피 3,000 (1)", "3. 1운동 기념식", "· 점 하나", "N서울타워 보수", "+5"])
def test_what_one_title_has_is_its_own(title: str) -> None:
    assert titles([title, *PLAIN]) == [title, *PLAIN]


@given(st.lists(st.text(alphabet="가나 [(12)]·.+N└:", max_size=12)))
def test_no_title_is_lost(said: list[str]) -> None:
    told = titles(said)
    assert len(told) == len(said)
    assert all(rest for title, rest in zip(said, told, strict=True) if title.strip())
