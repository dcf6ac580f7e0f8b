"""What rules are judged by: the analyser of Korean, and the installation's own tables."""

from __future__ import annotations

from collections.abc import Iterator
from importlib.metadata import version

from cli.checks.check import Check
from notify import korean, own
from sokbo.settings import Settings

MOST = 3
"""Broken lines that are shown."""


def analyser(_: Settings) -> Iterator[Check]:
    """Whether there is one, and what it would cost."""
    if korean.is_installed():
        found = f"kiwipiepy {version('kiwipiepy')}, from the first doubt on in a process of {korean.MEMORY_MB} MB"
    else:
        found = "no analyser: rules work, stricter inside long words; pip install sokbo[korean] adds it"
    yield Check("korean", ok=True, found=found)


def tables(settings: Settings) -> Iterator[Check]:
    """Whether every line of the installation's own tables can be read."""
    broken = list(own.faults(settings.data_dir))
    more = f"; and {len(broken) - MOST} more" if len(broken) > MOST else ""
    found = "; ".join(broken[:MOST]) + more if broken else "of names, hanja and words can be read"
    yield Check("tables", not broken, found, "mend these lines: see docs/rules.md")
