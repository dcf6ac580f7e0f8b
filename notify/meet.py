"""A watch and a story meet: whether that is told now, as what, or why not. Pure.

A meeting is decided headline by headline in the order of the desk's log, by what came before alone: however the log is
cut into batches, the same is told. Told is told for ever; all that follows are updates, and only where they are wanted.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from datetime import timedelta
from typing import Literal

from sokbo.meeting import Carried, Meeting, State, Unsent, carried_by
from sokbo.model import Watch, Why

QUIET = timedelta(hours=12)
"""A story that brought nothing for so long, and brings something again, revives."""
ROUNDUP = "종합"


@dataclass(frozen=True, slots=True)
class Event:
    """What the log says of a headline."""

    story: int
    headline: int
    seq: int
    kind: Literal["headline", "revision", "withdrawn"]
    before: str | None = None
    """The title that a revision took away."""


@dataclass(frozen=True, slots=True)
class Verdict:
    """What an event means to a watch."""

    meeting: Meeting
    tells: bool
    """Whether there is an alert, or an update of it."""
    reasons: tuple[str, ...] = ()


def decide(
    watch: Watch,
    met: Meeting | None,
    event: Event,
    why: tuple[Why, ...] | None,
    course: Sequence[Carried],
    *,
    matched_before: bool = False,
    muted: bool = False,
) -> Verdict | None:
    """What an event means to a watch; None where nothing.

    `why` is why the headline matches now, None where it does not; `course` is the story up to the event, in the log's
    order; `matched_before` is whether the title that a revision took away matched.
    """
    if met is not None and met.state in {State.TOLD, State.RUNNING}:
        return _goes_on(watch, met, event, why, course, matched_before=matched_before, muted=muted)
    return _begins(watch, met, event, why, course, muted=muted)


def _begins(
    watch: Watch,
    met: Meeting | None,
    event: Event,
    why: tuple[Why, ...] | None,
    course: Sequence[Carried],
    *,
    muted: bool,
) -> Verdict | None:
    if event.kind == "withdrawn" or (why is None and (met is None or met.state is not State.BELOW)):
        return None
    met = _matched(watch, met, event, why, course)
    if muted:
        return _unsent(met, Unsent.MUTED, State.MUTED) if why is not None else None
    timing = watch.timing
    if not carried_by(((c.seen, c.outlet) for c in course), timing.outlets, timing.minutes):
        return _unsent(met, Unsent.BELOW, State.BELOW) if why is not None else None
    old = [(c.seen, c.outlet) for c in course if c.seq <= watch.since_seq and c.headline != event.headline]
    running = carried_by(old, timing.outlets, timing.minutes)
    told = replace(met, state=State.TOLD, size=len(course), seq=event.seq)
    if running:
        told = replace(told, state=State.RUNNING, unsent=met.unsent + 1, reason=Unsent.RUNNING)
    retitled = event.kind == "revision" and why is not None
    return Verdict(told, tells=True, reasons=("retitled",) if retitled else ())


def _matched(
    watch: Watch, met: Meeting | None, event: Event, why: tuple[Why, ...] | None, course: Sequence[Carried]
) -> Meeting:
    if met is None:
        met = Meeting(
            watch.id, event.story, State.BELOW, event.headline, (), frozenset(), size=len(course), seq=event.seq
        )
    if why is None:
        return met
    return replace(met, headline=event.headline, why=why, terms=met.terms | {w.term for w in why})


def _unsent(met: Meeting, reason: Unsent, state: State | None = None) -> Verdict:
    return Verdict(replace(met, state=state or met.state, unsent=met.unsent + 1, reason=reason), tells=False)


def _goes_on(
    watch: Watch,
    met: Meeting,
    event: Event,
    why: tuple[Why, ...] | None,
    course: Sequence[Carried],
    *,
    matched_before: bool,
    muted: bool,
) -> Verdict | None:
    reasons = _updates(watch, met, event, why, course, matched_before=matched_before)
    if why is not None:
        met = replace(met, headline=event.headline, why=why, terms=met.terms | {w.term for w in why})
    if reasons and not muted:
        return Verdict(replace(met, step=met.step + 1, size=len(course), seq=event.seq), tells=True, reasons=reasons)
    if why is None and not reasons:
        return None
    return _unsent(met, Unsent.MUTED if muted else Unsent.SAME) if event.kind == "headline" or muted else None


def _updates(
    watch: Watch,
    met: Meeting,
    event: Event,
    why: tuple[Why, ...] | None,
    course: Sequence[Carried],
    *,
    matched_before: bool,
) -> tuple[str, ...]:
    """Why an event is told as an update of the story, in the order in which that is said; empty where it is not."""
    wants = watch.timing
    this = next(c for c in reversed(course) if c.headline == event.headline)
    others = [c for c in course if c.headline != event.headline]
    new = event.kind == "headline"
    found = {
        "outlet": new and _named(this.outlet, wants.follow) and all(c.outlet != this.outlet for c in others),
        "doubled": wants.updates and new and len(course) >= 2 * met.size,
        "roundup": wants.updates and event.kind != "withdrawn" and _sums_up(event, this, others),
        "revived": wants.updates and new and _revives(this, others),
        "term": wants.updates and bool(met.terms) and not {w.term for w in why or ()} <= met.terms,
        "retitled": wants.retitles and event.kind == "revision" and (why is not None or matched_before),
        "withdrawn": wants.withdrawals and event.kind == "withdrawn" and why is not None,
    }
    return tuple(reason for reason, is_so in found.items() if is_so)


def _named(outlet: str, names: Sequence[str]) -> bool:
    return outlet.strip().casefold() in {name.strip().casefold() for name in names}


def _sums_up(event: Event, this: Carried, others: Sequence[Carried]) -> bool:
    """Whether it is the story's first (종합), or the first of its (종합2보)."""
    told = {label for c in others for label in c.labels}
    labels = {label for label in this.labels if label.startswith(ROUNDUP)}
    if event.kind == "revision":
        labels = {label for label in labels if label not in (event.before or "")}
    return bool(labels - told)


