"""Moments told from now: `3분 전`, `어제`, `2 hours ago`, `3分前`, `刚刚`, `vor einer Stunde`. Pure."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime, time, timedelta

from sokbo.model import Precision
from worker.read.moment import Moment, offset

_UNITS = {
    1: ("초", "秒钟", "秒鐘", "秒", "seconds?|secs?|s|sekunden?|sek|secondes?|segundos?"),
    60: ("분", "分钟", "分鐘", "分", "minutes?|mins?|m|minuten?|minutos?"),
    3600: ("시간", "時間", "小时", "小時", "hours?|hrs?|h|stunden?|std|heures?|horas?"),
    86_400: ("일", "日", "天", r"days?|d|tag(?:en?)?|jours?|j|d[ií]as?"),
    604_800: ("주일", "주", "週間", "周", "週", "星期", "weeks?|wks?|w|wochen?|semaines?|semanas?"),
    2_629_746: ("개월", "달", "[かヶヵカケ]月", "个月", "個月", "months?|mos?|monat(?:en?)?|mois|mes(?:es)?"),
    31_556_952: ("년", "年", "years?|yrs?|y|jahr(?:en?)?|ans?|années?|años?"),
}
_UNIT = "|".join(
    rf"(?P<u{s}>{'|'.join(eastern)}|(?:{latin})(?![^\W\d_])\.?)" for s, (*eastern, latin) in _UNITS.items()
)
_NUMBER = r"(?<![^\W_])(?P<n>\d{1,3}|(?:half\s+an?|an?|one|a\s+few|einer?|einem|une?|una)(?![^\W\d_])|[한몇几幾半수])"
_SPAN = re.compile(rf"{_NUMBER}\s*(?:{_UNIT})", re.IGNORECASE)
_PLAIN = re.sub(r"\?P<\w+>", "?:", f"{_NUMBER}\\s*(?:{_UNIT})")
_SPANS = rf"{_PLAIN}(?:[\s,]*(?:and|und|et|y)?\s*{_PLAIN}){{0,2}}"
_AGO = re.compile(
    rf"(?P<spans>{_SPANS})\s*(?:전|ago\b|以?前|之前)|\b(?:vor|il\s+y\s+a|hace)\s+(?:(?:etwa|environ|unos?)\s+)?(?P<since>{_SPANS})",
    re.IGNORECASE,
)
_NOW = re.compile(
    r"방금(?:\s*전)?|조금\s*전|just\s+now|moments?\s+ago|たった今|(?:刚|剛)(?:刚|剛|才)|gerade\s+eben|à\s+l'instant"
    r"|ahora\s+mismo|less\s+than\s+a\s+minute\s+ago",
    re.IGNORECASE,
)
_DAYS = {
    **dict.fromkeys(("오늘", "today", "今日", "本日", "きょう", "今天", "heute", "aujourd'hui", "hoy"), 0),
    **dict.fromkeys(("어제", "하루 전", "하루전", "yesterday", "昨日", "きのう", "昨天", "gestern", "hier", "ayer"), 1),
    **dict.fromkeys(("그저께", "그제", "一昨日", "おととい", "前天", "vorgestern", "avant-hier", "anteayer"), 2),
    **dict.fromkeys(("그끄저께", "大前天"), 3),
}
DAY_WORD = (
    rf"(?<![^\W\d_])(?P<days_ago>{'|'.join(sorted(_DAYS, key=len, reverse=True))})"
    r"(?=$|[\W\d_]|오전|오후|새벽|아침|낮|저녁|밤|午|上午|下午|凌晨|早上|晚上)"
)
"""A day by its distance from today, whole."""
_FEW = 3
"""What a few, 몇 and 几 come to: it has to be something."""


def day(word: str, today: date) -> date:
    """The day that a word means (`DAY_WORD`)."""
    return today - timedelta(days=_DAYS[word.lower()])


def find(text: str, here: datetime) -> Moment | None:
    """The moment that is told from now, which `here` is; None where there is none."""
    if found := _NOW.search(text):
        return Moment(offset(here), Precision.MINUTE, text[: found.start()] + text[found.end() :])
    if not (found := _AGO.search(text)):
        return None
    spans = [(_number(span["n"]), int((span.lastgroup or "")[1:])) for span in _SPAN.finditer(found[0])]
    rest = text[: found.start()] + text[found.end() :]
    then = here.astimezone(UTC) - timedelta(seconds=sum(number * unit for number, unit in spans))
    then = then.astimezone(here.tzinfo)
    if min(unit for _, unit in spans) < 86_400:
        return Moment(offset(then.replace(second=0, microsecond=0)), Precision.MINUTE, rest)
    return Moment(offset(datetime.combine(then.date(), time(), here.tzinfo)), Precision.DAY, rest)


def _number(said: str) -> float:
    if said.isdecimal():
        return int(said)
    if said.startswith(("half", "半")):
        return 0.5
    return _FEW if said in {"몇", "几", "幾", "수"} or said.endswith("few") else 1
