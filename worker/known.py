"""3a. Which entries of a source are known unread: the hash of each entry's raw bytes, with the identity it had. Pure.

Kept on the source as packed numbers, sixteen bytes an entry, so that a poll reads what has changed and nothing else.
"""

from __future__ import annotations

from array import array
from collections.abc import Mapping
from itertools import chain

from sokbo.keys import key64

MOST = 2_000
"""Entries of one source that are remembered; a document with more is read whole."""

Known = Mapping[int, int]
"""Fingerprint to identity."""


def pack(known: Known) -> bytes | None:
    """As it is kept; None where there is nothing to keep, or too much."""
    if not 0 < len(known) <= MOST:
        return None
    return array("q", chain.from_iterable(known.items())).tobytes()


def unpack(kept: bytes | None) -> dict[int, int]:
    """What was kept; whatever can't be that is nothing."""
    if not kept or len(kept) % 16:
        return {}
    numbers = array("q")
    numbers.frombytes(kept)
    return dict(zip(numbers[::2], numbers[1::2], strict=True))


def by_address(source: int, canonical: str) -> int:
    """The identity of an address within its source."""
    return key64(str(source), "url", canonical)