def _revives(this: Carried, others: Sequence[Carried]) -> bool:
    return bool(others) and this.seen - max(c.seen for c in others) >= QUIET


def stays_open(watch: Watch, met: Meeting) -> bool:
    """Whether a headline that the watch does not match may still bring it news of the story."""
    if met.state is State.BELOW:
        return True
    wants = watch.timing
    asks = wants.updates or bool(wants.follow) or wants.retitles or wants.withdrawals
    return asks and met.state in {State.TOLD, State.RUNNING}


def carried(met: Meeting, there: Meeting | None, story: int, size: int, headlines: Collection[int]) -> Meeting | None:
    """What a watch knows of a story when headlines come into it from one that it met; None where nothing changes.

    `there` is what it knew of it before, `size` how many headlines it has now. Whoever was told of the one is told of
    the other, for the headlines stood under its alert; what only waits goes with the headline that it waits for.
    """
    if met.state in {State.TOLD, State.RUNNING}:
        moved = replace(met, story=story, size=size, unsent=0, reason=None)
        if there is None or there.state not in {State.TOLD, State.RUNNING}:
            return moved
        return replace(
            there,
            state=State.TOLD if State.TOLD in {met.state, there.state} else there.state,
            terms=there.terms | met.terms,
            step=max(there.step, met.step),
            size=size,
            seq=max(there.seq, met.seq),
        )
    if there is not None or met.headline not in headlines:
        return None
    return replace(met, story=story, unsent=0, reason=None)


def left(met: Meeting, headlines: Collection[int]) -> bool:
    """Whether a watch that was told nothing yet has lost what it waits for to another story."""
    return met.state in {State.BELOW, State.MUTED} and met.headline in headlines
