"""Has an entry changed? A 64-bit hash of its raw bytes says so without reading it. Pure."""

from __future__ import annotations

from hashlib import blake2b
from struct import unpack

_AFTER_NAME = b" \t\r\n/>"


def of_elements(data: bytes, name: str, count: int) -> list[int] | None:
    """The hash of each of `count` elements of this name, none within another, each up to the next one's start.

    None where the bytes don't show as many (a name within CDATA or a comment): then the fields have to do.
    """
    start, end = b"<" + name.encode(), b"</" + name.encode()
    starts = []
    at = data.find(start)
    while at >= 0:
        after = at + len(start)
        if data[after : after + 1] in _AFTER_NAME:
            starts.append(at)
        at = data.find(start, after)
    if len(starts) != count:
        return None
    last = data.rfind(end)
    ends = [*starts[1:], last if last > starts[-1] else len(data)] if starts else []
    digests = [blake2b(data[a:b], digest_size=8).digest() for a, b in zip(starts, ends, strict=True)]
    return list(unpack(f">{count}q", b"".join(digests)))
