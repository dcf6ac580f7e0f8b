"""Which of many rules a headline may satisfy: each waits under letters that no title can match it without. Pure.

Rules that say the same are one form, evaluated once. A form waits under the two rarest of the stretches that it
requires, so that a title must have both; an automaton finds all stretches of all forms in one pass over a title. What
came since it was built is looked for by its letters, until there is enough to build it anew.
"""

from __future__ import annotations

import gc
import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache
from itertools import chain, combinations, pairwise, repeat

from daachorse import CharwiseDoubleArrayAhoCorasick as Automaton

from notify.knowledge import Knowledge, shipped
from notify.match import find
from notify.needs import ALWAYS, Needs
from notify.rarity import Rarity
from notify.rule import LONGEST, parse
from notify.subject import NOTHING, Facts, Subject
from notify.tree import And, Rule, Term, canonical
from sokbo.model import Why

LATE = 512
"""Stretches that may be outside the automaton before it is built anew, or a quarter of those that are in it."""
_PLAIN = re.compile(r"[가-힣A-Za-z0-9]+(?: [가-힣A-Za-z0-9]+){0,15}")
"""A rule of nothing but words, which needs no reading to be filed."""

_read = lru_cache(maxsize=65_536)(parse)


@dataclass(slots=True)
class Form:
    """A rule, the watches that want it, and where it waits."""

    text: str
    watches: tuple[int, ...]
    waits: tuple[tuple[str, str], ...]


