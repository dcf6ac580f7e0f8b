"""Whether a term stands by itself in Hangul that runs on around it: 반도체 in 시스템반도체, not 음주 in 다음주. Pure.

The table of words decides where it covers the run with the term better than without it. What it leaves in doubt is
asked of the analyser, where there is one; without one, only what is likely counts.
"""

from __future__ import annotations

from enum import Enum
from functools import lru_cache

from notify import particles
from notify.knowledge import Knowledge
from sokbo.press import words
from sokbo.press.words import NOUN, Run

LONG, VERY_LONG = 3, 4
"""Syllables of a word that stands in a longer one by no accident: behind or before two others, or anywhere."""


ENDINGS_TOO = frozenset(
    {
        "하나",
        "수도",
        "인도",
        "보고",
        "우려",
        "지지",
        "가자",
        "가지",
        "위로",
        "대로",
        "도로",
        "이란",
        "사도",
        "나라",
        "하지",
        "고지",
    }
    | {"다시", "이상", "이하", "아들", "지진", "라면", "여야", "시도", "이유", "사면"}
)
"""Nouns that the end of a verb may look like: 어떡하나, 추가될수도."""


HEADS = "장측"


class Verdict(Enum):
    """What the table of words says of a run."""

    YES = "yes"
    LIKELY = "likely"
    UNLIKELY = "unlikely"
    NO = "no"


def stands(run: Run, knowledge: Knowledge) -> bool:
    """Whether the term is a word of its own in a run."""
    verdict = judge(run, knowledge)
    if verdict in {Verdict.YES, Verdict.NO} or knowledge.analyser is None:
        return verdict in {Verdict.YES, Verdict.LIKELY}
    return knowledge.analyser.parts(run.text, run.start, run.end)


def surely(run: Run, knowledge: Knowledge) -> bool:
    """Whether the table has no doubt; a syllable behind a short name must be its head: 금감원장, not 대법당."""
    behind = run.text[run.end :]
    return judge(run, knowledge) == Verdict.YES and (len(behind) != 1 or behind in HEADS)


@lru_cache(maxsize=65_536)
def judge(run: Run, knowledge: Knowledge) -> Verdict:
    """What the table says by itself."""
    if run.start == 0 and _follows(run.text[run.end - 1], run.text[run.end :]):
        return Verdict.NO if words.begins_whole(knowledge.words, run, _follows) else Verdict.YES
    plain, apart = words.part(knowledge.words, run, _follows)
    together = min([plain, *_in_nouns(run, knowledge)], key=lambda parting: (not parting.known, parting.cost))
    if apart.known and not (together.known and together.cost <= apart.cost):
        return Verdict.UNLIKELY if apart.affix and not together.known else Verdict.NO
    if apart.known and together.cost == apart.cost and run.start > 0:  # of two as good, the one that begins with the
        return Verdict.UNLIKELY  # term: 중국산, but not 관광주
    if not together.known:
        if words.hidden(knowledge.words, run):
            return Verdict.NO
        return (
            Verdict.LIKELY
            if not apart.known and (_is_long(run) or _is_behind_a_name(run, knowledge))
            else Verdict.UNLIKELY
        )
    far = not apart.known or apart.cost >= together.cost + NOUN
    is_noun = run.text[run.start : run.end] in knowledge.words.nouns and far
    return Verdict.YES if is_noun or together != plain or _is_plain(run, together.cost) else Verdict.LIKELY


def _in_nouns(run: Run, knowledge: Knowledge) -> list[words.Parting]:
    """Coverings by a longer noun that begins with the term, or ends in it behind two syllables: 교육감, 고속도로."""
    nouns = knowledge.words.nouns
    if run.text[run.start : run.end] not in nouns:
        return []
    longer = [Run(run.text, run.start, end) for end in range(run.end + 1, run.end + 4)]
    longer += [Run(run.text, start, run.end) for start in range(max(run.start - 4, 0), run.start - 1)]
    known = [r for r in longer if r.end <= len(r.text) and r.text[r.start : r.end] in nouns]
    return [words.part(knowledge.words, r, _follows)[0] for r in known]


def _is_plain(run: Run, cost: int) -> bool:
    """Whether the term stands beside whole nouns, or before particles: nothing that an accident would look like."""
    beside = cost - NOUN
    return (run.start != 1 or run.counted) and (run.start == 0 or beside % NOUN in {0, words.ENDING, words.COUNT})


def _is_behind_a_name(run: Run, knowledge: Knowledge) -> bool:
    """Whether the term is a noun that ends the run behind what may well be a name: 홈플러스노조."""
    term, rest = run.text[run.start : run.end], run.text[run.end :]
    ends = not rest or _follows(run.text[run.end - 1], rest)
    return ends and run.start > 1 and term in knowledge.words.nouns and term not in ENDINGS_TOO


def _is_long(run: Run) -> bool:
    size, before, behind = run.end - run.start, run.start, len(run.text) - run.end
    if size >= VERY_LONG:
        return True
    return size >= LONG and before != 1 and (behind == 0 or _follows(run.text[run.end - 1], run.text[run.end :]))


@lru_cache(maxsize=65_536)
def _follows(last: str, rest: str) -> bool:
    return particles.tail(last, rest) is not None
