"""The forms of an English word: plurals, and for words that are no names the regular endings of verbs. Pure.

Irregular forms (struck, sold) are not known here; a rule names them itself: ``strike | struck``.
"""

from __future__ import annotations

import re

_SIBILANT = re.compile(r"(?:s|x|z|ch|sh)$")
_Y = re.compile(r"[^aeiou]y$")
_DOUBLING = re.compile(r"[^aeiou][aeiou][bdgklmnprtvz]$")
_VOWELS = re.compile(r"[aeiouy]+")
_SHORTEST_VERB = 3


def plural(word: str) -> str:
    """The regular plural of a lower-case word, which is also the verb's third person."""
    if _Y.search(word):
        return word[:-1] + "ies"
    return word + ("es" if _SIBILANT.search(word) else "s")


def inflected(word: str) -> tuple[str, ...]:
    """The regular past and participle of a lower-case word, in each spelling that is usual."""
    if len(word) < _SHORTEST_VERB:
        return ()
    if word.endswith("e"):
        return (word + "d", word + "ing" if word.endswith(("ee", "oe", "ye")) else word[:-1] + "ing")
    if _Y.search(word):
        return word[:-1] + "ied", word + "ing"
    doubled = (word + word[-1] + "ed", word + word[-1] + "ing") if _DOUBLING.search(word) else ()
    if doubled and len(_VOWELS.findall(word)) == 1:
        return doubled
    return (word + "ed", word + "ing", *doubled)
