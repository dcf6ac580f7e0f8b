import pytest

from notify.match import match
from notify.rule import Term


def how(word: str, title: str) -> str | None:
    why = match(Term(word), title)
    return why[0].how if why else None


@pytest.mark.parametrize(
    ("word", "title", "path"),
    [
        ("bridge", "Bridge reopens", "exact"),
        ("bridge", "Two bridges reopen", "plural"),
        ("bridge", "The bridge’s new owner", "exact"),
        ("city", "Cities compared", "plural"),
        ("tax", "New taxes", "plural"),
        ("boy", "Boys win", "plural"),
        ("win", "Winning streak", "inflection"),
        ("visit", "Pope visited Oslo", "inflection"),
        ("cancel", "Cancelled, canceled", "inflection"),
        ("approve", "Approving a plan", "inflection"),
        ("deny", "Mayor denied it", "inflection"),
        ("agree", "Agreed; agreeing", "inflection"),
        ("rail", "Railing", "inflection"),
    ],
)
def test_a_word_has_its_forms(word: str, title: str, path: str) -> None:
    assert how(word, title) == path


@pytest.mark.parametrize(
    ("word", "title"),
    [
        ("bridge", "Cambridge reopens"),
        ("bridge", "Bridgewater reopens"),
        ("city", "Capacity grows"),
        ("win", "Wine sales"),
        ("win", "Darwin"),
        ("man", "Many"),
        ("Lowe's", "Lowe joins"),
        ("Target", "Targeted strike"),
    ],
)
def test_a_part_of_another_word_is_no_form(word: str, title: str) -> None:
    assert how(word, title) is None


@pytest.mark.parametrize(
    ("word", "title", "found"),
    [
        ("US", "US adds jobs", True),
        ("US", "The U.S. adds jobs", True),
        ("U.S.", "US-China talks", True),
        ("US", "Tell us more", False),
        ("US", "Us two", False),
        ("us", "US adds jobs", True),
        ("EV", "Cheap EVs", True),
        ("KB", "KBS 뉴스", False),
        ("KB", "KB국민", True),
        ("NATO", "Nato summit", True),
        ("NATO", "nato", False),
        ("Gap", "Gap reports", True),
        ("Gap", "GAP reports", True),
        ("Gap", "the wage gap", False),
        ("gap", "Gap reports", True),
        ("iPhone", "IPHONE", True),
        ("US tariff", "let us tariff", False),
        ("US tariff", "US tariffs", True),
    ],
)
def test_capitals_ask_for_capitals(word: str, title: str, found: bool) -> None:
    assert (how(word, title) is not None) is found


@pytest.mark.parametrize(
    ("word", "title", "found"),
    [
        ("KT", "KTX fares", False),
        ("KT", "SKT fares", False),
        ("KT", "KT·KTX", True),
        ("HBM", "HBM3E and HBM4", True),
        ("CO", "CO2 falls", False),
        ("G7", "G70 price", False),
        ("5G", "5GW park", False),
        ("5G", "15G", False),
        ("F-16", "F16 crash", True),
        ("F-16", "F‑16V sale", True),
        ("F-16", "F-16s", True),
        ("F-16", "F-161", False),
        ("F16", "F-16 F 16", True),
        ("16", "F16", False),
        ("62%", "62%‥", True),
        ("62%", "162%", False),
        ("62%", "1.62%", False),
        ("62%", "1,062%", False),
        ("3", "3.5", False),
        ("1380", "1,380", True),
        ("737", "737s 737MAX", False),
        ("C++", "Why C++ wins", True),
        ("R&D", "R&D 예산", True),
        ("AT&T", "AT&T's plan", True),
    ],
)
def test_numbers_and_models_are_whole(word: str, title: str, found: bool) -> None:
    assert (how(word, title) is not None) is found


@pytest.mark.parametrize(
    ("phrase", "title", "path"),
    [
        ("sea level", "Sea level rises", "exact"),
        ("sea level", "Sea-level rise", "exact"),
        ("sea level", "Sea levels rise", "plural"),
        ("sea level", "sealevel.org", "spacing"),
        ("sea level", "Level of the sea", None),
        ("sea level", "Overseas levels", None),
        ("sea level", "Sea, level", None),
        ("sealevel", "Sea level", None),
        ("sealevel", "sea-level", "spacing"),
        ("part", "par t", None),
        ("part", "part s", "exact"),
    ],
)
def test_the_words_of_a_phrase_stand_next_to_each_other(phrase: str, title: str, path: str | None) -> None:
    assert how(phrase, title) == path


@pytest.mark.parametrize(
    ("word", "title"),
    [("Nestlé", "Nestle fires"), ("Nestle", "Nestlé fires"), ("finance", "ﬁnance talks"), ("東京", "大東京都")],
)
def test_accents_ligatures_and_scripts_without_spaces_hide_nothing(word: str, title: str) -> None:
    assert how(word, title) is not None
