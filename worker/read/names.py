"""Names of months and days of the week, as outlets write them. Data alone."""

from __future__ import annotations

_MONTHS = (
    "jan january januar jänner jän janvier janv enero ene gennaio janeiro januari",
    "feb february februar février fevrier févr fevr fév febrero febbraio fevereiro februari",
    "mar march märz maerz mär mrz mars marzo março maart",
    "apr april avril avr abril abr aprile",
    "may mai mayo maggio maio mei",
    "jun june juni juin junio giugno junho",
    "jul july juli juillet juil julio luglio julho",
    "aug august août aout agosto augustus",
    "sep sept september septembre septiembre setiembre settembre setembro",
    "oct october oktober okt octobre octubre ottobre outubro",
    "nov november novembre noviembre novembro",
    "dec december dezember dez décembre decembre déc diciembre dic dicembre dezembro",
)
_WEEKDAYS = (
    "mon monday montag mo lundi lun lunes",
    "tue tues tuesday dienstag di mardi martes",
    "wed weds wednesday mittwoch mi mercredi mer miércoles miercoles mié",
    "thu thur thurs thursday donnerstag do jeudi jeu jueves jue",
    "fri friday freitag fr vendredi ven viernes vie",
    "sat saturday samstag sonnabend sa samedi sam sábado sabado sáb",
    "sun sunday sonntag so dimanche dim domingo dom",
)
MONTHS = {name: number for number, names in enumerate(_MONTHS, 1) for name in names.split()}
"""By their name in lower case, in English, German, French, Spanish, Italian, Portuguese and Dutch."""


def _longest_first(names: list[str]) -> str:
    return "|".join(sorted(names, key=len, reverse=True))


MONTH = rf"(?<![^\W\d_])(?P<name>{_longest_first(list(MONTHS))})(?![^\W\d_])\.?"
"""A month's name, whole."""
_LATIN = rf"(?:{_longest_first(' '.join(_WEEKDAYS).split())})(?![^\W\d_])\.?"
_EASTERN = r"[월화수목금토일月火水木金土日](?:요일|曜日?)|(?:星期|周|週|礼拜|禮拜)[一二三四五六日天]"
_LETTER = "[월화수목금토일月火水木金土日]"
_HOLIDAY = r"(?:\s*[・·]\s*[^\W\d_]{1,3})?"
WEEKDAY = (
    rf"(?:[(\[]\s*(?:{_LATIN}|{_EASTERN}|{_LETTER}){_HOLIDAY}\s*[)\]]|{_LATIN}|{_EASTERN}|[월화수목금토일](?=[\s|,]|$))"
)
"""A day of the week; a single letter of it in brackets, or where no word goes on."""
