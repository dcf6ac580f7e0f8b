import unicodedata

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from sokbo.fold import CLOSE, HYPHEN, SPACE, fold, title_key

titles = st.text(st.characters(codec="utf-8"), max_size=40)
pieces = st.lists(
    st.sampled_from(
        ["한미일", "하남", "Ａｐｐｌｅ", "U.S.", "F-16", "㈜", "‘", " ", "·", "-", "\u200b", "é", "1,380", "%"]
    ),
    max_size=8,
).map("".join)


@pytest.mark.parametrize(
    ("title", "key"),
    [
        ("Apple Unveils", "appleunveils"),
        ("ＫＴＸ ５세대", "ktx5세대"),
        ("한·미·일 ‘훈련’", "한미일'훈련'"),
        ("고용ㆍ물가", "고용물가"),
        ("천궁Ⅱ 100㎞", "천궁ii100km"),
        ("㈜한화", "(주)한화"),
        ("코스피\u200b200\u00a0편입", "코스피200편입"),
        ("U.S. 국채, A.I. J.D. Vance", "us국채,aijdvance"),
        ("1,380원 1,2위", "1380원1,2위"),
        ("F‑16 Rate–cut", "f16ratecut"),
        ("코스피 -3%, 3-1 승", "코스피-3%,31승"),
        ("Nestlé Beyoncé Straße Łódź", "nestlebeyoncestrasselodz"),
        ("Climate ﬁnance", "climatefinance"),
        ("Часто мой", "частомой"),
        ("", ""),
    ],
)
def test_a_key_is_what_titles_have_in_common(title: str, key: str) -> None:
    assert fold(title).key == key


@given(titles | pieces)
@example("x\u0302 é")
@example("\u09c7\u09be")
def test_decomposed_titles_have_the_same_key(title: str) -> None:
    assert fold(unicodedata.normalize("NFD", title)).key == fold(unicodedata.normalize("NFC", title)).key


def test_the_beginning_of_a_decomposed_syllable_is_not_that_syllable() -> None:
    assert fold("하나").key not in fold(unicodedata.normalize("NFD", "하남 교산")).key


@given(titles | pieces)
def test_every_character_of_a_key_has_its_place_in_the_title(title: str) -> None:
    folded = fold(title)
    assert len(folded.key) == len(folded.shown) == len(folded.gaps) == len(folded.starts) == len(folded.ends)
    assert all(0 <= start < end <= len(title) for start, end in zip(folded.starts, folded.ends, strict=True))
    assert list(folded.starts) == sorted(folded.starts)


@pytest.mark.parametrize("form", ["NFC", "NFD"])
def test_words_are_cut_out_of_the_title_as_given(form: str) -> None:
    title = unicodedata.normalize(form, "의\u200b정 ‘갈등’ 100㎞ ＮＡＴＯ")
    folded = fold(title)

    def cut(words: str) -> str:
        at = folded.key.index(words)
        start, end = folded.place(at, at + len(words))
        return unicodedata.normalize("NFC", title[start:end])

    assert cut("의정") == "의\u200b정"
    assert cut("갈등") == "갈등"
    assert cut("100km") == "100㎞"
    assert cut("nato") == "ＮＡＴＯ"


@given(titles | pieces)
def test_a_key_has_no_spacing_and_nothing_unseen(title: str) -> None:
    assert not set(fold(title).key) & set(" ·\0\u200b")


def test_a_key_remembers_what_stood_between_its_characters() -> None:
    assert fold("F-16 한·미 - 일").gaps == SPACE + HYPHEN + CLOSE + SPACE + HYPHEN + SPACE
    assert fold("aB").shown == "aB"


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("[속보] 코스피, 3200 돌파", "코스피 3200 돌파(종합)"),
        ("“서울 원룸” 월세…102만원", "서울 원룸 월세 102만원"),
        ("Rate-cut hopes lift gold", "RATE CUT HOPES LIFT GOLD"),
        (unicodedata.normalize("NFD", "[단독] 금통위 동결"), "금통위 동결"),
        ("1,380원 마감", "1380원 마감"),
    ],
)
def test_titles_that_say_the_same_share_a_key(one: str, other: str) -> None:
    assert title_key(one) == title_key(other) != ""


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("만평 #12", "만평 #13"),
        ("물가 3.5% 상승", "물가 35% 상승"),
        ("코스피 3%↑ 마감", "코스피 3%↓ 마감"),
        ("코스피 -3% 마감", "코스피 3% 마감"),
        ("지지율 9% 상승", "지지율 9 상승"),
        ("한국, 호주에 2-1 승", "한국, 호주에 21 승"),
        ("8월 1 2일", "8월 12일"),
    ],
)
def test_titles_that_differ_in_a_number_or_a_sign_do_not_share_a_key(one: str, other: str) -> None:
    assert title_key(one) != title_key(other)


@pytest.mark.parametrize("title", ["", "…", "[속보]", "[속보](종합)", " \u200b ", "↑ -"])
def test_a_title_that_says_nothing_has_no_key(title: str) -> None:
    assert title_key(title) == ""
