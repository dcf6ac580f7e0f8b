"""5b. What people do to stories by hand: split a headline off, join two, undo, mute. Entries of the desk's log.

Whoever does it is the desk for one transaction: the lease's row is locked to the commit, so that the log stays one, and
the desk follows what it finds there before it goes on. What a watch was told of a headline moves with the headline.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime

from sqlalchemy import Connection

from notify import meet
from sokbo import lease
from sokbo.database import Database
from sokbo.queries import edits, headlines, meetings, stories, watches
from sokbo.queries.edits import Edit, Member


class Refused(Exception):
    """What can't be done; the message is a word of `web.words`, and `what` goes into it."""

    def __init__(self, word: str, what: int) -> None:
        super().__init__(word)
        self.word, self.what = word, what


def split(database: Database, person: int, headline: int) -> Edit:
    """Give a headline a story of its own; where it began its story, the others go on in another. Raises `Refused`."""
    with database.write() as connection:
        lock(connection)
        of = headlines.one(connection, headline)
        if of is None or of.story is None:
            raise Refused("no_headline", headline)
        there = edits.members(connection, of.story)
        leaves = [m for m in there if (m.headline == headline) != (of.story == headline)]
        if len(there) < 2:
            raise Refused("alone_already", headline)
        to = leaves[0].headline
        edit = edits.add(connection, person, "split", _stand(connection, to, leaves[0]), of.story)
        _move(connection, edit, leaves, of.story, to)
        _log(connection, [("part", to, to)], of.story, to)
        return _done(connection, edit)


def join(database: Database, person: int, story: int, into: int) -> Edit:
    """Put the headlines of a story into another, to which its number leads from then on. Raises `Refused`."""
    with database.write() as connection:
        lock(connection)
        story, into = edits.where(connection, story), edits.where(connection, into)
        there = edits.members(connection, story)
        if not there or not edits.members(connection, into):
            raise Refused("no_story", story if not there else into)
        if story == into:
            raise Refused("one_already", story)
        edit = edits.add(connection, person, "join", into, story)
        _lead(connection, edit, there, story, into)
        return _done(connection, edit)


def undo(database: Database, person: int, number: int) -> Edit:
    """Take a split or a join back, once; headlines that went elsewhere meanwhile stay there. Raises `Refused`."""
    with database.write() as connection:
        lock(connection)
        done = edits.one(connection, number)
        if done is None or done.undone is not None or done.kind not in {"split", "join"}:
            raise Refused("nothing_to_undo", number)
        here = edits.where(connection, done.story)
        edit = edits.add(connection, person, "undo", done.other, done.story)
        if done.kind == "split":
            back, there = edits.where(connection, done.other), edits.members(connection, here)
            if here == back or not there:
                raise Refused("nothing_to_undo", number)
            _lead(connection, edit, there, here, back)
        else:
            moved = set(edits.moved(connection, number))
            there = [m for m in edits.members(connection, here) if m.headline in moved]
            if not there or edits.where(connection, done.other) != here:
                raise Refused("nothing_to_undo", number)
            _stand(connection, done.other, there[0])
            _move(connection, edit, there, here, done.other)
            _log(connection, [("part", done.other, done.other)], here, done.other)
        edits.mark_undone(connection, number)
        return _done(connection, edit)


def mute(database: Database, person: int, story: int, *, on: bool) -> None:
    """Let a person hear no more of a story, or again. Raises `Refused`."""
    with database.write() as connection:
        lock(connection)
        story = edits.where(connection, story)
        if story not in stories.some(connection, [story]):
            raise Refused("no_story", story)
        (edits.mute if on else edits.unmute)(connection, person, story)
        _write(connection, [("mute" if on else "unmute", story, story)])


# --- steps ------------------------------------------------------------------------------------------------------------


def lock(connection: Connection) -> None:
    """Be the only one who writes to the desk's log, to the commit."""
    lease.lock(connection, watches.DESK)


def _stand(connection: Connection, story: int, first: Member) -> int:
    edits.stand(connection, story, first)
    return story


def _lead(connection: Connection, edit: int, there: Sequence[Member], story: int, into: int) -> None:
    edits.lead(connection, story, into)
    _move(connection, edit, there, story, into)
    _log(connection, [("join", story, into)], into)


def _move(connection: Connection, edit: int, leaving: Sequence[Member], away: int, to: int) -> None:
    """Move headlines, with what was told of them and who wants to hear no more of it."""
    edits.move(connection, edit, [m.headline for m in leaving], away, to)
    edits.count_anew(connection, (away, to))
    edits.mute_too(connection, away, to)
    moved = {m.headline for m in leaving}
    met, there = meetings.of_story(connection, away), {m.watch: m for m in meetings.of_story(connection, to)}
    size = len(edits.members(connection, to))
    rows = [m for m in (meet.carried(m, there.get(m.watch), to, size, moved) for m in met) if m is not None]
    known = watches.some(connection, [m.watch for m in rows])
    goes_on = [(m, m.watch in known and meet.stays_open(known[m.watch], m)) for m in rows]
    meetings.write(connection, goes_on, datetime.now(UTC))
    meetings.drop(connection, away, [m.watch for m in met if meet.left(m, moved)])


def _log(connection: Connection, first: Sequence[tuple[str, int, int]], *of: int) -> None:
    """Log what was done, and where every headline of the stories is now: the log alone tells all."""
    there = [("move", m.headline, story) for story in of for m in edits.members(connection, story)]
    _write(connection, [*first, *there])


def _write(connection: Connection, entries: Sequence[tuple[str, int, int]]) -> None:
    at = datetime.now(UTC)
    rows = [
        {
            "seq": lease.next_position(connection, watches.DESK),
            "kind": kind,
            "headline_id": headline,
            "story_id": story,
            "title": "",
            "url_key": None,
            "title_key": None,
            "at": at,
        }
        for kind, headline, story in entries
    ]
    headlines.write_log(connection, rows)


def _done(connection: Connection, edit: int) -> Edit:
    made = edits.one(connection, edit)
    assert made is not None
    return made
