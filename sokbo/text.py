"""Titles made fit for showing, and the labels that newsrooms put on them. Pure.

What is shown is made here; what is compared (folded case, width, hanja) is made elsewhere and never shown.
"""

from __future__ import annotations

import html
import re
import unicodedata

LONGEST = 10_000
"""Characters of a raw title that are looked at; the longest real ones have a few hundred."""
EXCERPT = 100

_BLANK = "\u3164\uffa0\u2800"  # Hangul fillers and the empty Braille cell: drawn as a space
_INVISIBLE = (
    "\x00-\x08\x0e-\x1b\x7f-\x84\x86-\x9f\xad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180f"
    "\u200b\u200c\u200e\u200f\u202a-\u202e\u2060-\u206f\ufeff\ufff0-\ufffb\ufffe\uffff\ud800-\udfff"
    "\U000e0000-\U000e0fff"
)
_UNSEEN = re.compile(
    # A joiner (U+200D) stays where it glues two emoji together.
    f"[{_INVISIBLE}]|\u200d(?![\u2190-\u2bff\U0001f000-\U0001faff])"
)
# What `str.isprintable` lets pass although it is markup or nothing to be seen.
_MARKED = re.compile(f"[&<\u034f\u115f\u1160\u17b4\u17b5\u180b-\u180f{_BLANK}\U000e0100-\U000e01ef]")

_INLINE = (
    "a abbr acronym applet audio b bdi bdo big blink cite code del dfn em embed font i img ins kbd label link mark"
    " marquee meta nobr noscript o:p object param q rp rt ruby s samp small span strike strong sub sup svg time"
    " tt u var wbr"
)
_BLOCK = (
    "address article aside blockquote body br button center dd div dl dt figure footer form frame frameset h1 h2 h3"
    " h4 h5 h6 head header hr html iframe input li main nav ol option p pre section select table tbody td textarea th"
    " thead title tr ul video"
)


def _tags(names: str) -> str:
    return rf"</?(?:{'|'.join(names.split())})(?=[\s/>])[^<>]*>"


# Only what HTML knows is a tag: Korean newsrooms also write <인터뷰> and <속보>.
_INLINE_TAG = re.compile(_tags(_INLINE) + r"|<!\[CDATA\[|\]\]>", re.IGNORECASE)
_BLOCK_TAG = re.compile(
    r"<(script|style)(?=[\s>])[^<>]*>.*?</\1\s*>|<!--.*?-->|<!doctype[^<>]*>|" + _tags(_BLOCK),
    re.IGNORECASE | re.DOTALL,
)
_ENTITY = re.compile(
    # The leading amp; are what escaping twice leaves; a semicolon may be missing after numbers and the commonest names.
    r"&(?:amp;)*(#\d{1,7};?|#[xX][0-9a-fA-F]{1,6};?|[A-Za-z][A-Za-z0-9]{1,31};|(?:nbsp|quot|lt|gt)(?![A-Za-z0-9=;]))"
)


def clean(raw: str) -> str:
    """A title for showing: NFC, no markup, no entities, nothing invisible, single spaces; labels stay."""
    text = raw[:LONGEST]
    if not text.isprintable() or "  " in text or _MARKED.search(text):
        text = _bare(text).translate(_SPACES)
        text = " ".join(_UNSEEN.sub("", text).split())
    return unicodedata.normalize("NFC", text).strip(" ")


def excerpt(raw: str) -> str:
    """The beginning of a text, cleaned and cut at a word: what stands in for a title where there is none."""
    text = clean(raw)
    return text if len(text) <= EXCERPT else text[:EXCERPT].rsplit(" ", 1)[0] + "…"


_SPACES = dict.fromkeys(map(ord, _BLANK), " ")


def _bare(text: str) -> str:
    """Without tags and entities, however often they were escaped; each round shortens the text, so it ends."""
    while "&" in text or "<" in text:
        before = text
        text = _BLOCK_TAG.sub(" ", _INLINE_TAG.sub("", text))
        text = _ENTITY.sub(_character, text)
        if text == before:
            break
    return text


def _character(entity: re.Match[str]) -> str:
    name = entity[1] if entity[1].endswith(";") else f"{entity[1]};"
    return html.unescape(f"&{name}")


# --- labels -----------------------------------------------------------------------------------------------------------

_SURE = re.compile(
    r"속보|긴급속보|긴급|단독|\d?보|종합(?:\d보)?|상보|특보|(?:엠바고|보도\s?시점)(?:\s.*)?"
    r"|breaking(?: news)?|exclusive|update(?: ?\d)?|corrected|refile|developing",
    re.IGNORECASE,
)
"""Labels wherever they stand."""
_AT_AN_END = re.compile(
    r"영상|동영상|포토|사진|화보|그래픽|인포그래픽|표|인터뷰|사설|칼럼|기고|오피니언|논평|르포|현장|기획|기획특집|특집|연재|해설|분석|심층"
    r"|팩트체크|전문|일문일답|문답|부고|인사|동정|게시판|알림|고침|정정|정정보도|수정|재송|재배포|업데이트|라이브|생중계|생방송|중계"
    r"|특징주|공시|날씨|오늘의\s?날씨|내일\s?날씨|일지|연표|프로필|신간|만평|카드뉴스|이슈|뉴스|톱|주요뉴스|헤드라인"
    r"|live|video|watch|photos?|pictures|opinion|analysis|explainer|editorial|interview|fact ?check|graphic|podcast",
    re.IGNORECASE,
)
"""Words that are labels only before or after a title: within one, `(사진)` says that the person is in the picture."""

_PAIRS = ("[]", "()", "<>", "【】", "〈〉", "《》", "［］", "（）", "＜＞", "〔〕")
_BRACKETED = re.compile(
    "|".join(
        rf"{re.escape(pair[0])}\s*([^{re.escape(''.join(_PAIRS))}]{{1,40}}?)\s*{re.escape(pair[1])}" for pair in _PAIRS
    )
)
_JOINT = re.compile(r"\s*[·ㆍ・‧/,+&|]\s*")


def _found(title: str) -> list[tuple[int, int, list[str]]]:
    """The labels with their places: (start, end, words)."""
    brackets = list(_BRACKETED.finditer(title))
    found = []
    start = 0
    for at, bracket in enumerate(brackets):
        words = _JOINT.split(bracket[bracket.lastindex or 0])
        leads = not title[start : bracket.start()].strip()
        trails = not _BRACKETED.sub("", title[bracket.end() :]).strip() if at >= len(brackets) - 3 else False
        if all(_SURE.fullmatch(word) or ((leads or trails) and _AT_AN_END.fullmatch(word)) for word in words):
            found.append((bracket.start(), bracket.end(), words))
            if leads:
                start = bracket.end()
    return found


def labels(title: str) -> tuple[str, ...]:
    """The newsroom's labels in a clean title, in order, without their brackets: `[속보] … (종합)` has 속보 and 종합."""
    return tuple(dict.fromkeys(word for _, _, words in _found(title) for word in words))


def without_labels(title: str) -> str:
    """The clean title without its labels; a title that is nothing else stays as it is."""
    rest = title
    for start, end, _ in reversed(_found(title)):
        rest = f"{rest[:start]} {rest[end:]}"
    return " ".join(rest.split()) or title
