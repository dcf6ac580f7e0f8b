"""One failure is weather; several in a row, or a quarter of an hour of them, are trouble."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from sokbo.model import Kind, Source, SourceState
from sokbo.queries.sources import Polled
from worker.trouble import Verdict, verdict

AT = datetime(2026, 11, 23, 3, tzinfo=UTC)
FIRST = AT - timedelta(minutes=5)
LONG_AGO = AT - timedelta(minutes=16)
SOURCE = Source(
    1, "https://n.example/", "n", "o", Kind.FEED, SourceState.ACTIVE, False, 10.0, 10.0, AT, True, None,
    None, None, 7, AT, AT, 0, None, 3
)  # fmt: skip
WELL = Polled(1, 3, 10.0, ok=True, changed=False)
WHY = "there is no host n.example: check the address"
FAILED = replace(WELL, ok=False, error=WHY)


@pytest.mark.parametrize(
    ("failures", "since", "then"),
    [
        (0, None, Verdict(None, AT)),
        (1, FIRST, None),
        (3, FIRST, None),
        (4, FIRST, Verdict(WHY, FIRST)),
        (1, LONG_AGO, Verdict(WHY, LONG_AGO)),
        (0, LONG_AGO, None),
    ],
)
def test_failures_are_told_when_they_last(failures: int, since: datetime | None, then: Verdict | None) -> None:
    assert verdict(replace(SOURCE, failures=failures, trouble_since=since), FAILED, AT) == then


def test_an_address_that_is_gone_is_trouble_at_once() -> None:
    assert verdict(SOURCE, replace(FAILED, gone=True), AT) == Verdict(WHY, AT)


def test_trouble_stays_as_it_was_told() -> None:
    ill = replace(SOURCE, failures=9, trouble="first", trouble_since=FIRST)
    assert verdict(ill, FAILED, AT) is None


def test_the_first_answer_ends_it() -> None:
    assert verdict(replace(SOURCE, failures=9, trouble=WHY, trouble_since=FIRST), WELL, AT) == Verdict(None, None)
    assert verdict(replace(SOURCE, failures=1, trouble_since=FIRST), WELL, AT) == Verdict(None, None)
    assert verdict(SOURCE, WELL, AT) is None


def test_a_silent_source_is_well_when_it_speaks() -> None:
    silent = replace(SOURCE, trouble="silent", trouble_since=FIRST)
    assert verdict(silent, WELL, AT) is None
    assert verdict(silent, replace(WELL, changed=True, new=1), AT) == Verdict(None, None)
