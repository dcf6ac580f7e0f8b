"""One thing that was looked at. Pure."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Check:
    """What was found; `mend` says what to do where it is not well."""

    name: str
    ok: bool
    found: str
    mend: str = ""
