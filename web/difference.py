"""Two titles of one headline as one text, with what went and what came marked. Pure."""

from __future__ import annotations

import re
from difflib import SequenceMatcher

from markupsafe import Markup, escape

_WORD = re.compile(r"\s+|\d+(?:[.,]\d+)*|\w+|[^\w\s]")


def difference(before: str, after: str) -> Markup:
    """The new title, with what it lost struck out and what it won underlined, word by word."""
    old, new = _WORD.findall(before), _WORD.findall(after)
    parts = []
    for how, i, j, k, m in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        if how == "equal":
            parts.append(escape("".join(new[k:m])))
            continue
        if i < j:
            parts.append(Markup("<del>{}</del>").format("".join(old[i:j])))
        if k < m:
            parts.append(Markup("<ins>{}</ins>").format("".join(new[k:m])))
    return Markup().join(parts)
