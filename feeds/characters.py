"""Characters that a feed can carry. What is fit for showing is decided elsewhere; this keeps documents well-formed."""

from __future__ import annotations

import re

# All that XML 1.0 (section 2.2) leaves out of Char. JSON as UTF-8 can't carry surrogates either.
_FORBIDDEN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")


def legal(text: str) -> str:
    """The text without the characters that no XML 1.0 document may hold, escaped or not."""
    return _FORBIDDEN.sub("", text)
