"""How far back one page of results reaches, and whether the next is to be turned to. Pure.

A page where nothing is known leaves a gap between it and what was seen before: what came in between is on the pages
behind it.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence

import orjson

from sokbo.address import canonical
from worker.known import by_address
from worker.naver import query
from worker.read import naver


def next_start(source: int, body: bytes, known: Collection[int]) -> int | None:
    """From which result on to ask next; None where something `known` (an identity) is on the page, or it's the last.

    Without anything known at all there is no gap to fill. Titles and links to Naver's copies change and tell nothing.
    """
    found = naver.results(body)
    if found is None or not known:
        return None
    addresses = filter(None, map(naver.address, found.items))
    if any(by_address(source, canonical(address)) in known for address in addresses):
        return None
    then = found.start + len(found.items)
    return then if found.items and then <= min(found.total, query.FURTHEST) else None


def joined(bodies: Sequence[bytes]) -> bytes:
    """Pages in a row as one body."""
    first = orjson.loads(bodies[0])
    first["items"] = [item for body in bodies if (found := naver.results(body)) for item in found.items]
    return orjson.dumps(first)
