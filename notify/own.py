"""What an installation adds to the tables of names, hanja and words: three plain files in its data folder.

They are read anew when they change. A line that can't be read is told by `sokbo doctor`, and harms only itself.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache
from pathlib import Path

from notify.knowledge import Analyser, Knowledge, shipped
from sokbo.press import hanja, names, words

FILES = ("names.txt", "hanja.txt", "words.txt")
LONGEST = 2_000_000
"""Bytes of a file that are read."""

Stamp = tuple[tuple[int, int], ...]


def stamp(folder: Path) -> Stamp:
    """What tells whether a file has changed: its time and size, zeros where it is not there."""
    return tuple(map(_stamp, (folder / name for name in FILES)))


def _stamp(path: Path) -> tuple[int, int]:
    try:
        status = path.stat()
    except OSError:
        return 0, 0
    return status.st_mtime_ns, status.st_size


def knowledge(folder: Path, analyser: Analyser | None) -> Knowledge:
    """The shipped tables and the installation's own, as they are now; the same object while they don't change."""
    return _knowledge(folder, stamp(folder), analyser)


@lru_cache(maxsize=4)
def _knowledge(folder: Path, at: Stamp, analyser: Analyser | None) -> Knowledge:
    known = shipped()
    own_names, own_hanja, own_words = (
        _text(folder / name) if any(s) else "" for name, s in zip(FILES, at, strict=True)
    )
    return Knowledge(
        names.read(own_names, known.names) if own_names else known.names,
        hanja.load(own_hanja, known.hanja) if own_hanja else known.hanja,
        words.load(own_words, known.words) if own_words else known.words,
        analyser,
    )


def _text(path: Path) -> str:
    try:
        with path.open("rb") as file:
            return file.read(LONGEST).decode("utf-8-sig", "replace")
    except OSError:
        return ""


def faults(folder: Path) -> Iterator[str]:
    """What could not be read, a line each: the file, the line and why."""
    known = knowledge(folder, None)
    for name, found in zip(FILES, (known.names.faults, known.hanja.faults, known.words.faults), strict=True):
        for fault in found:
            yield f"{name} {fault}"
