"""What a row says as an Entry. Pure."""

from __future__ import annotations

from sokbo.keys import key64
from sokbo.model import Entry, Precision
from worker.read.moment import Moment

HABIT = 0.3
"""Share of a listing's rows whose number or last word has to be alike before it counts as the page's habit."""


def entry(title: str, address: str | None, author: str, outlet: str, moment: Moment | None) -> Entry:
    """The entry of a row; its fingerprint is of all that the row says."""
    said = "" if moment is None else moment.at.isoformat()
    return Entry(
        title=title,
        url=address,
        author=author or None,
        outlet=outlet or None,
        published=moment.at if moment else None,
        precision=moment.precision if moment else Precision.NONE,
        fingerprint=key64(title, address or "", author, outlet, said),
    )
