"""Which places a title names, and which lies within which. Pure.

A fire in 안산 is not the one in 화성, although both are in 경기.
"""

from __future__ import annotations

import re
from functools import lru_cache
from importlib.resources import files

from notify.particles import tail
from worker.traits import everyday

_OFFICES = ("시", "군", "구")
_BEHIND = frozenset(
    [
        "시",
        "군",
        "구",
        "도",
        "읍",
        "면",
        "동",
        "공단",
        "산단",
        "국가산단",
        "산업단지",
        "앞바다",
        "해역",
        "해상",
        "바다",
        "역",
        "공항",
        "항",
        "발",
        "산",
        "행",
        "전",
        "내",
        "지역",
        "도심",
        "시민",
        "군수",
        "시장",
        "구청장",
        "구청",
        "시청",
        "시의회",
        "증시",
        "중앙은행",
        "정부",
        "법원",
        "총리",
        "대통령",
        "본토",
        "영공",
        "남서쪽",
        "북동쪽",
        "남동쪽",
        "북서쪽",
        "동쪽",
        "서쪽",
        "남쪽",
        "북쪽",
    ]
)
"""What may stand behind a place within one word, besides particles and everyday words: 남동공단, 서울버스."""
_TOWN = re.compile(r"(?!또다|신도|대도|전시|동시|표시|출시)[가-힣]{2}[시군]")
_LONGEST = 6


def _read() -> tuple[dict[str, str], dict[str, str], set[str]]:
    """The place that each name means, the larger one that each place lies in, and the ambiguous names."""
    named: dict[str, str] = {}
    lies_in: dict[str, str] = {}
    ambiguous: set[str] = set()
    for line in files("worker.traits").joinpath("places.txt").read_text("utf-8").splitlines():
        if not line or line.startswith("#"):
            continue
        ambiguous.update(word[:-1] for word in line.split() if word.endswith("?"))
        same, _, towns = line.replace("?", "").partition(":" if ":" in line else "|")
        region = same.split()[0]
        named |= dict.fromkeys(same.split(), region) | {town: town for town in towns.split()}
        lies_in |= dict.fromkeys(towns.split(), region)
    return named, lies_in, ambiguous


_NAMES, _WITHIN, _AMBIGUOUS = _read()


def within(place: str) -> str | None:
    """The region or country that a town lies in."""
    return _WITHIN.get(place)


@lru_cache(maxsize=65_536)
def place(word: str) -> str | None:
    """The place that a word of a title names, folded case and all: 안산 and 안산시에서 are 안산."""
    if word in _NAMES:
        return None if word in _AMBIGUOUS else _NAMES[word]
    for end in range(min(len(word) - 1, _LONGEST), 1, -1):
        name, rest = word[:end], word[end:]
        if name not in _NAMES or name.isascii():
            continue
        if rest.startswith(_OFFICES) if name in _AMBIGUOUS else _may_follow(name, rest):
            return _NAMES[name]
    return None


def _may_follow(name: str, rest: str) -> bool:
    if rest in _BEHIND or everyday.known(rest) or tail(name[-1], rest) == "particle":
        return True
    return any(rest.startswith(more) and tail(more[-1], rest[len(more) :]) for more in _BEHIND if len(more) < len(rest))


def names_place(word: str) -> bool:
    """Whether a word is nothing but a place, of the table or by its office: many things happen in one town."""
    return place(word) == word or (_TOWN.fullmatch(word) is not None and not everyday.known(word))


def town_of(region: str, word: str) -> str | None:
    """The town that a word names, ambiguous as it may be, where it stands behind what it lies in: 충남 공주서."""
    for end in range(min(len(word), _LONGEST), 1, -1):
        town = word[:end]
        if town in _AMBIGUOUS and _WITHIN.get(town) == region and (end == len(word) or _may_follow(town, word[end:])):
            return town
    return None
