import unicodedata

import pytest

from notify.match import match
from notify.rule import Term


def how(word: str, title: str) -> str | None:
    why = match(Term(word), title)
    return why[0].how if why else None


@pytest.mark.parametrize(
    ("word", "title"),
    [
        ("수출", "수출이 늘었다"),
        ("수출", "반도체 수출만은 지켰다"),
        ("무역", "무역과 안보"),
        ("제주", "제주에서의 하루"),
        ("제주", "제주서 만나다"),
        ("서울", "서울로 가는 길"),
        ("대구", "대구로부터 온 편지"),
        ("소방서", "소방서까지도 나섰다"),
        ("소방관", "소방관들에게도 격려를"),
        ("야구장", "야구장이라면 좋겠다"),
        ("우승팀", "우승팀은 수원이었다"),
        ("수원", "우승팀은 수원이었다"),
        ("1심", "1심서 무죄"),
        ("5G", "5G는 느리다"),
    ],
)
def test_a_word_with_particles_is_that_word(word: str, title: str) -> None:
    assert how(word, title) in {"particle", "exact"}


@pytest.mark.parametrize(
    ("word", "title"),
    [
        ("인상", "요금 인상한다"),
        ("인상", "요금 인상했더니"),
        ("인상", "요금 인상하자마자 항의"),
        ("중단", "공사 중단될까"),
        ("중단", "공사 중단돼야"),
        ("고발", "또 고발당한 업체"),
        ("중단", "공사 중단시켰다"),
    ],
)
def test_a_noun_made_a_verb_is_that_noun(word: str, title: str) -> None:
    assert how(word, title) == "ending"


@pytest.mark.parametrize(
    ("word", "title"), [("여수", "여수시 새 청사"), ("매각", "매각설에 급등"), ("매각", "매각시 세금은")]
)
def test_some_suffixes_keep_the_sense(word: str, title: str) -> None:
    assert how(word, title) == "suffix"


@pytest.mark.parametrize(
    ("word", "title"),
    [
        ("시장", "서울시장애인복지관"),
        ("대회", "기대회복"),
        ("수원", "수원지 정비"),
        ("영화", "영화로운 시절"),
        ("제주", "제주은 오타다"),
        ("수출", "수출는 오타다"),
        ("차분", "차분하게 대응"),
        ("개장", "12개장소 점검"),
        ("3호", "13호 태풍"),
        ("1호선", "11호선 연장"),
    ],
)
def test_the_same_syllables_in_another_word_are_not_the_word(word: str, title: str) -> None:
    assert how(word, title) is None


@pytest.mark.parametrize(
    ("word", "title"),
    [
        ("태양광", "수상태양광 단지"),
        ("국립공원", "도립국립공원팀"),
        ("국립공원", "국립공원공단"),
        ("국립공원", "북국립공원"),
    ],
)
def test_a_long_word_is_in_a_longer_one_by_no_accident(word: str, title: str) -> None:
    assert how(word, title) == "compound"


@pytest.mark.parametrize(("word", "title"), [("카네기", "메카네기"), ("노래방", "노래방송")])
def test_three_syllables_may_be_an_accident_at_the_beginning_or_behind_one(word: str, title: str) -> None:
    assert how(word, title) is None


@pytest.mark.parametrize(
    ("word", "title", "path"),
    [
        ("국립공원", "국립 공원 개방", "spacing"),
        ("국립공원", "국립 공원을 걷다", "particle"),
        ("국립 공원", "국립공원 개방", "spacing"),
        ("국립 공원", "국립 공원 개방", "exact"),
        ("한중일", "한·중·일 회의", "spacing"),
        ("한중일", "한ㆍ중ㆍ일 회의", "spacing"),
        ("누리3호", "누리 3호 발사", "spacing"),
        ("연어", "한 연 어장", None),
        ("교통부", "교통 부진", None),
        ("시청률", "시청 률", None),
        ("2025", "20 25", None),
        ("20 25", "2025", None),
    ],
)
def test_spacing_does_not_matter_where_words_stay_whole(word: str, title: str, path: str | None) -> None:
    assert how(word, title) == path


@pytest.mark.parametrize(
    ("word", "title"),
    [
        ("대통령", "李대통령 출국"),
        ("롯데", "(주)롯데 공시"),
        ("롯데", "㈜롯데 공시"),
        ("배터리", "K배터리 전망"),
        ("무비자", "무비자‥한달"),
        ("물가", "고용·물가·환율"),
        ("AI", "생성형AI 판결"),
        ("AI", "AI반도체 판결"),
        ("삼성SDI", "삼성SDI가 증설"),
        ("코로나", "코로나19 재유행"),
        ("野", "與野 합의"),
    ],
)
def test_where_the_script_changes_a_word_may_begin_or_end(word: str, title: str) -> None:
    assert how(word, title) is not None


@pytest.mark.parametrize("word", ["속보", "종합"])
def test_a_word_looks_in_labels_too(word: str) -> None:
    assert how(word, "[속보] 공장 화재(종합)") == "label"


def test_a_label_must_be_one() -> None:
    assert how("화재", "[화재] 공장서") == "exact"
    assert how("속보", "속보 경쟁의 그늘") == "exact"


@pytest.mark.parametrize("form", ["NFC", "NFD"])
def test_the_words_are_cut_out_of_the_title_as_given(form: str) -> None:
    title = unicodedata.normalize(form, "‘신공항’, 예산\u200b안 100㎞ 통과…")
    for word, text in (("신공항", "신공항"), ("예산안", "예산\u200b안"), ("100km", "100㎞")):
        (why,) = match(Term(word), title) or ()
        assert title[why.start : why.end] == why.text
        assert unicodedata.normalize("NFC", why.text) == text
        assert why.term == word


@pytest.mark.parametrize(
    ("word", "title", "found"),
    [
        ("수출", "수출 늘었다", True),
        ("수출", "“수출” 늘었다", True),
        ("수출", "수출이 늘었다", False),
        ("국립공원", "국립 공원", False),
        ("국립 공원", "국립 공원", True),
        ("대통령", "李대통령", False),
        ("KT", "KT, 신제품", True),
        ("KT", "KT가", False),
        ("3", "3.5 3", True),
        ("3", "3.5", False),
        ("Rate cut", "Rate cut looms", True),
        ("Rate cut", "Rate-cut looms", False),
        ("Rate cut", "rate cut looms", False),
        ("tariff", "tariffs", False),
    ],
)
def test_an_exact_word_stands_as_written_and_whole(word: str, title: str, found: bool) -> None:
    assert (match(Term(word, exact=True), title) is not None) is found