class RuleIndex:
    """Rules by watch."""

    def __init__(self, knowledge: Knowledge | None = None, rarity: Rarity | None = None) -> None:
        self._knowledge = knowledge or shipped()
        self._needs = Needs(self._knowledge, rarity or Rarity())
        self._forms: dict[str, Form] = {}
        self._by_watch: dict[int, Form] = {}
        self._waiting: dict[tuple[str, str], list[Form]] = {}
        """By two stretches, the rarer one first; the second is empty where one is enough."""
        self._uses: dict[str, int] = {}
        """How often each stretch is waited under."""
        self._ranks: dict[str, tuple[float, str]] = {}
        """The order of these stretches, the rarest first."""
        self._late = Late()
        self._patterns: list[str] = []
        self._automaton: Automaton | None = None

    def __len__(self) -> int:
        return len(self._by_watch)

    @property
    def knowledge(self) -> Knowledge:
        """What rules are judged by."""
        return self._knowledge

    # --- what is looked for -------------------------------------------------------------------------------------------

    def put(self, watch: int, rule: Rule | str) -> None:
        """Take in a watch's rule, in place of the one that it had; raises `RuleError` where a text is none."""
        words = _words(rule)
        text = " ".join(words) if words else str(canonical(_read(rule) if isinstance(rule, str) else rule))
        form = self._forms.get(text)
        if watch in self._by_watch:
            if self._by_watch[watch] is form:
                return
            self.drop(watch)
        if form is None:
            form = self._forms[text] = Form(text, (), self._needs.of(words or _read(text)))
            for pair in form.waits:
                self._waiting.setdefault(pair, []).append(form)
                self._use(pair[0])
                self._use(pair[1])
        form.watches = (*form.watches, watch)
        self._by_watch[watch] = form

    def drop(self, watch: int) -> None:
        """Forget a watch; one that isn't there is no matter."""
        form = self._by_watch.pop(watch, None)
        if form is None:
            return
        form.watches = tuple(w for w in form.watches if w != watch)
        if form.watches:
            return
        del self._forms[form.text]
        for pair in form.waits:
            self._waiting[pair].remove(form)
            if not self._waiting[pair]:
                del self._waiting[pair]
            self._unuse(pair[0])
            self._unuse(pair[1])

    def _use(self, stretch: str) -> None:
        if not stretch:
            return
        before = self._uses.get(stretch, 0)
        self._uses[stretch] = before + 1
        if not before:
            self._ranks[stretch] = self._needs.rank(stretch)
            self._late.add(stretch)

    def _unuse(self, stretch: str) -> None:
        if not stretch:
            return
        self._uses[stretch] -= 1
        if not self._uses[stretch]:
            del self._uses[stretch], self._ranks[stretch]
            self._late.discard(stretch)

    def settle(self) -> None:
        """Build the automaton anew where much came since it was built."""
        if len(self._late) > max(LATE, len(self._patterns) // 4):
            self.build()

    def build(self) -> None:
        """Build the automaton anew, with all that came since and without what went."""
        self._patterns = list(self._uses)
        self._automaton = Automaton(self._patterns) if self._patterns else None
        self._late = Late()

    # --- what is found ------------------------------------------------------------------------------------------------

    def candidates(self, subject: Subject) -> list[Form]:
        """Every form that may match a title, and few that don't."""
        self.settle()
        letters = subject.letters
        found = self._late.found(letters)
        if self._automaton is not None:
            patterns = self._patterns
            found.update([patterns[number] for _, _, number in self._automaton.find_overlapping(letters)])
        ordered = sorted(found & self._ranks.keys(), key=self._ranks.__getitem__)
        pairs = chain(combinations(ordered, 2), zip(ordered, repeat("")), ALWAYS)
        waiting = [forms for forms in map(self._waiting.get, pairs) if forms]
        if len(waiting) < 2:
            return waiting[0] if waiting else []
        return list({id(form): form for forms in waiting for form in forms}.values())

    def matches(self, title: str, facts: Facts = NOTHING) -> list[tuple[int, tuple[Why, ...]]]:
        """The watches whose rules a headline satisfies, and why, in order of their numbers."""
        subject = Subject(title, facts, self._knowledge)
        found: list[tuple[int, tuple[Why, ...]]] = []
        for form in self.candidates(subject):
            why = find(_tree(form.text), subject)
            if why is not None:
                found += [(watch, why) for watch in form.watches]
        return sorted(found, key=lambda pair: pair[0])


def _words(rule: Rule | str) -> list[str]:
    """The words of a rule that is nothing but words, in one order whatever theirs was; none for another rule."""
    if not isinstance(rule, str) or len(rule) > LONGEST or not _PLAIN.fullmatch(rule):
        return []
    return sorted(set(rule.split(" "))) if " " in rule else [rule]


def _tree(text: str) -> Rule:
    """A form's rule; words alone need no reading."""
    if not _PLAIN.fullmatch(text):
        return _read(text)
    words = [Term(word) for word in text.split(" ")]
    return And(tuple(words)) if len(words) > 1 else words[0]


class Late:
    """Stretches that came after the automaton was built, by their first two letters."""

    def __init__(self) -> None:
        self._by_letters: dict[str, set[str]] = {}
        self._count = 0

    def __len__(self) -> int:
        return self._count

    def add(self, stretch: str) -> None:
        """Look for a stretch from now on."""
        self._by_letters.setdefault(stretch[:2], set()).add(stretch)
        self._count += 1

    def discard(self, stretch: str) -> None:
        """Look for it no more; one that isn't there is no matter."""
        some = self._by_letters.get(stretch[:2])
        if some and stretch in some:
            some.remove(stretch)
            self._count -= 1
            if not some:
                del self._by_letters[stretch[:2]]

    def found(self, letters: str) -> set[str]:
        """Those that stand in a text."""
        if not self._count:
            return set()
        here = {*letters, *map("".join, pairwise(letters))} & self._by_letters.keys()
        return {stretch for some in here for stretch in self._by_letters[some] if stretch in letters}


def loaded(
    rules: Iterable[tuple[int, Rule | str]], knowledge: Knowledge | None = None, rarity: Rarity | None = None
) -> RuleIndex:
    """An index of many rules, built at once."""
    index = RuleIndex(knowledge, rarity)
    collects = gc.isenabled()
    gc.disable()  # nothing of what is made is let go of, and looking for it takes half of the time
    try:
        for watch, rule in rules:
            index.put(watch, rule)
        index.build()
        gc.freeze()  # nor looked through ever after
    finally:
        if collects:
            gc.enable()
    return index
