"""The numbers of a title with their units. Pure.

3천500억달러 and 3500억 달러 are one; 55만4천명 is 55만4천174명 in short.
"""

from __future__ import annotations

import math
import re
from dataclasses import dataclass
from functools import lru_cache


@dataclass(frozen=True, slots=True)
class Figure:
    """A number as a headline writes it."""

    value: float
    unit: str
    """Empty where none is told."""
    digits: int
    """How many digits of it are told, zeros at the end aside: 3,407.31 says more than 3,400."""

    @property
    def telling(self) -> float:
        """How much it says that two titles share it, from 0 to 1."""
        if self.unit in _BARELY:
            return _BARELY[self.unit]
        return (min(self.digits, 4) + (0.0 if self.unit else -0.5) + (0.5 if self.unit == SCORE else 0.0)) / 4


def same(a: Figure, b: Figure) -> float:
    """Whether two numbers may be one: 1 where they are equal, less where one is the other in short, else 0."""
    if a.unit != b.unit and a.unit and b.unit:
        return 0.0
    if a.value == b.value:
        return 1.0
    short, long = (a, b) if a.digits < b.digits else (b, a)
    if not short.value or not long.value or (short.digits < 2 and short.value < 1000):
        return 0.0
    if abs(short.value - long.value) > _NEAR * long.value:
        return 0.0
    step = 10.0 ** (math.floor(math.log10(long.value)) - short.digits + 1)
    cut = (math.floor(long.value / step) * step, round(long.value / step) * step)
    return _IN_SHORT if any(abs(short.value - c) < step / 1e6 for c in cut) else 0.0


SCORE = "score"
_BARELY = {"단계": 0.0, "보": 0.0, "년": 0.05, "월": 0.05, "일": 0.05, "분기": 0.05}
"""Units of numbers that titles share by chance."""
_LARGEST = 1e18
"""What is larger is no number that a title tells."""
_NEAR = 0.06
_IN_SHORT = 0.7


_TIMES = {"백": 1e2, "천": 1e3, "만": 1e4, "억": 1e8, "조": 1e12, "경": 1e16}
_ENGLISH_TIMES = {"thousand": 1e3, "k": 1e3, "million": 1e6, "mn": 1e6, "m": 1e6, "billion": 1e9, "bn": 1e9, "b": 1e9}
_ENGLISH_TIMES |= {"trillion": 1e12, "tn": 1e12, "t": 1e12}
_UNITS = {
    "%": ("%p", "%포인트", "퍼센트포인트", "%", "퍼센트", "pct", "percent", "per cent"),
    "원": ("원",),
    "달러": ("달러", "弗", "불", "dollars"),
    "명": ("명", "여명", "인", "people", "dead", "killed"),
    "건": ("건", "여건"),
    "포인트": ("포인트", "p", "pt", "points"),
    "선": ("선",),
    "대": ("대",),
    "호": ("호", "가구", "세대"),
    "호골": ("호골", "골"),
    "회": ("회", "차", "번째", "번"),
    "회차": ("회차",),
    "시간": ("시간", "hours"),
    "분": ("분", "분간"),
    "일": ("일", "일째", "days"),
    "주": ("주", "주째", "주만", "주연속", "weeks"),
    "개월": ("개월", "달", "months"),
    "월": ("월",),
    "년": ("년", "years"),
    "분기": ("분기",),
    "도": ("도", "℃"),
    "단계": ("단계",),
    "보": ("보",),
    "대회": ("대회",),
    "세": ("세", "살"),
    "위": ("위",),
    "승": ("승",),
    "연승": ("연승",),
    "연패": ("연패",),
    "개": ("개", "곳", "여곳"),
    "ton": ("t", "톤"),
    "길이": ("㎞", "km", "m", "㎝", "cm", "㎜", "mm", "미터"),
    "무게": ("㎏", "kg", "g"),
    "배": ("배",),
    "선석": ("선석",),
}
_UNIT_OF = {text: unit for unit, texts in _UNITS.items() for text in texts}
_UNIT = "|".join(sorted(map(re.escape, _UNIT_OF), key=len, reverse=True))
_NUMBER = re.compile(
    r"(?<![A-Za-z\d.])(?P<sign>[$€£])?"
    r"(?P<number>\d+(?:\.\d+)?(?:[백천만억조경]+\d*(?:\.\d+)?)*)"
    r"(?:(?P<score>(?:[-:]|대)\d{1,3}(?![\d.]))|\s?(?P<times>thousand|million|billion|trillion|mn|bn|tn|[kmbt](?![a-z]))(?![A-Za-z]))?"
    rf"(?:\s?(?P<unit>{_UNIT})(?![a-z]))?"
)
_PART = re.compile(r"(\d+(?:\.\d+)?)?([백천만억조경]?)")


def figures(text: str) -> tuple[Figure, ...]:
    """The numbers of a text whose case is folded and whose thousands have no commas, in order."""
    if not any(c.isdigit() for c in text):
        return ()
    found = []
    for m in _NUMBER.finditer(text):
        if m["score"]:
            other = m["score"].lstrip("-:대")
            found.append(Figure(float(m["number"] if m["number"].isdigit() else 0) * 1000 + float(other), SCORE, 2))
            continue
        value = _value(m["number"])
        if m["times"]:
            value *= _ENGLISH_TIMES[m["times"]]
        if not 0 <= value < _LARGEST:
            continue
        unit = "달러" if m["sign"] else _UNIT_OF.get(m["unit"] or "", "")
        found.append(Figure(value, unit, _digits(value)))
    return tuple(found)


def _value(text: str) -> float:
    """1억7천만 is 170,000,000: what stands before 만, 억, 조 is counted by itself."""
    total = group = 0.0
    number: float | None = None
    for digits, times in _PART.findall(text):
        if digits:
            number = float(digits)
        if not times:
            continue
        if _TIMES[times] < 1e4:
            group += (1.0 if number is None else number) * _TIMES[times]
        else:
            total += (group + (number or 0.0) or 1.0) * _TIMES[times]
            group = 0.0
        number = None
    return total + group + (number or 0.0)


@lru_cache(maxsize=65_536)
def _digits(value: float) -> int:
    text = f"{value:.10g}"
    if "e" in text:
        text = text.split("e", maxsplit=1)[0]
    return len(text.replace(".", "").strip("0")) or 1
