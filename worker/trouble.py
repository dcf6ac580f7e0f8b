"""4b. When is a source in trouble, and when is it well again. Pure.

One failure is weather: a source is in trouble once it failed several times in a row, or for a quarter of an hour, or
for good. The words are those of its log.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from sokbo.model import Source
from sokbo.queries.sources import Polled

FAILURES = 5
FAILING = timedelta(minutes=15)
LEAST_FAILURES = 2
"""One failure of a source that is visited once an hour says nothing yet, however long ago it was."""


@dataclass(frozen=True, slots=True)
class Verdict:
    """How a source stands: `trouble` is worth telling, `since` is the first failure; both None where it is well."""

    trouble: str | None
    since: datetime | None


def verdict(source: Source, polled: Polled, at: datetime) -> Verdict | None:
    """What one more poll changes in how the source stands; None where nothing.

    A source that fell silent (`worker.rhythm`) has trouble and no failures: it is well when it speaks.
    """
    if polled.ok:
        well = source.trouble_since is not None and (source.failures > 0 or polled.new > 0)
        return Verdict(None, None) if well else None
    if source.trouble is not None:
        return None
    since = source.trouble_since or at
    failures = source.failures + 1
    lasting = failures >= FAILURES or (failures >= LEAST_FAILURES and at - since >= FAILING)
    if polled.gone or lasting:
        return Verdict(polled.error, since)
    return Verdict(None, since) if source.trouble_since is None else None
