from datetime import date

from sokbo.press import names
from sokbo.press.sheet import Days


def _others(text: str, on: date | None = None) -> set[str]:
    return {name.text for name in names.shipped().others(text) if name.days.holds(on)}


def test_whichever_name_was_typed_the_others_are_known() -> None:
    assert "금융감독원" in _others("금감원")
    assert "금감원" in _others("금융감독원")


def test_the_same_words_mean_another_person_on_another_day() -> None:
    assert names.shipped().proper("윤 대통령", date(2023, 5, 1)) == "윤석열"
    assert names.shipped().proper("윤 대통령", date(2025, 5, 1)) is None
    assert names.shipped().proper("이 대통령", date(2009, 5, 1)) == "이명박"
    assert names.shipped().proper("이 대통령") == "이재명"


def test_a_short_name_in_capitals_is_not_the_word_in_small_letters() -> None:
    assert _others("WHO") == {"세계보건기구"}
    assert _others("who") == set()


def test_a_line_that_names_only_itself_and_other_broken_ones_are_told() -> None:
    table = names.read(
        "가나다 = 가나다\n\n# nothing\n그냥 말\n마바사 = 아자차, \n삼성전자 = 삼전자 2025-02-30..\n나라 = 국가"
    )
    assert [fault.line for fault in table.faults] == [1, 4, 5, 6]
    assert table.proper("국가") == "나라"


def test_a_name_of_two_things_has_no_proper_one() -> None:
    table = names.read("가나다 = 짧게\n라마바 = 짧게")
    assert table.proper("짧게") is None
    assert {name.text for name in table.others("짧게")} == {"가나다", "라마바"}


def test_days_of_both_names_must_meet() -> None:
    table = names.read("옛이름 ..2020-01-01 = 새이름 2021-01-01.., 별명")
    assert [(n.text, n.days) for n in table.others("옛이름")] == [("별명", Days(None, date(2020, 1, 1)))]


def test_the_shipped_table_is_broad_and_reads_without_fault() -> None:
    assert names.shipped().faults == ()
    assert len(names.shipped()) > 500
