"""How late a source is, as a person and as a program read it."""

from __future__ import annotations

from typing import Any

from cli.source_lag import as_seconds, sentences
from sokbo.model import Source
from worker.lag import Lag, Passage

FOUND = {
    "day": Passage(Lag(37, 12, 48.2, to_the_minute=True), Lag(3, 0.412, 1.13)),
    "week": Passage(Lag(210, 14, 700), None),
}


def source(**values: Any) -> Source:
    said = dict.fromkeys(Source.__dataclass_fields__)
    return Source(**(said | {"interval_s": 30.0, "pushed": False} | values))  # type: ignore[arg-type]


def test_in_words() -> None:
    assert sentences(FOUND, source()) == [
        "last day: seen half within 12 s, nine in ten within 48 s of publication (37 headlines, dated to the minute)",
        "last day: sent half within 0.41 s, nine in ten within 1.1 s of being seen (3 messages)",
        "last week: seen half within 14 s, nine in ten within 12 min of publication (210 headlines)",
        "a look every 30 s makes 15 s and 27 s of that inevitable",
    ]


def test_where_pushes_bring_the_news_no_interval_is_blamed() -> None:
    assert "inevitable" not in " ".join(sentences(FOUND, source(pushed=True)))
    assert "inevitable" not in as_seconds(FOUND, source(pushed=True))


def test_with_nothing_measured_nothing_is_said() -> None:
    assert sentences({"day": Passage(None, None)}, source()) == []


def test_in_seconds() -> None:
    assert as_seconds(FOUND, source()) == {
        "day": {
            "seen": {"count": 37, "p50_s": 12, "p90_s": 48.2},
            "sent": {"count": 3, "p50_s": 0.412, "p90_s": 1.13},
        },
        "week": {"seen": {"count": 210, "p50_s": 14, "p90_s": 700}, "sent": None},
        "inevitable": {"p50_s": 15, "p90_s": 27},
    }
