"""The analyser of Korean, where it is installed: kiwipiepy, loaded when first asked. The only place that knows it.

It is asked for one run of Hangul at a time, and only where the table of words is in doubt. Its model takes memory
(`MEMORY_MB`) and seconds to load, so a process that never meets a doubt never has it.
"""

from __future__ import annotations

from functools import cached_property, lru_cache
from importlib.util import find_spec
from typing import Any

MEMORY_MB = 310
"""What a process grows by, about, once it is loaded."""
WITHIN = 6.5
"""How much less likely (in log probability) the run may be with the term cut out of a word that the analyser knows
whole: 중국인 loses 5.9, 가정부 8.1."""


def is_installed() -> bool:
    """Whether it could be loaded."""
    return find_spec("kiwipiepy") is not None


@lru_cache(maxsize=1)
def analyser() -> Kiwi | None:
    """The process's analyser, not loaded yet; None where it is not installed."""
    return Kiwi() if is_installed() else None


class Kiwi:
    """kiwipiepy behind one question."""

    def __init__(self) -> None:
        self._parts = lru_cache(maxsize=65_536)(self._ask)

    @property
    def is_loaded(self) -> bool:
        """Whether its model is in memory."""
        return "_kiwi" in self.__dict__

    @cached_property
    def _kiwi(self) -> Any:
        import kiwipiepy

        # Its list of names of several words takes 190 MB more, and changed nothing on labelled rows.
        loaded = kiwipiepy.Kiwi(num_workers=1, load_multi_dict=False, load_typo_dict=False)
        loaded.tokenize("가")  # builds the rest of the model
        return loaded

    def parts(self, text: str, start: int, end: int) -> bool:
        """Whether `text[start:end]` is a word or some words of its own in a run of Hangul."""
        return self._parts(text, start, end)

    def _ask(self, text: str, start: int, end: int) -> bool:
        tokens, likely = self._kiwi.analyze(text, top_n=1)[0]
        begins = any(t.start == start and _is_noun(t) for t in tokens)
        ends = any(t.start + t.len == end and _is_noun(t) for t in tokens)
        if begins and ends:
            return not any(t.start == end and str(t.tag) == "XSA" for t in tokens)  # 태연하게 is no noun
        if any(start < t.start < end or start < t.start + t.len < end for t in tokens):
            return False
        if self._ends_a_name(tokens, text, start, end):
            return True
        cut = self._kiwi.analyze(text, top_n=1, pretokenized=[(start, end, "NNP")])[0][1]
        return bool(likely - cut <= WITHIN)

    def _ends_a_name(self, tokens: Any, text: str, start: int, end: int) -> bool:
        """Whether a common noun begins or ends a name that is longer by two syllables: 씨티은행, 국무총리."""
        around = [t for t in tokens if t.start <= start and end <= t.start + t.len and str(t.tag).startswith("NN")]
        if (
            not around
            or around[0].len < end - start + 2
            or start not in {around[0].start, around[0].start + around[0].len - (end - start)}
        ):
            return False
        alone = self._kiwi.analyze(text[start:end], top_n=1)[0][0]
        return len(alone) == 1 and str(alone[0].tag) == "NNG"


def _is_noun(token: Any) -> bool:
    return str(token.tag)[0] in "NX" or str(token.tag) == "SL"
