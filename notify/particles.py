"""What may follow a Korean word and leave it that word: particles, the copula, 하다 and 되다, a few suffixes. Pure.

A closed syllable takes 이 은 을 과 으로, an open one 가 는 를 와 로: 인도는 is a form of 인도, 인도은 is none.
"""

from __future__ import annotations

import re
from functools import lru_cache

_CLOSED, _RIEUL, _OPEN = "closed", "rieul", "open"
"""What a syllable ends in: a consonant, ㄹ (which takes 로 as a vowel does), a vowel."""

_GOES_ON = {
    _CLOSED: "과 으로 으로서 으로써 이랑 이라도",
    _RIEUL: "과 로 로서 로써 이랑 이라도",
    _OPEN: "와 로 로서 로써 랑 라도",
}
_GOES_ON_ALWAYS = "들 씨 님 에 서 에서 에게 에게서 한테 께 께서 까지 부터 만 뿐 마저 조차 처럼 만큼 보다 마다 대로 끼리"
"""Particles that another may follow: 에서는, 까지만, 들에게도."""

_CLOSED_OR_RIEUL = "이 은 을 이나 이든 이든지 이나마 이야 이야말로 이란 은커녕"
_CLOSES = {
    _CLOSED: f"{_CLOSED_OR_RIEUL} 으론",
    _RIEUL: f"{_CLOSED_OR_RIEUL} 론",
    _OPEN: "가 는 를 든 든지 야말로 란 는커녕 론",
}
_CLOSES_ALWAYS = "의 도 선 엔 에겐 에선 까진 부턴 밖에 커녕"
"""Particles that end a word. 나 is left out: headlines rarely use it, and many words end in it."""

_SAID = "라(?:고도?|는데?|며|면서?|도|니까?|던데?|서)"
_IS = rf"이(?:다|{_SAID}|며|고|지만|자|냐|네|던|었[가-힣]{{1,4}})|입니다|인가|인데|인지|일까|일지|임"
_COPULA = re.compile(_IS)
_OPEN_COPULA = re.compile(rf"{_IS}|다|{_SAID}|였[가-힣]{{1,4}}")

_MORE = "(?:고|며|면|자|라|나|니|는|던|지|려|러|여|기|겠|세|도록|다)[가-힣]{0,4}"
_DOES = (
    rf"하{_MORE}|한(?:다[가-힣]{{0,3}}|데|지)?|할(?:까|지|수록|듯)?|함|합니[다까]|했[가-힣]{{0,5}}"
    r"|해(?:(?:야|도|서|라|온|왔|달|줘|진|졌)[가-힣]{0,3})?"
)
_BECOMES = (
    rf"되{_MORE}|되[어었][가-힣]{{0,4}}|된(?:다[가-힣]{{0,3}}|데|지)?|될(?:까|지|수록|듯)?|됨|됩니[다까]"
    r"|됐[가-힣]{0,5}|돼(?:(?:야|도|서|라)[가-힣]{0,3})?"
)
_MAKES = rf"시(?:키{_MORE}|킨(?:다[가-힣]{{0,3}})?|킬|킴|켰[가-힣]{{0,5}}|켜(?:야|도|서)?)"
_VERB = re.compile(rf"당?(?:{_DOES})|{_BECOMES}|{_MAKES}")
"""Endings that make a noun a verb: 인하한다, 격리됐다, 탄핵당한. 하게 is left out: it makes adverbs, 태연하게."""

_SUFFIXES = "시군구측설론안값"
"""Syllables that make a noun of a noun and keep its sense: 고양시, 북한군, 철수설, 개정안."""
LONGEST = 14
"""Syllables of a tail; what is longer is none."""


def _table(by_final: dict[str, str], always: str) -> dict[str, tuple[str, ...]]:
    return {final: (*some.split(), *always.split()) for final, some in by_final.items()}


_CHAINING, _ENDING = _table(_GOES_ON, _GOES_ON_ALWAYS), _table(_CLOSES, _CLOSES_ALWAYS)


def _final(syllable: str) -> str:
    consonant = (ord(syllable) - ord("가")) % 28 if "가" <= syllable <= "힣" else 0
    return _OPEN if consonant == 0 else _RIEUL if consonant == 8 else _CLOSED


@lru_cache(maxsize=65_536)
def tail(last: str, rest: str) -> str | None:
    """How `rest` may follow a word that ends in the syllable `last`: ``particle``, ``ending``, ``suffix``, or not."""
    if len(rest) > LONGEST:
        return None
    if _is_particles(last, rest):
        return "particle"
    if _VERB.fullmatch(rest):
        return "ending"
    if rest[0] in _SUFFIXES and (len(rest) == 1 or _is_particles(rest[0], rest[1:])):
        return "suffix"
    return None


def _is_particles(last: str, rest: str) -> bool:
    final = _final(last)
    if rest in _ENDING[final] or rest in _CHAINING[final]:
        return True
    if (_OPEN_COPULA if final == _OPEN else _COPULA).fullmatch(rest):
        return True
    chained = [p for p in _CHAINING[final] if len(p) < len(rest) and rest.startswith(p)]
    return any(_is_particles(p[-1], rest[len(p) :]) for p in chained)
