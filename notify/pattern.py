"""Regular expressions in rules: RE2's, whose time grows with the title's length and no faster. Pure."""

from __future__ import annotations

from functools import lru_cache
from typing import Any

import re2

MEMORY = 1 << 20
"""Bytes that one expression may take."""


class PatternError(ValueError):
    """An expression that can't be read, is too large, or would match every title."""


@lru_cache(maxsize=4096)
def compiled(source: str) -> Any:
    """An expression ready for searching; raises `PatternError`."""
    options = re2.Options()
    options.max_mem = MEMORY
    options.log_errors = False
    try:
        found = re2.compile(source, options=options)
    except re2.error as error:
        said = error.args[0] if error.args else "it has a fault"
        raise PatternError(said.decode("utf-8", "replace") if isinstance(said, bytes) else str(said)) from None
    if found.search("") is not None:
        raise PatternError("it matches every title, for it may be empty")
    return found


def search(source: str, title: str) -> tuple[int, int] | None:
    """From where to where an expression first matches a title, in code points; None where it does not."""
    found = compiled(source).search(title.encode("utf-8", "replace").decode() if not title.isascii() else title)
    return None if found is None else found.span()
