"""What programs are told of each noun; the command line's JSON lines say the same of headlines and alerts."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict
from datetime import tzinfo
from typing import Any

from notify.backtest import Caught
from sokbo.model import Alert, Headline, RuleVersion, Story, Watch, Why


def headline_row(of: Headline, zone: tzinfo) -> dict[str, Any]:
    """A headline."""
    return {
        "id": of.id,
        "title": of.title,
        "url": of.url,
        "source": of.source,
        "outlet": of.outlet,
        "author": of.author,
        "published": of.published.astimezone(zone) if of.published else None,
        "precision": of.precision,
        "seen": of.seen,
        "labels": list(of.labels),
        "story": of.story,
        "seq": of.seq,
    }


def caught_row(of: Caught, zone: tzinfo) -> dict[str, Any]:
    """A headline that a rule found, and why."""
    return headline_row(of.headline, zone) | {"why": why_rows(of.why)}


def named_row(of: Caught) -> dict[str, Any]:
    """A headline by its number and title alone."""
    return {"id": of.headline.id, "title": of.headline.title}


def why_rows(why: Sequence[Why]) -> list[dict[str, Any]]:
    """Reasons; positions in code points of the title as given."""
    return [asdict(w) for w in why]


def alert_row(of: Alert) -> dict[str, Any]:
    """An alert."""
    return asdict(of)


def watch_row(of: Watch) -> dict[str, Any]:
    """A watch."""
    return {
        "id": of.id,
        "name": of.name,
        "rule": of.rule,
        "version": of.version,
        "active": of.active,
        "channels": list(of.channels),
        "timing": asdict(of.timing),
        "feed": f"/feeds/watch/{of.token}.atom",
    }


def version_row(of: RuleVersion) -> dict[str, Any]:
    """A rule that a watch has or had."""
    return asdict(of)


def story_row(of: Story) -> dict[str, Any]:
    """A story."""
    return {"id": of.id, "size": of.size, "outlets": list(of.outlets), "joined": of.joined}
