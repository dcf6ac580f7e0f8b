from pathlib import Path

import pytest

from notify import own
from notify.match import match
from notify.rule import parse


def finds(folder: Path, rule: str, title: str) -> bool:
    return match(parse(rule), title, knowledge=own.knowledge(folder, None)) is not None


def test_an_installation_adds_names_hanja_and_words(tmp_path: Path) -> None:
    assert not finds(tmp_path, "별빛전자", "별전, 신공장 착공")
    (tmp_path / "names.txt").write_text("별빛전자 = 별전\n", "utf-8")
    (tmp_path / "hanja.txt").write_text("星 = 별빛전자\n", "utf-8")
    (tmp_path / "words.txt").write_text("별자리\nwhole: 별전자리\n", "utf-8")
    assert finds(tmp_path, "별빛전자", "별전, 신공장 착공")
    assert finds(tmp_path, "별빛전자", "星 실적 발표")
    assert not finds(tmp_path, "별전", "별전자리 관측")
    assert finds(tmp_path, "금융감독원", "금감원 발표")


def test_a_table_that_changes_is_read_anew_and_one_that_does_not_is_kept(tmp_path: Path) -> None:
    path = tmp_path / "names.txt"
    path.write_text("별빛전자 = 별전\n", "utf-8")
    before = own.knowledge(tmp_path, None)
    assert own.knowledge(tmp_path, None) is before
    path.write_text("별빛전자 = 별전, 빛전\n", "utf-8")
    assert own.knowledge(tmp_path, None) is not before
    assert finds(tmp_path, "별빛전자", "빛전 파업")


@pytest.mark.parametrize(
    ("name", "text", "fault"),
    [
        ("names.txt", "가나다 = 가나다\n별빛 = 별", "names.txt line 1: it names only itself"),
        ("names.txt", "가나다 = 라마 2025-02-31..", "names.txt line 1: day is out of range for month"),
        ("hanja.txt", "美 = 미국 # again\n星 별", "hanja.txt line 2: write"),
        ("words.txt", "낱말 word", "words.txt line 1: word is not written in Hangul"),
        ("words.txt", "maybe: 낱말", "words.txt line 1: maybe: is none of"),
    ],
)
def test_a_broken_line_is_told_and_harms_only_itself(tmp_path: Path, name: str, text: str, fault: str) -> None:
    (tmp_path / name).write_text(text, "utf-8")
    (told,) = own.faults(tmp_path)
    assert told.startswith(fault)
    assert finds(tmp_path, "미국", "美 금리")


def test_a_file_of_rubbish_breaks_nothing(tmp_path: Path) -> None:
    (tmp_path / "names.txt").write_bytes(bytes(range(256)) * 100)
    (tmp_path / "hanja.txt").mkdir()
    assert len(list(own.faults(tmp_path))) > 1
    assert finds(tmp_path, "미국", "美 금리")
