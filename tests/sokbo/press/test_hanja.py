from datetime import date

import pytest

from sokbo.fold import fold
from sokbo.press import hanja

AUTUMN_2025 = date(2025, 10, 1)


def _read(title: str, on: date = AUTUMN_2025) -> list[str]:
    return [variant.key for variant in hanja.variants(hanja.shipped(), fold(title), on)]


@pytest.mark.parametrize(
    ("title", "written_out"),
    [
        ("美 금리 동결", "미국금리동결"),
        ("美·中 고위급 회담", "미국중국고위급회담"),
        ("駐日대사 교체", "주일본대사교체"),
        ("방美 장관", "방미국장관"),
        ("北핵 협상", "북한핵협상"),
        ("野, 국감 보이콧", "야당,국감보이콧"),
        ("檢개혁 속도", "검찰개혁속도"),
        ("삼성 中 공장 가동률", "삼성중국공장가동률"),
    ],
)
def test_a_character_that_stands_for_a_word_is_written_out(title: str, written_out: str) -> None:
    assert written_out in _read(title)


@pytest.mark.parametrize(
    ("title", "word"),
    [
        ("美術品 경매", "미국"),
        ("각선美 뽐낸 배우", "미국"),
        ("20日 개막", "일본"),
        ("日記 속의 전쟁", "일본"),
        ("촬영 中 부상", "중국"),
        ("中학생 자녀", "중국"),
        ("北漢山 단풍", "북한"),
        ("野外 공연", "야당"),
        ("靑년 일자리", "청와대"),
        ("李회장 소환", "이재명"),
    ],
)
def test_a_character_within_another_word_is_not(title: str, word: str) -> None:
    assert not any(word in key for key in _read(title)[1:])


def test_what_is_written_out_stands_where_its_character_stood() -> None:
    _, written_out = hanja.variants(hanja.shipped(), fold("속보: 訪美 연기"), AUTUMN_2025)
    start = written_out.key.index("미국")
    assert written_out.place(start, start + 2) == (5, 6)


def test_a_title_without_hanja_has_no_other_reading() -> None:
    assert _read("금리 동결") == []


def test_meanings_hold_on_their_days_only() -> None:
    assert "이재명측" in _read("李측")[1]
    assert len(_read("李측", date(2024, 1, 1))) == 1
    assert any("대통령실" in key for key in _read("靑 인선", date(2026, 2, 1)))
    assert not any("대통령실" in key for key in _read("靑 인선", AUTUMN_2025))


def test_a_broken_line_is_told_and_the_rest_of_the_table_holds() -> None:
    table = hanja.load("星 = 삼성 ..2020-13-45\n星 = 삼성 # the company\n???\n가 = 나")
    assert [fault.line for fault in table.faults] == [1, 3, 4]
    assert "星" in table.meanings


def test_an_installation_adds_to_the_shipped_table_and_changes_nothing_in_it() -> None:
    mine = hanja.load("星 = 삼성", hanja.shipped())
    assert "星" in mine.meanings
    assert "美" in mine.meanings
    assert "星" not in hanja.shipped().meanings


def test_the_shipped_table_reads_without_fault() -> None:
    assert hanja.shipped().faults == ()
